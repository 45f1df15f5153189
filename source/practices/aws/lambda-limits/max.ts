import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { TemplateFile } from '../../../core/facts/templates.ts';
import type { Parsed } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided, unlessSilenced } from '../../../core/template/judge.ts';
import { numbersOf } from '../../../core/template/limits.ts';
import type { CodeConstruct } from '../../../core/template/constructs.ts';
import { concludeFunctions, functionNeeds, functionsIn } from '../../../core/template/judge-functions.ts';

// API Gateway waits 29 seconds (REST) or 30 seconds (HTTP): https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
const gatewaySeconds = 30;
const lambdaMaximum = 900;

/** A comment on the line of the timeout, or alone above it, that is more than a unit. */
const hasReason = (parsed: Parsed<TemplateFile> | undefined, line: number | undefined): boolean => {
	if (!parsed?.ok || parsed.value.outcome !== 'read' || line === undefined) return false;
	const { comments } = parsed.value;
	return [line, line - 1].some(at => (comments[at]?.match(/[A-Za-z]{2,}/g) ?? []).length >= 3);
};

/** The file raises the wait of its API itself, or lets responses stream past it. */
const waitsLonger = (parsed: Parsed<TemplateFile> | undefined): boolean =>
	parsed?.ok === true &&
	parsed.value.outcome === 'read' &&
	/"[Tt]imeoutInMillis":"?(?:[3-9]\d{4}|\d{6,})|response-streaming-invocations|RESPONSE_STREAM|"[Rr]esponseTransferMode":"STREAM|"AWS_LWA_INVOKE_MODE":"response_stream"/.test(
		JSON.stringify(parsed.value.value),
	);

const triggersText = ({ triggers }: LambdaFunction): string => {
	const kinds = [...new Set(triggers.map(({ kind }) => kind))];
	return kinds.length === 0 ? '' : `; it is triggered by ${kinds.map(kind => `\`${kind}\``).join(', ')}`;
};

const ofTemplate = (
	lambda: LambdaFunction,
	limit: number,
	parsed: Parsed<TemplateFile> | undefined,
): readonly Finding[] => {
	const { id, timeout, triggers } = lambda;
	const { values, unsure, unknown } = numbersOf(timeout, lambda.defaultTimeout);
	const longest = Math.max(0, ...values);
	if (longest <= limit)
		return unknown === null ? [] : [undecided(timeout.at, `The timeout of \`${id}\``, unknown)];
	const found = `${longest} s`;
	const expected = `at most ${limit} s`;
	const finding = { confidence: 'certain', at: timeout.at, found, expected, key: `long:${id}` } as const;
	const onlyApi = triggers.length > 0 && triggers.every(({ kind }) => kind === 'api');
	if (onlyApi && longest > gatewaySeconds) {
		const message = `\`${id}\` may run for ${longest} seconds, and the API in front of it answers 504 after 29 or 30`;
		const sure = !unsure && values.length === 1 && lambda.kind !== 'zappa' && !waitsLonger(parsed);
		return [{ ...finding, level: sure ? 'fail' : 'warn', message }];
	}
	if (hasReason(parsed, timeout.at.line)) {
		return [
			{ ...finding, level: 'info', message: `\`${id}\` may run for ${longest} seconds; a comment says why` },
		];
	}
	const most = longest >= lambdaMaximum ? ', the most that Lambda allows' : '';
	return [
		{
			...finding,
			level: 'warn',
			message: `\`${id}\` may run for ${longest} seconds${most}${triggersText(lambda)}`,
		},
	];
};

const ofCode = ({ construct, at }: CodeConstruct, limit: number): readonly Finding[] => {
	const { id, values } = construct;
	const timeout = values['timeout'];
	if (timeout?.state === 'unknown') return [undecided(at, `The timeout of \`${id}\``, 'it is not a literal')];
	const seconds = typeof timeout?.value === 'number' ? timeout.value : 0;
	if (seconds <= limit) return [];
	const message = `\`${id}\` may run for ${seconds} seconds`;
	return [
		{
			level: 'warn',
			message,
			confidence: 'certain',
			at,
			found: `${seconds} s`,
			expected: `at most ${limit} s`,
			key: `cdk:${id}`,
		},
	];
};

export default defineCheck({
	id: 'max',
	spec: '5.4/max',
	title: 'No Python function may run longer than the limit',
	failTitle: 'A Python function may run longer than the limit',
	severity: 'medium',
	scope: 'project',
	needs: [...functionNeeds, 'repository'],
	check(facts, project) {
		const limit = facts.repository.limits.lambdaTimeoutSeconds;
		const found = functionsIn(facts, project);
		const findings = [
			...found.inTemplates.flatMap(lambda =>
				ofTemplate(lambda, limit, facts.templates.get(lambda.template)).map(finding =>
					unlessSilenced(finding, lambda.silenced, 'lambda-limits/max'),
				),
			),
			...found.inCode.flatMap(one =>
				ofCode(one, limit).map(finding => unlessSilenced(finding, one.silenced, 'lambda-limits/max')),
			),
		];
		return concludeFunctions(facts, project, found, {
			findings,
			question: `Does every Lambda function in Python end within ${limit} seconds?`,
			evidence: `No Python function may run longer than ${limit} seconds`,
			severity: findings.some(({ level }) => level === 'fail') ? 'medium' : 'low',
		});
	},
});
