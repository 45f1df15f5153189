import { indentOf } from '../text.ts';
import { forEachStatement } from './statements.ts';

/** What one level of indentation is in a Python text: a tab, or as many spaces as most blocks use; four by default. */
export const indentUnitOf = (text: string): string => {
	const counts = new Map<string, number>();
	let before = 0;
	forEachStatement(text, (start, _end, indent, inline) => {
		if (inline) return;
		if (indent > before) {
			const unit = indentOf(text, start).startsWith('\t') ? '\t' : ' '.repeat(indent - before);
			counts.set(unit, (counts.get(unit) ?? 0) + 1);
		}
		before = indent;
	});
	const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
	return most?.[0] ?? '    ';
};
