import { counted } from '../../source/core/counted.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined, type FixerGround } from '../../source/core/fixer.ts';
import { standingOf } from '../../source/core/locked-versions.ts';
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

const ofTenacity = ({ use, text, root, names, parse }: RetryAt): EditResult => {
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

/** Keywords that other libraries than `tenacity` take; null for a retry that is not mended here. */
const keywordFor = ({ library, api, bounded, waits }: RetryUse): { name: string; value: string } | null => {
	if (library === 'backoff' && bounded === 'no') return { name: 'max_tries', value: '5' };
	if (library === 'stamina' && bounded === 'no') return { name: 'attempts', value: '5' };
	if (library === 'urllib3' && api === 'Retry' && bounded !== 'no' && waits === 'not at all')
		return { name: 'backoff_factor', value: '0.5, backoff_jitter=0.5' };
	return null;
};

/** `HTTPAdapter(max_retries=3)` repeats at once; requests turns the number into such a `Retry` itself. */
const ofAdapter = ({ use, text, root, names }: RetryAt): EditResult => {
	const value = use.arguments?.keywords.get('max_retries')?.field('value');
	if (!value) return declined('the number of retries is not written in the call');
	const known = names.imports.find(({ origin }) => /^urllib3\.(?:.*\.)?Retry$/.test(origin))?.local;
	const { code, edit } =
		known === undefined
			? importName(text, root, names, 'urllib3.util.retry', 'Retry')
			: { code: known, edit: spliced([]) };
	if (edit.outcome === 'declined') return edit;
	return spliced([
		...edit.splices,
		replaceNode(value, `${code}(total=${value.text()}, backoff_factor=0.5, backoff_jitter=0.5)`),
	]);
};

const bound = (at: RetryAt): EditResult => {
	const { use, text } = at;
	if (use.library === 'tenacity') return ofTenacity(at);
	if (use.api === 'HTTPAdapter') return ofAdapter(at);
	const keyword = keywordFor(use);
	if (!keyword || !use.call) return spliced([]);
	const given = use.arguments?.keywords;
	const value = given?.has('backoff_jitter') === true ? '0.5' : keyword.value;
	const old = given?.get(keyword.name)?.field('value');
	return spliced(old ? [replaceNode(old, value)] : insertKeyword(text, use.call, `${keyword.name}=${value}`));
};

const isMendable = (use: RetryUse): boolean =>
	use.library === 'tenacity'
		? parts.some(({ isMissing }) => isMissing(use))
		: keywordFor(use) !== null || (use.api === 'HTTPAdapter' && use.waits === 'not at all');

/** A pause without jitter would only be the next finding. */
const takesJitter = ({ facts, project }: FixerGround<'locks' | 'requirements' | 'files'>): boolean =>
	standingOf('urllib3', [2, 0], project, facts) === 'at least';

const isOfAdapters = ({ message }: Finding): boolean => message.startsWith('This retry repeats at once');

export default defineFixer({
	id: 'retry-bounds',
	title: 'Bound retries and let them pause',
	checks: ['http-timeouts/retry'],
	safety: 'review',
	needs: ['locks', 'requirements', 'files'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Five attempts, with exponential pauses. Callers of a `tenacity` retry that never gave up now see `RetryError` after ' +
		'the last attempt, those of other libraries the last error. What is repeated stays as it is.',
	// A `Retry` of urllib3 without a limit repeats in more ways than one number would say.
	takes: ({ level, message }) =>
		level !== 'info' &&
		/^This (?:`(?:tenacity|backoff|stamina)` )?retry repeats (?:for ever|(?:at once, )?without a pause)/.test(
			message,
		),
	isReady: (finding, on) => !isOfAdapters(finding) || takesJitter(on),
	questions: () => [],
	reads: ({ findings }) => filesOf(findings),
	plan(input) {
		const { edits, count, reason } = editRetries(
			input,
			use => isMendable(use) && (use.library !== 'urllib3' || takesJitter(input)),
			bound,
		);
		const [first, ...rest] = edits;
		if (!first)
			return declined(
				reason ??
					(takesJitter(input)
						? 'these retries cannot be bounded where they are written'
						: 'it cannot be told that urllib3 2 or later is installed, and urllib3 1 refuses `backoff_jitter`'),
			);
		return {
			outcome: 'plan',
			area: 'http',
			summary: 'bound retries and let them pause',
			changed: [
				`${counted(count, 'retry gets', 'retries get')} a limit of five attempts or a growing pause.`,
			],
			atRunTime:
				'Attempts end after the fifth, with `RetryError` or the last error; pauses grow from half a second.',
			followUps: ['Check that callers catch the error of the last attempt; of `tenacity` it is `RetryError`'],
			edits: [first, ...rest],
		};
	},
});
