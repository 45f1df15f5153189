import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { stringsAt, isTable, valueAt } from '../../source/core/data.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { LambdaFunction } from '../../source/core/facts/functions.ts';
import type { Template } from '../../source/core/facts/templates.ts';
import type { Finding } from '../../source/core/finding.ts';
import { isAbout } from './buckets.ts';
import { neighbourOf } from './functions.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planTemplates } from './plan-templates.ts';

const casesOf = (
	{ functions, templates }: Pick<Facts, 'functions' | 'templates'>,
	findings: readonly Finding[],
): readonly { readonly lambda: LambdaFunction; readonly template: Template }[] =>
	functions.functions.flatMap(lambda => {
		const isMeant = findings.some(({ key }) => key === `x86:${lambda.id}`);
		const parsed = templates.get(lambda.template);
		return isMeant &&
			findings.some(({ at }) => at.path === lambda.template) &&
			parsed?.ok &&
			parsed.value.outcome === 'read'
			? [{ lambda, template: parsed.value }]
			: [];
	});

/** All functions that take their processor from `Globals` are among those to change. */
const takesGlobals = (
	template: Template,
	cases: ReturnType<typeof casesOf>,
	all: readonly LambdaFunction[],
): boolean => {
	const ids = new Set(cases.filter(one => one.template === template).map(({ lambda }) => lambda.id));
	return all
		.filter(lambda => lambda.template === template.path && lambda.kind === 'sam')
		.every(lambda => lambda.architectures.origin === 'own' || ids.has(lambda.id));
};

const changeOf = (lambda: LambdaFunction, template: Template, shared: boolean): Change | Left => {
	const subject = `\`${lambda.id}\``;
	if (lambda.properties['Layers'] !== undefined)
		return { subject, reason: 'its layers may be made for x86_64' };
	const { origin, path } = lambda.architectures;
	if (path !== null) {
		if (origin === 'shared' && !shared)
			return { subject, reason: 'other functions take their processor from `Globals` too' };
		const [first, ...others] = stringsAt({ list: valueAt(template.value, path) ?? null }, ['list']);
		if (first === undefined || others.length > 0) return { subject, reason: 'its processor is computed' };
		return {
			path: template.path,
			subject,
			edits: [{ kind: 'replace', path: [...path, 0], value: 'arm64' }],
		};
	}
	const globals = ['Globals', 'Function'];
	const own = !shared || !isTable(valueAt(template.value, globals));
	const target = own ? lambda.path : globals;
	return {
		path: template.path,
		subject,
		edits: [
			{
				kind: 'insert',
				path: target,
				key: 'Architectures',
				value: ['arm64'],
				...(own ? neighbourOf(template, lambda) : {}),
			},
		],
	};
};

export default defineFixer({
	id: 'lambda-arm64',
	title: 'Run functions on arm64',
	checks: ['lambda-runtime/arch'],
	safety: 'review',
	needs: ['functions', 'templates'],
	touches: templateFiles,
	after: ['lambda-timeout-explicit'],
	safetyNote:
		'Only functions without layers, whose files hold no compiled code and whose dependencies all have wheels for arm64; a deployment to a test stage is the proof.',
	takes: finding => finding.level === 'fail' && isAbout(finding, 'x86'),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, findings, texts }) {
		const cases = casesOf(facts, findings);
		const changes: Change[] = [];
		const left: Left[] = [];
		for (const { lambda, template } of cases) {
			const shared =
				takesGlobals(template, cases, facts.functions.functions) &&
				cases.filter(one => one.template === template).length > 1 &&
				cases.every(one => one.template !== template || one.lambda.properties['Layers'] === undefined);
			const change = changeOf(lambda, template, shared);
			if ('edits' in change) changes.push(change);
			else left.push(change);
		}
		return planTemplates(changes, left, texts, done => ({
			area: 'lambda',
			summary: 'run functions on arm64',
			changed: [`${listed(done.map(({ subject }) => subject))}: the function runs on arm64.`],
			atRunTime: 'The functions run on another processor, for less money; their package is built anew.',
			followUps: ['Build, deploy to a test stage and call each function once'],
		}));
	},
});
