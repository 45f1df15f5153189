import type { Facts, Project } from '../../source/core/facts.ts';
import type { LambdaFunction } from '../../source/core/facts/functions.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined, type FixerGround, type Plan } from '../../source/core/fixer.ts';
import { wantedMinor } from '../../source/core/lambda-runtimes.ts';
import { obstacleToRuntime } from '../../source/core/runtime-readiness.ts';
import { pointerOf } from '../../source/core/data.ts';
import { shownOf } from '../../source/core/template/resolve.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { subjectOf } from './functions.ts';
import type { Change, Left } from './plan-templates.ts';
import { byHand, listed, planTemplates } from './plan-templates.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
// https://docs.aws.amazon.com/lambda/latest/dg/python-image.html

const needs = [
	'functions',
	'packaging',
	'requirements',
	'locks',
	'paths',
	'files',
	'modules',
	'dockerfiles',
	'templates',
] as const;
type Ground = FixerGround<(typeof needs)[number]>;

const runtime = `python3.${wantedMinor}`;

const isOpen = ({ level }: Finding): boolean => level === 'fail' || level === 'warn';

/** The functions whose runtime stands where a finding points to. */
const functionsAt = ({ at }: Finding, { functions }: Pick<Facts, 'functions'>): readonly LambdaFunction[] =>
	functions.functions.filter(lambda =>
		lambda.packageType === 'image'
			? lambda.dockerfile === at.path
			: lambda.runtime.at.path === at.path &&
				lambda.runtime.at.line === at.line &&
				lambda.runtime.at.column === at.column,
	);

/** All that take their runtime from the same value. */
const sharing = (
	lambda: LambdaFunction,
	{ functions }: Pick<Facts, 'functions'>,
): readonly LambdaFunction[] =>
	lambda.runtime.path === null
		? [lambda]
		: functions.functions.filter(
				one =>
					one.template === lambda.template &&
					one.runtime.path !== null &&
					pointerOf(one.runtime.path) === pointerOf(lambda.runtime.path ?? []),
			);

const hasLayers = ({ properties }: LambdaFunction): boolean =>
	properties['Layers'] !== undefined || properties['layers'] !== undefined;

/** Why a function keeps its runtime; null where it can be changed. */
const obstacle = (lambda: LambdaFunction, { facts, project }: Ground): string | null => {
	if (lambda.packageType === 'zip') {
		const [branch, ...others] = lambda.runtime.branches;
		const isPlain =
			branch?.state === 'known' && others.length === 0 && branch.via === null && lambda.runtime.path !== null;
		if (!isPlain) return 'its runtime is computed, or comes from a parameter';
		if (!shownOf(branch.value).startsWith('python3.'))
			return 'code for Python 2 needs more than another runtime';
	}
	for (const one of lambda.packageType === 'zip' ? sharing(lambda, facts) : [lambda]) {
		if (hasLayers(one)) return 'its layers may be made for the old Python';
		const reason = obstacleToRuntime(one, project, facts);
		if (reason !== null) return one.id === lambda.id ? reason : `\`${one.id}\` shares it, and ${reason}`;
	}
	return null;
};

const base =
	/^([ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(?:public\.ecr\.aws\/lambda\/python|amazon\/aws-lambda-python):)3\.\d+(?=[ \t\r\n]|$)/gim;

/** The base image of another Python; a reason where the file needs more than that. */
const rebased = (text: string): readonly Splice[] | string => {
	// Images from 3.12 on are Amazon Linux 2023, which has `dnf`.
	if (/\byum\b/.test(text)) return 'it installs packages with `yum`, which newer base images do not have';
	const splices = [...text.matchAll(base)].map(match => {
		const start = match.index + (match[1] ?? '').length;
		return { start, end: match.index + match[0].length, text: `3.${wantedMinor}` };
	});
	return splices.length > 0 ? splices : 'its base image is named in another way';
};

const words = (subjects: readonly string[]): Omit<Plan, 'edits' | 'outcome'> => ({
	area: 'lambda',
	summary: `run functions on Python 3.${wantedMinor}`,
	changed: [`${listed(subjects)}: the function runs on Python 3.${wantedMinor}.`],
	atRunTime: `The next deployment runs on Python 3.${wantedMinor}, in place; dependencies are built for it.`,
	followUps: ['Build with that Python, deploy to a test stage and call each function once'],
});

const isIn = (project: Project, { facts }: Ground, { template }: LambdaFunction): boolean =>
	(facts.files.get(template)?.project ?? '.') === project.path;

export default defineFixer({
	id: 'lambda-runtime',
	title: `Run functions on Python 3.${wantedMinor}`,
	checks: ['lambda-runtime/runtime'],
	safety: 'review',
	needs,
	touches: [...templateFiles, '**/*Dockerfile*'],
	after: ['raise-python-floor', 'uv-lock'],
	safetyNote:
		'Only functions without layers whose range of Python, imports, locked wheels and pipeline allow it, and whose ' +
		'runtime is written out; a deployment to a test stage is the proof.',
	takes: finding => isOpen(finding) && (finding.key ?? '').startsWith('old:'),
	isReady: (finding, ground) =>
		functionsAt(finding, ground.facts).some(lambda => obstacle(lambda, ground) === null),
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.map(({ at }) => at.path))],
	plan({ facts, project, findings, texts }) {
		const ground = { facts, project };
		const changes = new Map<string, Change>();
		const left: Left[] = [];
		const images: { readonly subject: string; readonly path: string }[] = [];
		const all = [...new Set(findings.filter(isOpen).flatMap(finding => functionsAt(finding, facts)))];
		for (const lambda of all) {
			if (!isIn(project, ground, lambda)) continue;
			const subject = subjectOf(lambda, all);
			const reason = obstacle(lambda, ground);
			if (reason !== null) left.push({ subject, reason });
			else if (lambda.packageType === 'image') images.push({ subject, path: lambda.dockerfile ?? '' });
			else {
				const path = lambda.runtime.path ?? [];
				changes.set(`${lambda.template} ${lambda.id}`, {
					path: lambda.template,
					subject,
					edits: [{ kind: 'replace', path, value: runtime }],
				});
			}
		}
		const rest: Edit[] = [];
		const done: string[] = [];
		for (const path of new Set(images.map(image => image.path))) {
			const subjects = images.filter(image => image.path === path).map(({ subject }) => subject);
			const made = rebased(texts.get(path) ?? '');
			const [first, ...more] = typeof made === 'string' ? [] : made;
			if (typeof made === 'string') left.push({ subject: `\`${path}\``, reason: made });
			if (!first) continue;
			rest.push({ kind: 'splice', path, splices: [first, ...more] });
			done.push(...subjects);
		}
		const planned = planTemplates([...changes.values()], left, texts, ofTemplates =>
			words([...ofTemplates.map(({ subject }) => subject), ...done]),
		);
		if (planned.outcome === 'plan') return { ...planned, edits: [...planned.edits, ...rest] };
		const [edit, ...others] = rest;
		const [why] = left;
		if (!edit) return why ? declined(`${why.subject}: ${why.reason}`) : planned;
		return {
			...words(done),
			outcome: 'plan',
			followUps: [...words(done).followUps, ...byHand(left)],
			edits: [edit, ...others],
		};
	},
});
