import { declined } from '../../source/core/fixer.ts';
import type { Splice } from '../../source/core/tree.ts';
import { insertKeyword, replaceNode } from '../../source/edit/python/calls.ts';
import { importName } from '../../source/edit/python/imports.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import type { RetryUse } from '../../source/edit/python/retries.ts';
import { chain, spliced, type EditResult } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';
import { editRetries, filesOf, type RetryAt } from './edit-retries.ts';

const parts = [
	{
		keyword: 'stop',
		name: 'stop_after_attempt',
		given: '(5)',
		isMissing: ({ bounded }: RetryUse) => bounded === 'no',
	},
	{
		keyword: 'wait',
		name: 'wait_random_exponential',
		given: '(multiplier=0.5, max=10)',
		isMissing: ({ waits }: RetryUse) => waits === 'not at all',
	},
];

const bound = ({ use, text, root, names, parse }: RetryAt): EditResult => {
	const added: string[] = [];
	const splices: Splice[] = [];
	const imports: string[] = [];
	for (const { keyword, name, given, isMissing } of parts) {
		if (!isMissing(use)) continue;
		// Two imports may go to the same place: the second is added to what the first one made.
		const { code, edit } = importName(text, root, names, 'tenacity', name);
		if (edit.outcome === 'declined') return edit;
		if (edit.splices.length > 0) imports.push(name);
		const value = `${code}${given}`;
		const old = use.arguments?.keywords.get(keyword)?.field('value');
		if (old) splices.push(replaceNode(old, value));
		else added.push(`${keyword}=${value}`);
	}
	if (added.length > 0) {
		if (use.call) splices.push(...insertKeyword(text, use.call, added.join(', ')));
		else splices.push(replaceNode(use.node, `${use.node.text()}(${added.join(', ')})`));
	}
	const withImport =
		(name: string) =>
		(current: string): EditResult => {
			const tree = parse(current);
			return importName(current, tree, namesIn(tree), 'tenacity', name).edit;
		};
	return chain(text, [() => spliced(splices), ...imports.map(withImport)]);
};

export default defineFixer({
	id: 'retry-bounds',
	title: 'Bound `tenacity` retries and let them pause',
	checks: ['http-timeouts/retry'],
	safety: 'review',
	needs: [],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Five attempts with exponential, random pauses of at most ten seconds. Callers of a retry that never gave up now see ' +
		'`RetryError` after the last attempt.',
	takes: ({ level, message }) => level !== 'info' && message.startsWith('This `tenacity` retry'),
	questions: () => [],
	reads: ({ findings }) => filesOf(findings),
	plan(input) {
		const { edits, count, reason } = editRetries(
			input,
			use => use.library === 'tenacity' && parts.some(({ isMissing }) => isMissing(use)),
			bound,
		);
		const [first, ...rest] = edits;
		if (!first) return declined(reason ?? 'only retries of `tenacity` can be bounded here');
		return {
			outcome: 'plan',
			area: 'http',
			summary: 'bound retries and let them pause',
			changed: [
				`${count} ${count === 1 ? 'retry gets' : 'retries get'} a limit of five attempts or a random, growing pause.`,
			],
			atRunTime: 'Attempts end after the fifth, with `RetryError`; pauses grow up to ten seconds.',
			followUps: ['Check that callers catch `tenacity.RetryError`, or set `reraise=True`'],
			edits: [first, ...rest],
		};
	},
});
