import type { Finding } from '../../../core/finding.ts';
import { runsInLambda } from '../../../core/lambda.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';

export default defineCheck({
	id: 'send-message',
	spec: '4.3/send-message',
	title: 'Messages are published to a topic or a bus',
	failTitle: 'Messages are put straight into a queue',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'queueSends', 'modules', 'functions'],
	check(facts, project) {
		const isService = project.kinds.includes('service');
		// What users install sends where they tell it to.
		const sends = filesIn(facts.queueSends, facts, project).flatMap(({ path, role, value }) =>
			role === 'prod' && (isService || runsInLambda(path, facts)) ? value : [],
		);
		if (sends.length === 0) return notApplicable('No deployed code puts messages into a queue');
		const findings = sends
			.filter(({ isDelayed, isRedrive }) => !isDelayed && !isRedrive)
			.map(({ at, code, api, suppression }): Finding => {
				const accepted = suppression === null ? '' : `; accepted: ${suppression.reason.slice(0, 120)}`;
				return {
					level: accepted === '' ? 'warn' : 'info',
					message: `\`${api}\` reaches this one queue, and nobody else can listen${accepted}`,
					confidence: 'likely',
					at,
					found: code,
					expected: '`publish` to an SNS topic, or `put_events`',
					key: `send:${code}`,
				};
			});
		return verdictOf(findings, 'What is sent to queues waits first, or failed before');
	},
});
