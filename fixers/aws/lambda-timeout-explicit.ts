import { isTable, stringsAt, valueAt } from '../../source/core/data.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { LambdaFunction } from '../../source/core/facts/functions.ts';
import type { Template } from '../../source/core/facts/templates.ts';
import type { Finding } from '../../source/core/finding.ts';
import { limitKeysOf } from '../../source/core/template/limits.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { isAbout } from './buckets.ts';
import { neighbourOf } from './functions.ts';
import type { Change } from './plan-templates.ts';
import { listed, planTemplates } from './plan-templates.ts';

interface FunctionCase {
	readonly lambda: LambdaFunction;
	readonly template: Template;
}

const casesOf = (
	facts: Pick<Facts, 'functions' | 'templates'>,
	findings: readonly Finding[],
): readonly FunctionCase[] =>
	findings.flatMap(({ key, at }) => {
		const id = key?.slice('absent:'.length);
		const lambda = facts.functions.functions.find(one => one.template === at.path && one.id === id);
		const parsed = facts.templates.get(at.path);
		return lambda && parsed?.ok && parsed.value.outcome === 'read'
			? [{ lambda, template: parsed.value }]
			: [];
	});

const ignoresGlobals = ({ lambda, template }: FunctionCase): boolean => {
	const ignored = valueAt(template.value, [...lambda.path.slice(0, -1), 'IgnoreGlobals']);
	return ignored === '*' || stringsAt({ ignored: ignored ?? null }, ['ignored']).includes('Timeout');
};

/** The map that several functions of a file take their timeout from; null for one function, or none such. */
const sharedPath = (cases: readonly FunctionCase[], one: FunctionCase): readonly string[] | null => {
	const { lambda, template } = one;
	if (lambda.kind === 'chalice') return [];
	const path = lambda.kind === 'sam' ? ['Globals', 'Function'] : ['provider'];
	const isPart = lambda.kind === 'sam' ? !ignoresGlobals(one) : isService(one);
	if (!isPart || !isTable(valueAt(template.value, path))) return null;
	const others = cases.filter(
		other =>
			other.template.path === template.path &&
			(lambda.kind === 'sam' ? other.lambda.kind === 'sam' && !ignoresGlobals(other) : isService(other)),
	);
	return others.length > 1 ? path : null;
};

const isService = ({ lambda, template }: FunctionCase): boolean =>
	template.kind === 'serverless' && lambda.kind === 'serverless' && lambda.path[0] === 'functions';

const changeOf = (cases: readonly FunctionCase[], one: FunctionCase): readonly Change[] => {
	const { lambda, template } = one;
	// A stage that extends another takes the timeout from there.
	if (lambda.kind === 'zappa' && valueAt(template.value, [...lambda.path, 'extends']) !== undefined)
		return [];
	const key = limitKeysOf(lambda).timeout;
	const value = lambda.defaultTimeout;
	const shared = sharedPath(cases, one);
	const beside = shared === null ? neighbourOf(template, lambda) : {};
	return [
		{
			path: template.path,
			subject: `\`${lambda.id}\``,
			edits: [
				{
					kind: 'insert',
					path: shared ?? lambda.path,
					key,
					value,
					...beside,
				},
			],
		},
	];
};

const filesOf = (done: readonly Change[]): string => {
	const paths = [...new Set(done.map(({ path }) => path))];
	return paths.length === 1 ? `\`${paths[0] ?? ''}\`` : `${paths.length} files`;
};

export default defineFixer({
	id: 'lambda-timeout-explicit',
	title: 'Write down the timeout that applies',
	checks: ['lambda-limits/explicit'],
	safety: 'safe',
	needs: ['functions', 'templates'],
	touches: templateFiles,
	after: [],
	safetyNote:
		'Written is the default that applies already: 3 seconds in CloudFormation and SAM, 6 in Serverless, 60 in Chalice, 30 in Zappa.',
	takes: finding => isAbout(finding, 'absent'),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, findings, texts }) {
		const cases = casesOf(facts, findings);
		const changes = cases.flatMap(one => changeOf(cases, one));
		return planTemplates(changes, [], texts, done => ({
			area: 'lambda',
			summary: 'write down the timeout that applies',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: the timeout that applies by default is written into ${filesOf(done)}.`,
			],
			atRunTime: 'Nothing.',
			followUps: ['Choose for each function a timeout a little above its slowest good run'],
		}));
	},
});
