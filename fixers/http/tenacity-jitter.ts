import { counted } from '../../source/core/counted.ts';
import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../source/core/fixer.ts';
import { importName } from '../../source/edit/python/imports.ts';
import { endOf } from '../../source/edit/python/nodes.ts';
import type { RetryUse } from '../../source/edit/python/retries.ts';
import { spliced, type EditResult } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';
import { editRetries, filesOf, type RetryAt } from './edit-retries.ts';

/** An expression that `+` can follow without brackets. */
const isSimple = (node: SgNode): boolean =>
	node.kind() === 'call' || (node.kind() === 'binary_operator' && node.field('operator')?.text() === '+');

const waitOf = ({ arguments: args }: RetryUse): SgNode | null =>
	args?.keywords.get('wait')?.field('value') ?? null;

const isMendable = (use: RetryUse): boolean => {
	const wait = waitOf(use);
	return use.library === 'tenacity' && use.waits === 'without jitter' && wait !== null && isSimple(wait);
};

const addRandom = ({ use, text, root, names }: RetryAt): EditResult => {
	const wait = waitOf(use);
	if (!wait) return spliced([]);
	const { code, edit } = importName(text, root, names, 'tenacity', 'wait_random');
	if (edit.outcome === 'declined') return edit;
	const at = endOf(wait);
	return spliced([...edit.splices, { start: at, end: at, text: ` + ${code}(0, 1)` }], edit.dropsComments);
};

export default defineFixer({
	id: 'tenacity-jitter',
	title: 'Add jitter to `tenacity` retries',
	checks: ['http-timeouts/jitter'],
	safety: 'safe',
	needs: [],
	touches: pythonFiles,
	after: ['retry-bounds'],
	safetyNote:
		'Every version of tenacity adds waits with `+`. Each pause grows by a random part of a second; what is repeated, ' +
		'how often and what is raised stay as they are.',
	questions: () => [],
	reads: ({ findings }) => filesOf(findings),
	takes: ({ level, message }) => level !== 'info' && message.startsWith('This `tenacity` retry'),
	plan(input) {
		const { edits, count, reason } = editRetries(input, isMendable, addRandom);
		const [first, ...rest] = edits;
		if (!first)
			return declined(
				reason ?? 'only waits of `tenacity` that are written in the retry itself can be given jitter here',
			);
		return {
			outcome: 'plan',
			area: 'http',
			summary: 'add jitter to retries',
			changed: [`${counted(count, 'wait gets', 'waits get')} \`+ wait_random(0, 1)\`.`],
			atRunTime: 'Each pause between attempts is longer by a random part of a second.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
