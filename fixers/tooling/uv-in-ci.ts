import { isList, isTable, stringAt, tableAt, valueAt } from '../../source/core/data.ts';
import { hasCheckout } from '../../source/core/ci.ts';
import type { CiCommand } from '../../source/core/facts/ci.ts';
import type { Data, Table } from '../../source/core/facts/config.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import type { TemplateEdit } from '../../source/edit/template.ts';
import { editTemplate } from '../../source/edit/template.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { spliced } from '../../source/edit/text.ts';
import { longFormOf, readYaml } from '../../source/edit/yaml.ts';
import { defineFixer } from '../define.ts';
import { pipelineFiles } from '../touches.ts';
import { commandSpan, isInStep, lineSpan } from './ci-lines.ts';
import { uvLockState } from './fresh-lock.ts';
import { installedBy } from './job-installs.ts';
import { setupUvOf } from './quality-workflow.ts';

// https://docs.astral.sh/uv/guides/integration/github/

type Needed = Pick<Facts, 'ci' | 'packaging' | 'paths' | 'toml' | 'requirements'>;

const installs = ({ program, args }: CiCommand): boolean =>
	(/^pip3?$/.test(program) && args[0] === 'install') ||
	(/^(?:poetry|pipenv)$/.test(program) && args[0] === 'install');

/** Programs of the environment that is made; what else a job starts may need it in ways that are not seen. */
const ofEnvironment =
	/^(?:pytest|py\.test|ruff|mypy|black|isort|flake8|pylint|pyright|bandit|coverage|unittest|sphinx-build|mkdocs|alembic|django-admin|manage\.py|python\d?)$/;
const ofMachine =
	/^(?:git|curl|wget|docker|docker-compose|aws|sam|npm|npx|yarn|node|gh|jq|zip|terraform|codecov)$/;
/** In a script: what starts things out of sight, or leads elsewhere. */
const outOfSight =
	/(?:^|[\s;&|(])(?:source|\.|bash|sh|make|tox|nox|just|task|sudo|pip3?|virtualenv|cd)(?=\s)|activate|\$\(|`/;

/** In a script: lines that do not all run once, one after the other. */
const branches = /^[ \t]*(?:if|then|elif|else|for|while|until|do|case)\b|[{}()]|<</m;

interface Job {
	readonly path: string;
	readonly name: string;
	readonly commands: readonly CiCommand[];
}

const jobsOf = (
	{ ci }: Needed,
	lines: readonly { readonly path: string; readonly line?: number }[],
): readonly Job[] => {
	const found = ci.commands.filter(
		command =>
			installs(command) && lines.some(({ path, line }) => path === command.path && line === command.line),
	);
	const keys = new Map(found.map(command => [`${command.source}\0${command.job}`, command]));
	return [...keys.values()].map(({ source, job }) => ({
		path: source,
		name: job,
		commands: ci.commands.filter(command => command.source === source && command.job === job),
	}));
};

/** What changes of a job. */
interface Change {
	readonly edits: readonly TemplateEdit[];
	readonly splices: readonly Splice[];
}

/** A step that is one command. */
const syncInLine = (job: Job, at: number, run: string, sync: string): Change | string =>
	job.commands.some(command => command.step === at && !installs(command)) || /[;&|#$]/.test(run)
		? 'the step that installs does more than that'
		: {
				edits: [{ kind: 'replace', path: ['jobs', job.name, 'steps', at, 'run'], value: sync }],
				splices: [],
			};

/** A step of several lines: the first that installs becomes `sync`, the others go. */
const syncInBlock = (
	text: string,
	run: string,
	installing: readonly CiCommand[],
	sync: string,
): Change | string => {
	const others = run.replaceAll(/^[ \t]*(?:python\d?(?:\.\d+)?[ \t]+-m[ \t]+)?pip3?[ \t].*$/gm, '');
	if (outOfSight.test(others) || branches.test(run))
		return 'the step that installs does more than that, in a way that is not seen';
	const splices: Splice[] = [];
	for (const [index, command] of installing.entries()) {
		const line = lineSpan(text, command.line);
		const span = commandSpan(text, command);
		if (!line || !span) return `the command in line ${command.line} is not written out`;
		const written = text.slice(line.start, line.end);
		if (written.trim() !== text.slice(span.start, span.end) || /[;&|#$\\]/.test(written))
			return `line ${command.line} does more than install`;
		const next = text.indexOf('\n', line.end);
		splices.push(
			index === 0
				? { ...span, text: sync }
				: { start: line.start, end: next < 0 ? text.length : next + 1, text: '' },
		);
	}
	return { edits: [], splices };
};

/** The job with uv in place of pip; or why not. */
const jobWithUv = (facts: Needed, project: Project, job: Job, text: string): Change | string => {
	const reading = readYaml(text);
	if (!reading.ok) return 'the workflow does not parse';
	const value = longFormOf(reading.yaml);
	const steps = valueAt(value, ['jobs', job.name, 'steps']);
	if (!isList(steps)) return 'the steps were not found again';
	if (job.commands.some(command => !isInStep(command) || command.stepPath !== job.path))
		return 'part of it stands in recipes, scripts or actions that are used elsewhere too';
	if (job.commands.some(({ directory }) => directory !== project.path)) return 'it works in several folders';
	const installing = job.commands.filter(installs);
	if (!installing.every(command => hasCheckout(facts.ci, command)))
		return 'it does not check the repository out, so that `uv.lock` may not be there';
	const [at, ...others] = [...new Set(installing.map(({ step }) => step))];
	if (at === undefined || others.length > 0) return 'it installs in more than one step';
	const step = steps[at];
	if (!isTable(step)) return 'the steps were not found again';
	const run = stringAt(step, ['run']) ?? '';
	const installed = installedBy(facts, project, installing);
	if (!installed.ok) return installed.reason;
	const sync = ['uv sync --locked', ...installed.options].join(' ');
	const isBlock = run.trim().includes('\n');
	const synced = isBlock ? syncInBlock(text, run, installing, sync) : syncInLine(job, at, run, sync);
	if (typeof synced === 'string') return synced;
	const edits: TemplateEdit[] = [...synced.edits];
	const splices: Splice[] = [...synced.splices];
	const from = Math.min(...installing.map(({ line }) => line));
	for (const [index, other] of steps.entries()) {
		if (!isTable(other) || index <= at) continue;
		if (outOfSight.test(stringAt(other, ['run']) ?? ''))
			return `step ${index + 1} may need the environment in a way that is not seen`;
	}
	const seen = new Set<number>();
	for (const command of job.commands.filter(
		({ step: index, line }) => index > at || (index === at && line > from),
	)) {
		if (installs(command) || command.action !== null || ofMachine.test(command.program)) continue;
		const [first = ''] = command.runner;
		const isPlain = command.runner.length === 0 || /^python\d?$/.test(first);
		const isManaged = (first === 'poetry' || first === 'pipenv') && command.runner[1] === 'run';
		if (!ofEnvironment.test(command.program) || !(isPlain || isManaged))
			return `\`${command.program}\` may need the environment in a way that is not seen`;
		const span = commandSpan(text, command);
		if (!span) return `the command in line ${command.line} is not written out`;
		if (seen.has(span.start)) continue;
		seen.add(span.start);
		const managed = /^(?:poetry|pipenv)[ \t]+run(?=\s)/.exec(text.slice(span.start, span.end));
		if (isManaged && !managed) return `the command in line ${command.line} is not written out`;
		if (/^[A-Za-z_]\w*=/.test(text.slice(span.start, span.end))) return 'a command sets variables of its own';
		splices.push({
			start: span.start,
			end: span.start + (managed?.[0].length ?? 0),
			text: managed ? 'uv run --locked' : 'uv run --locked ',
		});
	}
	let version: Data | undefined;
	for (const [index, other] of steps.entries()) {
		if (!stringAt(other, ['uses'])?.startsWith('actions/setup-python@')) continue;
		const inputs = tableAt(other, ['with']) ?? {};
		version = inputs['python-version'];
		if (isList(version)) return 'it sets up several Pythons';
		for (const key of ['cache', 'cache-dependency-path'])
			if (inputs[key] !== undefined)
				edits.push({ kind: 'delete', path: ['jobs', job.name, 'steps', index, 'with', key] });
	}
	const { uses } = setupUvOf(facts.ci);
	const hasUv = steps.some(other => stringAt(other, ['uses'])?.startsWith('astral-sh/setup-uv@') === true);
	const setup: Table = {
		...(step['name'] === undefined ? {} : { name: 'Set up uv' }),
		uses,
		...(typeof version === 'string' && version.includes('${{')
			? { with: { 'python-version': version } }
			: {}),
	};
	if (!hasUv) edits.push({ kind: 'before', path: ['jobs', job.name, 'steps', at], value: setup });
	return { edits, splices };
};

/** All that changes in a workflow. */
const spliceAll = (facts: Needed, text: string, changes: readonly Change[]): EditResult => {
	const { uses, comment } = setupUvOf(facts.ci);
	const result = editTemplate(
		text,
		changes.flatMap(({ edits }) => edits),
		{ byHand: true },
	);
	if (result.outcome === 'declined') return result;
	const all = [
		...changes.flatMap(({ splices }) => splices),
		...result.splices.map(splice => ({ ...splice, text: splice.text.replace(uses, uses + comment) })),
	];
	return spliced(all, result.dropsComments);
};

export default defineFixer({
	id: 'uv-in-ci',
	title: 'Install with uv from the lockfile',
	checks: ['uv-in-ci/no-pip'],
	safety: 'review',
	needs: ['ci', 'packaging', 'paths', 'toml', 'requirements'],
	touches: pipelineFiles,
	after: ['uv-migration', 'uv-lock', 'development-groups', 'ci-soft', 'ci-gate'],
	safetyNote:
		'Only builds change: a job of GitHub Actions installs what `uv.lock` holds, where that is committed and fits, and starts its ' +
		'tools with `uv run --locked`. A job that installs what the project does not declare, or whose parts are not all seen, stays as it is.',
	takes: ({ level }) => level === 'fail',
	questions: () => [],
	reads: ({ facts, findings }) => [
		...new Set(
			jobsOf(
				facts,
				findings.map(({ at }) => at),
			).map(({ path }) => path),
		),
	],
	plan({ facts, project, findings, texts }) {
		const lock = uvLockState(facts, project);
		if (lock.kind !== 'fits')
			return declined(
				lock.kind === 'against' ? lock.reason : 'only uv can tell whether `uv.lock` fits its manifest',
			);
		const changes = new Map<string, Change[]>();
		const changed: string[] = [];
		const reasons: string[] = [];
		const places = findings.map(({ at }) => at);
		for (const job of jobsOf(facts, places)) {
			const text = texts.get(job.path);
			if (text === undefined) continue;
			const result =
				job.commands[0]?.provider === 'github' && !job.name.includes('/')
					? jobWithUv(facts, project, job, text)
					: 'only jobs of GitHub Actions are rewritten';
			if (typeof result === 'string') {
				reasons.push(`the job \`${job.name}\` stays as it is: ${result}`);
				continue;
			}
			changes.set(job.path, [...(changes.get(job.path) ?? []), result]);
			changed.push(`The job \`${job.name}\` in \`${job.path}\` installs with \`uv sync --locked\`.`);
		}
		const edits: Edit[] = [];
		const drops: string[] = [];
		for (const [path, all] of changes) {
			const result = spliceAll(facts, texts.get(path) ?? '', all);
			if (result.outcome === 'declined') return result;
			drops.push(...result.dropsComments);
			const [first, ...rest] = result.splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [edit, ...more] = edits;
		if (!edit) return declined(reasons[0] ?? 'the command stands in a file that is used elsewhere too');
		return {
			outcome: 'plan',
			area: 'ci',
			summary: 'install from uv.lock',
			changed: [...changed, ...reasons.map(reason => `Left alone: ${reason}.`)],
			atRunTime: 'Nothing; only builds change.',
			followUps: [],
			edits: [edit, ...more],
			dropsComments: drops,
		};
	},
});
