import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided, unlessSilenced } from '../../../core/template/judge.ts';
import { isUnbounded, limitKeysOf, numbersOf, queuePollers } from '../../../core/template/limits.ts';
import type { CodeConstruct } from '../../../core/template/constructs.ts';
import {
	concludeFunctions,
	functionNeeds,
	functionsIn,
	namesOf,
} from '../../../core/template/judge-functions.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html

const ofNumber = (lambda: LambdaFunction): readonly Finding[] => {
	const { id, reservedConcurrency, triggers } = lambda;
	const { values, unknown } = numbersOf(reservedConcurrency, null);
	const at = reservedConcurrency.at;
	const least = Math.min(...values);
	const finding = { level: 'warn', confidence: 'certain', at, found: String(least) } as const;
	if (values.length === 0) {
		return unknown === null ? [] : [undecided(at, `The reserved concurrency of \`${id}\``, unknown)];
	}
	if (least === 0) {
		const message = `\`${id}\` reserves no concurrency at all, which switches it off`;
		return [{ ...finding, message, expected: 'at least 1', key: `off:${id}` }];
	}
	const queues = triggers.filter(({ kind }) => kind === 'sqs');
	if (queues.length === 0) return [];
	if (least < queuePollers) {
		const message = `\`${id}\` reserves ${least}, and the pollers of its queue start with ${queuePollers}: throttled messages count as received`;
		return [{ ...finding, message, expected: `at least ${queuePollers}`, key: `few:${id}` }];
	}
	const above = queues.find(
		({ maximumConcurrency }) => Math.max(0, ...numbersOf(maximumConcurrency, null).values) > least,
	);
	if (!above) return [];
	const message = `\`${id}\` reserves ${least}, less than the maximum concurrency of \`${above.id}\``;
	return [{ ...finding, message, expected: 'no less than `MaximumConcurrency`', key: `below:${id}` }];
};

const absentIn = (functions: readonly LambdaFunction[], all: number): readonly Finding[] => {
	const [first] = functions;
	if (!first) return [];
	const ids = functions.map(({ id }) => id);
	const verb = ids.length === 1 ? 'reserves' : 'reserve';
	const message = `${namesOf(ids)} ${verb} no concurrency (${ids.length} of ${all} in this file)`;
	const expected = `\`${limitKeysOf(first).reserved}\` on each function that must not starve, or be starved by, others`;
	return [{ level: 'warn', message, confidence: 'certain', at: first.at, expected, key: 'absent' }];
};

const check = 'lambda-limits/reserved';

const ofTemplate = (functions: readonly LambdaFunction[]): readonly Finding[] => {
	const missing = functions.filter(isUnbounded);
	const accepted = missing.flatMap(one => {
		const finding = unlessSilenced(absentFinding(one), one.silenced, check);
		return finding.level === 'info' ? [{ one, finding }] : [];
	});
	const open = missing.filter(one => !accepted.some(item => item.one === one));
	return [
		...absentIn(open, functions.length),
		...accepted.map(({ finding }) => finding),
		...functions.flatMap(one => ofNumber(one).map(finding => unlessSilenced(finding, one.silenced, check))),
	];
};

const ofCode = (functions: readonly CodeConstruct[]): readonly Finding[] => {
	const missing = functions.filter(({ construct }) => !construct.values['reserved_concurrent_executions']);
	const closed = missing.filter(({ construct }) => !construct.open);
	const open = missing.filter(({ construct }) => construct.open);
	const notes = open.map(({ construct, at }) =>
		undecided(at, `The reserved concurrency of \`${construct.id}\``, 'it may come from `**` arguments'),
	);
	const [first] = closed;
	if (!first) return notes;
	const ids = closed.map(({ construct }) => construct.id);
	const verb = ids.length === 1 ? 'reserves' : 'reserve';
	const message = `${namesOf(ids)} ${verb} no concurrency (${ids.length} of ${functions.length} in this file)`;
	const expected = '`reserved_concurrent_executions=…`';
	return [
		{ level: 'warn', message, confidence: 'certain', at: first.at, expected, key: 'cdk:absent' },
		...notes,
	];
};

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] => {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(keyOf(item));
		if (group) group.push(item);
		else groups.set(keyOf(item), [item]);
	}
	return [...groups.values()];
};

export default defineCheck({
	id: 'reserved',
	spec: '5.4/reserved',
	title: 'Every Python function has a bound on its concurrency',
	failTitle: 'A Python function may take all concurrency of the account',
	severity: 'low',
	scope: 'project',
	needs: functionNeeds,
	check(facts, project) {
		const found = functionsIn(facts, project);
		const findings = [
			...grouped(found.inTemplates, ({ template }) => template).flatMap(ofTemplate),
			...grouped(found.inCode, ({ at }) => at.path).flatMap(ofCode),
		];
		return concludeFunctions(facts, project, found, {
			findings,
			question: 'Does every Lambda function in Python have a bound on its concurrency?',
			evidence: 'Every Python function reserves concurrency, or is bounded by its queues',
		});
	},
});

const absentFinding = ({ id, at }: LambdaFunction): Finding => ({
	level: 'warn',
	message: `\`${id}\` reserves no concurrency`,
	confidence: 'certain',
	at,
	key: `absent:${id}`,
});
