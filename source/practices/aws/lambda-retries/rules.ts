import { counted } from '../../../core/counted.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { hasDeadLetters, isRuleEvent } from '../../../core/template/failure-targets.ts';
import { unlessSilenced } from '../../../core/template/judge.ts';
import { concludeFunctions, functionNeeds, functionsIn } from '../lambda-limits/judge.ts';

export default defineCheck({
	id: 'rules',
	spec: '5.5/rule-dlq',
	title: 'Rules and schedules keep what they cannot deliver',
	failTitle: 'A rule or a schedule drops what it cannot deliver',
	severity: 'low',
	scope: 'project',
	needs: functionNeeds,
	check(facts, project) {
		const found = functionsIn(facts, project);
		const judged = found.inTemplates.flatMap(lambda =>
			lambda.triggers.filter(trigger => isRuleEvent(lambda, trigger)).map(trigger => ({ lambda, trigger })),
		);
		const findings = judged.flatMap(({ lambda, trigger }): readonly Finding[] => {
			if (hasDeadLetters(trigger)) return [];
			const finding: Finding = {
				level: 'warn',
				message: `What \`${trigger.id}\` cannot deliver to \`${lambda.id}\` is dropped after a day of tries`,
				confidence: 'certain',
				at: trigger.at,
				expected: '`DeadLetterConfig`',
				key: `dropped:${lambda.id}:${trigger.id}`,
			};
			return [unlessSilenced(finding, lambda.silenced, 'lambda-retries/rules')];
		});
		return concludeFunctions(
			facts,
			project,
			{ ...found, unknown: [] },
			{
				judged: judged.length,
				terraform: [/^aws_cloudwatch_event_(?:rule|target)$|^aws_scheduler_schedule$/, 'rules and schedules'],
				findings,
				reason: 'No function of SAM has a rule or a schedule among its events',
				question: 'Do rules and schedules keep what they cannot deliver?',
				evidence: `${counted(judged.length, 'rule or schedule keeps', 'rules and schedules keep')} what cannot be delivered`,
			},
		);
	},
});
