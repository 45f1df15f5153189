import type { Finding } from '../../../core/finding.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided, unlessSilenced } from '../../../core/template/judge.ts';
import { isAbsent, limitKeysOf } from '../../../core/template/limits.ts';
import type { CodeConstruct } from '../../../core/template/constructs.ts';
import { concludeFunctions, functionNeeds, functionsIn } from '../../../core/template/judge-functions.ts';

const ofTemplate = (lambda: LambdaFunction): readonly Finding[] => {
	const { id, kind, timeout, defaultTimeout } = lambda;
	const expected = `\`${limitKeysOf(lambda).timeout}: ${defaultTimeout}\`, or what the function needs`;
	if (isAbsent(timeout)) {
		const message = `\`${id}\` sets no timeout, so ${defaultTimeout} seconds apply`;
		// Chalice and Zappa choose a timeout of their own and pass it on; only the file does not say so.
		const level = kind === 'chalice' || kind === 'zappa' ? 'warn' : 'fail';
		return [{ level, message, confidence: 'certain', at: lambda.at, expected, key: `absent:${id}` }];
	}
	if (!timeout.branches.some(({ state }) => state === 'absent')) return [];
	const message = `\`${id}\` sets its timeout only on one branch of a condition`;
	return [{ level: 'warn', message, confidence: 'certain', at: timeout.at, expected, key: `partly:${id}` }];
};

const ofCode = ({ construct, at }: CodeConstruct): readonly Finding[] => {
	const { id, values, open } = construct;
	if (values['timeout']) return [];
	if (open) return [undecided(at, `The timeout of \`${id}\``, 'it may come from `**` arguments')];
	const message = `\`${id}\` sets no \`timeout\`, so 3 seconds apply`;
	return [
		{
			level: 'warn',
			message,
			confidence: 'certain',
			at,
			expected: '`timeout=Duration.seconds(…)`',
			key: `cdk:${id}`,
		},
	];
};

export default defineCheck({
	id: 'explicit',
	spec: '5.4/explicit',
	title: 'Every Python function sets its timeout',
	failTitle: 'A Python function runs with a timeout that nobody chose',
	severity: 'low',
	scope: 'project',
	needs: functionNeeds,
	check(facts, project) {
		const found = functionsIn(facts, project);
		const findings = [
			...found.inTemplates.flatMap(lambda =>
				ofTemplate(lambda).map(finding => unlessSilenced(finding, lambda.silenced, 'lambda-limits/explicit')),
			),
			...found.inCode.flatMap(one =>
				ofCode(one).map(finding => unlessSilenced(finding, one.silenced, 'lambda-limits/explicit')),
			),
		];
		const count = found.inTemplates.length + found.inCode.length;
		return concludeFunctions(facts, project, found, {
			findings,
			question: 'Does every Lambda function in Python set its timeout?',
			evidence:
				count === 1
					? 'The Python function sets its timeout'
					: `All ${count} Python functions set their timeout`,
		});
	},
});
