import { stringAt } from '../../source/core/data.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import type { FunctionCase } from './functions.ts';
import { functionCases } from './functions.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventbridgerule.html

const changeOf = ({ lambda, trigger, template }: FunctionCase): Change | Left | null => {
	if (!trigger) return null;
	const subject = `\`${trigger.id}\``;
	const type = stringAt(lambda.properties, ['Events', trigger.id, 'Type']);
	if (type === 'ScheduleV2' && trigger.properties['RoleArn'] !== undefined)
		return { subject, reason: 'its role is its own, and has to be let write to the queue' };
	return {
		path: template.path,
		subject,
		edits: [{ kind: 'insert', path: trigger.path, key: 'DeadLetterConfig', value: { Type: 'SQS' } }],
	};
};

export default defineFixer({
	id: 'rule-dead-letters',
	title: 'Keep what rules and schedules cannot deliver',
	checks: ['lambda-retries/rules'],
	safety: 'review',
	needs: ['functions', 'templates'],
	touches: templateFiles,
	after: ['lambda-on-failure'],
	safetyNote: 'SAM makes one more queue for each rule or schedule, and the permission to write to it.',
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan: ({ facts, findings, texts }) =>
		planEach(functionCases(facts, findings), changeOf, texts, done => ({
			area: 'lambda',
			summary: 'keep what rules cannot deliver',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: what cannot be delivered goes to a queue that SAM makes.`,
			],
			atRunTime: 'Events that cannot be delivered land in a queue instead of being dropped.',
			followUps: ['Set an alarm on the new queues, and decide who looks into them'],
		})),
});
