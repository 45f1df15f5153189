import type { Facts } from '../../source/core/facts.ts';
import type { Template } from '../../source/core/facts/templates.ts';
import type { Finding } from '../../source/core/finding.ts';
import { numbersOf } from '../../source/core/template/limits.ts';
import type { QueueReader } from '../../source/core/template/visibility.ts';
import {
	maximumVisibility,
	queueReadersOf,
	visibilityFactor,
} from '../../source/core/template/visibility.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { isAbout, withProperties } from './buckets.ts';
import type { Change, Left } from './plan-templates.ts';
import { planTemplates } from './plan-templates.ts';

/** Readers by queue, for the queues that findings are about. */
const queuesOf = (
	facts: Pick<Facts, 'functions'>,
	findings: readonly Finding[],
): ReadonlyMap<string, readonly QueueReader[]> => {
	const wanted = new Set(findings.map(({ key, at }) => `${at.path}:${key?.split(':')[1] ?? ''}`));
	const queues = new Map<string, QueueReader[]>();
	for (const reader of queueReadersOf(facts.functions.functions)) {
		const key = `${reader.queue.at.path}:${reader.queue.id}`;
		if (wanted.has(key)) queues.set(key, [...(queues.get(key) ?? []), reader]);
	}
	return queues;
};

/** Seconds that suffice for every function that reads the queue; null where one cannot be told. */
const neededBy = (readers: readonly QueueReader[]): number | null => {
	const needs = readers.map(({ lambda, trigger }) => {
		const timeout = numbersOf(lambda.timeout, lambda.defaultTimeout);
		const window = numbersOf(trigger.batchingWindow, 0);
		if (timeout.unknown !== null || window.unknown !== null) return null;
		return visibilityFactor * Math.max(...timeout.values) + Math.max(...window.values);
	});
	const known = needs.filter(need => need !== null);
	return known.length === needs.length ? Math.min(maximumVisibility, Math.max(...known)) : null;
};

const changeOf = (template: Template, readers: readonly QueueReader[]): Change | Left | null => {
	const [reader] = readers;
	if (!reader) return null;
	const { queue } = reader;
	const subject = `\`${queue.id}\``;
	const needed = neededBy(readers);
	if (needed === null) return { subject, reason: 'the timeout of a function that reads it cannot be told' };
	const { path, origin, branches } = queue.visibility;
	if (origin === 'none') {
		return {
			path: template.path,
			subject,
			edits: withProperties(template, queue.path, { VisibilityTimeout: needed }),
		};
	}
	const [only, ...others] = branches;
	if (path === null || others.length > 0 || only?.state !== 'known' || only.via !== null) {
		return { subject, reason: 'its visibility timeout is set through a parameter or a condition' };
	}
	return { path: template.path, subject, edits: [{ kind: 'replace', path, value: needed }] };
};

export default defineFixer({
	id: 'sqs-visibility',
	title: 'Hide messages for six times the timeout of the function',
	checks: ['lambda-limits/visibility'],
	safety: 'review',
	needs: ['functions', 'templates'],
	touches: templateFiles,
	after: ['lambda-timeout-explicit'],
	safetyNote:
		'The queue is updated in place and never waits shorter than before; a failed message is seen again later.',
	takes: finding => isAbout(finding, 'short'),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, findings, texts }) {
		const changes: Change[] = [];
		const left: Left[] = [];
		for (const readers of queuesOf(facts, findings).values()) {
			const parsed = facts.templates.get(readers[0]?.queue.at.path ?? '');
			if (!parsed?.ok || parsed.value.outcome !== 'read') continue;
			const change = changeOf(parsed.value, readers);
			if (change && 'edits' in change) changes.push(change);
			else if (change) left.push(change);
		}
		return planTemplates(changes, left, texts, done => ({
			area: 'sqs',
			summary: 'hide messages until their function is done',
			changed: [...new Set(done.map(({ subject }) => subject))].map(
				subject =>
					`${subject}: \`VisibilityTimeout\` is six times the function timeout, plus the batching window.`,
			),
			atRunTime: 'A message whose function failed is seen again later than before.',
			followUps: [],
		}));
	},
});
