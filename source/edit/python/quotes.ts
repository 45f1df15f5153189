import type { SgNode } from '@ast-grep/napi';

/** The quotes that most short strings of a file have; double ones where neither leads. */
export const quoteOf = (root: SgNode): '"' | "'" => {
	const starts = root.findAll({ rule: { kind: 'string_start', regex: `^[a-zA-Z]*["']$` } });
	const single = starts.filter(start => start.text().endsWith("'")).length;
	return single * 2 > starts.length ? "'" : '"';
};
