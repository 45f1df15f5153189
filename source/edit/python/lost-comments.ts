import type { SgNode } from '@ast-grep/napi';

const commentsIn = (root: SgNode): readonly string[] =>
	root.findAll({ rule: { kind: 'comment' } }).map(node => node.text().trimEnd());

const bare = (comment: string): string => comment.replaceAll(/[#!:\s]/g, '');

/**
 * Comments that a formatter wrote otherwise (`#so` becomes `# so`), as they were; null where the words of one are
 * gone.
 */
export const respacedComments = (before: SgNode, after: SgNode): readonly string[] | null => {
	const old = commentsIn(before);
	const left = [...commentsIn(after)];
	const gone = old.filter(comment => {
		const at = left.indexOf(comment);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
	const words = left.map(bare);
	for (const comment of gone) {
		const at = words.indexOf(bare(comment));
		if (at < 0) return null;
		words.splice(at, 1);
	}
	return gone;
};
