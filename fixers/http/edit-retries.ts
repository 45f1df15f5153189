import type { FixerInput } from '../../source/core/fixer.ts';
import type { Finding } from '../../source/core/finding.ts';
import { applySplices, lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import type { SgNode } from '@ast-grep/napi';
import type { Names } from '../../source/edit/python/names.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { placeOf, rangeKey } from '../../source/edit/python/nodes.ts';
import { retriesIn, type RetryUse } from '../../source/edit/python/retries.ts';
import { chain, spliced, type EditResult } from '../../source/edit/text.ts';

/** A retry in the text as the edits before have left it. */
export interface RetryAt {
	readonly use: RetryUse;
	readonly text: string;
	readonly root: SgNode;
	readonly names: Names;
	/** Reads the tree of a later text of the same file. */
	readonly parse: (text: string) => SgNode;
}

/** What was done to retries, and why the rest was left. */
export interface RetryEdits {
	readonly edits: readonly Edit[];
	readonly count: number;
	/** Null where nothing stood in the way. */
	readonly reason: string | null;
}

const isOpen = ({ level }: Finding): boolean => level !== 'info';

/** The files that hold open findings. */
export const filesOf = (findings: readonly Finding[]): readonly string[] => [
	...new Set(findings.filter(isOpen).map(({ at }) => at.path)),
];

/** One edit at a time to each retry that an open finding names, so that each sees what the last one left. */
export const editRetries = (
	{ findings, texts, engines }: Pick<FixerInput, 'findings' | 'texts' | 'engines'>,
	isMeant: (use: RetryUse) => boolean,
	edit: (at: RetryAt) => EditResult,
): RetryEdits => {
	const wanted = new Set(findings.filter(isOpen).map(({ at }) => `${at.path} ${rangeKey(at)}`));
	const edits: Edit[] = [];
	let reason: string | null = null;
	let count = 0;
	for (const [path, text] of texts) {
		const lineStarts = lineStartsOf(text);
		const parse = (current: string): SgNode =>
			engines.python({ path, text: current, lineStarts: lineStartsOf(current) });
		const tree = parse(text);
		const open = retriesIn(tree, namesIn(tree)).flatMap((use, index) =>
			isMeant(use) && wanted.has(`${path} ${rangeKey(placeOf(path, lineStarts, use.node))}`) ? [index] : [],
		);
		const result = chain(
			text,
			// No edit adds or removes a retry, so that its number stays.
			open.map(index => current => {
				const root = parse(current);
				const names = namesIn(root);
				const use = retriesIn(root, names)[index];
				return use ? edit({ use, text: current, root, names, parse }) : spliced([]);
			}),
		);
		if (result.outcome === 'declined') {
			reason = result.reason;
			continue;
		}
		const [first, ...rest] = result.splices;
		if (!first || applySplices(text, result.splices) === text) continue;
		count += open.length;
		edits.push({ kind: 'splice', path, splices: [first, ...rest] });
	}
	return { edits, count, reason };
};
