import { counted } from '../../source/core/counted.ts';
import { declined } from '../../source/core/fixer.ts';
import { standingOf } from '../../source/core/locked-versions.ts';
import { insertKeyword, replaceNode } from '../../source/edit/python/calls.ts';
import { spliced, type EditResult } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';
import { editRetries, filesOf, type RetryAt } from './edit-retries.ts';

// https://urllib3.readthedocs.io/en/stable/reference/urllib3.util.html#urllib3.util.Retry

const addJitter = ({ use, text }: RetryAt): EditResult => {
	const old = use.arguments?.keywords.get('backoff_jitter')?.field('value');
	if (old) return spliced([replaceNode(old, '0.5')]);
	return spliced(use.call ? insertKeyword(text, use.call, 'backoff_jitter=0.5') : []);
};

export default defineFixer({
	id: 'urllib3-jitter',
	title: 'Add jitter to `urllib3` retries',
	checks: ['http-timeouts/jitter'],
	safety: 'safe',
	needs: ['locks', 'requirements', 'files'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Only where the lockfile or the requirements give urllib3 2 or later, which knows the keyword. Each pause grows by at ' +
		'most half a second; what is repeated, how often and what is raised stay as they are.',
	// The check asks for the keyword alone where the version is known to take it.
	takes: ({ level, message, expected }) =>
		level !== 'info' && message.startsWith('This `urllib3` retry') && expected === '`backoff_jitter=0.5`',
	questions: () => [],
	reads: ({ findings }) => filesOf(findings),
	plan(input) {
		if (standingOf('urllib3', [2, 0], input.project, input.facts) !== 'at least')
			return declined(
				'it cannot be told that urllib3 2 or later is installed, and urllib3 1 refuses `backoff_jitter`',
			);
		const { edits, count, reason } = editRetries(
			input,
			({ library, waits, api }) => library === 'urllib3' && waits === 'without jitter' && api === 'Retry',
			addJitter,
		);
		const [first, ...rest] = edits;
		if (!first) return declined(reason ?? 'only a `Retry` that is written out can be given jitter here');
		return {
			outcome: 'plan',
			area: 'http',
			summary: 'add jitter to retries',
			changed: [`${counted(count, '`Retry` gets', '`Retry` calls get')} \`backoff_jitter=0.5\`.`],
			atRunTime: 'Each pause between attempts is longer by a random part of half a second.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
