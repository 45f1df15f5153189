import type { SgNode } from '@ast-grep/napi';

/** The value of a name, or of an attribute of `self`, that the file assigns exactly once. */
export const onlyAssignment = (text: string, root: SgNode): SgNode | null => {
	const name = /^(?:self\.|cls\.)?([A-Za-z_]\w*)$/.exec(text)?.[1];
	if (name === undefined) return null;
	const [only, ...others] = root.findAll({
		rule: { kind: 'assignment', has: { field: 'left', regex: `^(?:self\\.|cls\\.)?${name}$` } },
	});
	return only && others.length === 0 ? only.field('right') : null;
};
