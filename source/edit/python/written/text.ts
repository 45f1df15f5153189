import type { SgNode } from '@ast-grep/napi';
import { partsOf } from '../nodes.ts';

/** The text of a string without escapes and without code in it. */
export const textIn = (node: SgNode | null): string | null => {
	if (node === null) return null;
	if (node.kind() === 'parenthesized_expression') return textIn(partsOf(node)[0] ?? null);
	if (node.kind() === 'concatenated_string') {
		const parts = partsOf(node).map(textIn);
		return parts.every(part => part !== null) ? parts.join('') : null;
	}
	if (node.kind() !== 'string') return null;
	const match = /^[rRuU]?("""|'''|"|')([\s\S]*)\1$/.exec(node.text());
	return match && !match[2]?.includes('\\') ? (match[2] ?? null) : null;
};
