import { counted } from '../../source/core/counted.ts';
import type { Facts } from '../../source/core/facts.ts';
import { declined } from '../../source/core/fixer.ts';
import type { LambdaFunction } from '../../source/core/facts/functions.ts';
import type { Finding } from '../../source/core/finding.ts';
import { isUnbounded, limitKeysOf, numbersOf, queuePollers } from '../../source/core/template/limits.ts';
import { silencerOf } from '../../source/core/template/silenced.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { neighbourOf } from './functions.ts';
import type { Change } from './plan-templates.ts';
import { listed, planTemplates } from './plan-templates.ts';

const question = 'reserved-concurrency';

/** The functions that the findings name, in the order of their files. */
const functionsOf = (
	{ functions }: Pick<Facts, 'functions'>,
	findings: readonly Finding[],
): readonly LambdaFunction[] => {
	const templates = new Set(findings.map(({ at }) => at.path));
	return functions.functions.filter(
		lambda =>
			lambda.python === 'yes' &&
			templates.has(lambda.template) &&
			isUnbounded(lambda) &&
			silencerOf(lambda.silenced, 'lambda-limits/reserved') === null,
	);
};

/** What the repository's functions reserve already. */
const reservedNow = ({ functions }: Pick<Facts, 'functions'>): number =>
	functions.functions.reduce(
		(sum, { reservedConcurrency }) => sum + Math.max(0, ...numbersOf(reservedConcurrency, 0).values),
		0,
	);

export default defineFixer({
	id: 'lambda-reserved-concurrency',
	title: 'Reserve concurrency for each function',
	checks: ['lambda-limits/reserved'],
	safety: 'guided',
	needs: ['functions', 'templates'],
	touches: templateFiles,
	after: ['lambda-timeout-explicit'],
	safetyNote:
		'A deployment fails where the account would keep fewer than 100 unreserved executions, and a function never runs more often at once than it reserves.',
	takes: finding => finding.key === 'absent',
	questions({ facts, findings }) {
		const lambdas = functionsOf(facts, findings);
		const least = lambdas.some(({ triggers }) => triggers.some(({ kind }) => kind === 'sqs'))
			? queuePollers
			: 1;
		return [
			{
				id: question,
				prompt: `How many executions at once may each of ${counted(lambdas.length, 'function')} take?`,
				explanation: `It is reserved for each of ${listed(lambdas.map(({ id }) => `\`${id}\``))}; this repository reserves ${reservedNow(facts)} so far, and the account must keep 100 unreserved.`,
				kind: { type: 'number', minimum: least, maximum: 1000 },
				fallback: '10',
			},
		];
	},
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, findings, texts, answers }) {
		const answer = answers[question] ?? '';
		const value = Number(answer);
		if (!/^\d+$/.test(answer) || value < 1 || value > 1000)
			return declined('a number from 1 to 1000 is needed');
		const lambdas = functionsOf(facts, findings);
		const polled = lambdas.find(({ triggers }) => triggers.some(({ kind }) => kind === 'sqs'));
		if (polled && value < queuePollers) {
			return declined(`\`${polled.id}\` reads a queue, whose pollers start with ${queuePollers} at once`);
		}
		const changes = lambdas.flatMap((lambda): readonly Change[] => {
			const parsed = facts.templates.get(lambda.template);
			if (!parsed?.ok || parsed.value.outcome !== 'read') return [];
			const { path } = lambda;
			const key = limitKeysOf(lambda).reserved;
			const edit = { kind: 'insert', path, key, value, ...neighbourOf(parsed.value, lambda) } as const;
			return [{ path: lambda.template, subject: `\`${lambda.id}\``, edits: [edit] }];
		});
		return planTemplates(changes, [], texts, done => ({
			area: 'lambda',
			summary: 'reserve concurrency for functions',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: ${value} executions at once are reserved for each.`,
			],
			atRunTime: `Each function has ${value} executions for itself and takes no more; calls beyond that are throttled.`,
			followUps: [
				`Check that the account keeps 100 unreserved executions: this adds ${value * done.length} reserved ones`,
			],
		}));
	},
});
