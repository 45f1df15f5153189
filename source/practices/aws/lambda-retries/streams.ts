import { counted } from '../../../core/counted.ts';
import { valueAt } from '../../../core/data.ts';
import type { Data } from '../../../core/facts/config.ts';
import type { LambdaFunction, Trigger } from '../../../core/facts/functions.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { isServerless } from '../../../core/template/failure-targets.ts';
import { rootOf, undecided } from '../../../core/template/judge.ts';
import { numberOf, resolve } from '../../../core/template/resolve.ts';
import { functionNeeds, judgeParts } from '../../../core/template/judge-functions.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html: both bounds are -1, for ever, by default.

/** Whether a bound holds: never for -1 or nothing; null where it cannot be told. */
const bounds = (value: Data | undefined, root: Parameters<typeof resolve>[1]): boolean | null => {
	const branches = resolve(value, root);
	if (branches.some(({ state }) => state === 'unknown')) return null;
	return branches.some(branch => branch.state === 'known' && (numberOf(branch.value) ?? -1) >= 0);
};

const judge = (
	lambda: LambdaFunction,
	trigger: Trigger,
	root: Parameters<typeof resolve>[1],
): Finding | null => {
	const { properties, at, id, kind } = trigger;
	const own = isServerless(lambda);
	const attempts = bounds(properties[own ? 'maximumRetryAttempts' : 'MaximumRetryAttempts'], root);
	const age = bounds(properties[own ? 'maximumRecordAgeInSeconds' : 'MaximumRecordAgeInSeconds'], root);
	const target = valueAt(
		properties,
		own ? ['destinations', 'onFailure'] : ['DestinationConfig', 'OnFailure'],
	);
	const hasTarget = target !== undefined && target !== null;
	const base = { confidence: 'certain', at, key: `stream:${lambda.id}:${id}` } as const;
	const where = `\`${id}\` of \`${lambda.id}\``;
	if (kind === 'kafka') {
		if (hasTarget) return null;
		const message = `${where} keeps nothing that the function fails on`;
		return { ...base, level: 'warn', message, expected: 'a destination on failure' };
	}
	const isBounded = attempts === true || age === true;
	if (!isBounded && (attempts === null || age === null)) {
		return hasTarget ? null : undecided(at, `How often ${where} tries again`, 'a parameter decides');
	}
	if (isBounded && hasTarget) return null;
	if (!isBounded && !hasTarget) {
		return {
			...base,
			level: 'fail',
			message: `${where} tries a record that fails again until it expires, and blocks all behind it`,
			expected: 'bounded retries and a destination on failure',
		};
	}
	return isBounded
		? {
				...base,
				level: 'warn',
				message: `${where} drops a record after its retries`,
				expected: 'a destination on failure',
			}
		: {
				...base,
				level: 'warn',
				message: `${where} has a destination for failures and tries a record again until it expires`,
				expected: `\`${own ? 'maximumRetryAttempts' : 'MaximumRetryAttempts'}\` or an age limit`,
			};
};

export default defineCheck({
	id: 'streams',
	spec: '5.5/streams',
	title: 'Streams give up on a record in time, and keep it',
	failTitle: 'A record that fails blocks a stream, or is dropped',
	severity: 'high',
	scope: 'project',
	needs: functionNeeds,
	check: (facts, project) =>
		judgeParts(facts, project, {
			check: 'lambda-retries/streams',
			partsOf: ({ triggers }) => triggers.filter(({ kind }) => kind === 'stream' || kind === 'kafka'),
			judge(trigger, lambda) {
				const finding = judge(lambda, trigger, rootOf(facts, lambda.template));
				return finding ? [finding] : [];
			},
			reason: 'No Python function reads a stream',
			question: 'Does every stream give up on a record in time, and keep it?',
			evidence: count =>
				`${counted(count, 'stream gives', 'streams give')} up on a record in time and ${count === 1 ? 'keeps' : 'keep'} it`,
			terraform: [/^aws_lambda_event_source_mapping$/, 'mappings of queues and streams'],
			severity: ['high', 'medium'],
		}),
});
