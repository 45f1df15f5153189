import { counted } from '../../../core/counted.ts';
import { defineCheck } from '../../../core/practice.ts';
import { hasDeadLetters, isRuleEvent } from '../../../core/template/failure-targets.ts';
import { functionNeeds, judgeParts } from '../../../core/template/judge-functions.ts';

export default defineCheck({
	id: 'rules',
	spec: '5.5/rule-dlq',
	title: 'Rules and schedules keep what they cannot deliver',
	failTitle: 'A rule or a schedule drops what it cannot deliver',
	severity: 'low',
	scope: 'project',
	needs: functionNeeds,
	check: (facts, project) =>
		judgeParts(facts, project, {
			check: 'lambda-retries/rules',
			partsOf: lambda => lambda.triggers.filter(trigger => isRuleEvent(lambda, trigger)),
			judge: (trigger, lambda) =>
				hasDeadLetters(trigger)
					? []
					: [
							{
								level: 'warn',
								message: `What \`${trigger.id}\` cannot deliver to \`${lambda.id}\` is dropped after a day of tries`,
								confidence: 'certain',
								at: trigger.at,
								expected: '`DeadLetterConfig`',
								key: `dropped:${lambda.id}:${trigger.id}`,
							},
						],
			reason: 'No function of SAM has a rule or a schedule among its events',
			question: 'Do rules and schedules keep what they cannot deliver?',
			evidence: count =>
				`${counted(count, 'rule or schedule keeps', 'rules and schedules keep')} what cannot be delivered`,
			terraform: [/^aws_cloudwatch_event_(?:rule|target)$|^aws_scheduler_schedule$/, 'rules and schedules'],
		}),
});
