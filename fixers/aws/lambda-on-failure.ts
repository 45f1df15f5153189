import { isTable } from '../../source/core/data.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import type { FunctionCase } from './functions.ts';
import { functionCases } from './functions.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventinvokeconfiguration.html

/** Two tries more are what applies already; SAM makes the queue, and lets the function's own role write to it. */
const config = { MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Type: 'SQS' } } };

const changeOf = ({ lambda, template }: FunctionCase): Change | Left => {
	const subject = `\`${lambda.id}\``;
	const { properties } = lambda;
	if (lambda.kind !== 'sam') return { subject, reason: 'only SAM makes the queue and the permission for it' };
	if (properties['Role'] !== undefined)
		return { subject, reason: 'its role is its own, and has to be let write to the queue' };
	const present = properties['EventInvokeConfig'];
	if (present !== undefined) {
		const why = isTable(present)
			? 'it has an `EventInvokeConfig` of its own'
			: 'its `EventInvokeConfig` is computed';
		return { subject, reason: why };
	}
	return {
		path: template.path,
		subject,
		edits: [{ kind: 'insert', path: lambda.path, key: 'EventInvokeConfig', value: config }],
	};
};

export default defineFixer({
	id: 'lambda-on-failure',
	title: 'Keep what a function fails on in a queue',
	checks: ['lambda-retries/asynchronous'],
	safety: 'review',
	needs: ['functions', 'templates'],
	touches: templateFiles,
	after: ['batch-item-failures'],
	safetyNote:
		'SAM makes one more queue for each function and the permission to write to it; the number of tries stays as it is.',
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan: ({ facts, findings, texts }) =>
		planEach(functionCases(facts, findings), changeOf, texts, done => ({
			area: 'lambda',
			summary: 'keep what functions fail on',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: what still fails after two more tries goes to a queue that SAM makes.`,
			],
			atRunTime: 'Events that a function fails on land in a queue instead of being lost.',
			followUps: ['Set an alarm on the new queues, and decide who looks into them'],
		})),
});
