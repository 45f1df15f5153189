import type { Facts } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { isAbout, withProperties } from './buckets.ts';
import type { Change } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';
import type { ResourceCase } from './resources.ts';
import { resourceCases } from './resources.ts';

/** Seconds; the longest that SQS keeps a message. */
const retention = 1_209_600;

/** The dead-letter queues; several queues may give up messages to the same one. */
const casesOf = (facts: Pick<Facts, 'templates'>, findings: readonly Finding[]): readonly ResourceCase[] => {
	const cases = findings.flatMap(finding =>
		resourceCases(facts, [{ ...finding, key: `short:${finding.key?.split(':').at(-1) ?? ''}` }]),
	);
	return [...new Map(cases.map(one => [`${one.template.path}:${one.resource.id}`, one])).values()];
};

const changeOf = ({ resource, template }: ResourceCase): Change => {
	const path = [...resource.path, 'Properties', 'MessageRetentionPeriod'];
	return {
		path: template.path,
		subject: `\`${resource.id}\``,
		edits:
			resource.properties['MessageRetentionPeriod'] === undefined
				? withProperties(template, resource.path, { MessageRetentionPeriod: retention })
				: [{ kind: 'replace', path, value: retention }],
	};
};

export default defineFixer({
	id: 'dead-letter-retention',
	title: 'Keep what dead-letter queues hold for 14 days',
	checks: ['message-queues/retention'],
	safety: 'review',
	needs: ['templates'],
	touches: templateFiles,
	after: ['queue-dead-letters'],
	safetyNote: 'The queue is updated in place and keeps its messages longer.',
	takes: finding => isAbout(finding, 'short'),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan: ({ facts, findings, texts }) =>
		planEach(casesOf(facts, findings), changeOf, texts, done => ({
			area: 'sqs',
			summary: 'keep dead letters for 14 days',
			changed: [`${listed(done.map(({ subject }) => subject))}: messages are kept for 14 days.`],
			atRunTime: 'Messages that were given up stay for 14 days, counted from when they were first sent.',
			followUps: [],
		})),
});
