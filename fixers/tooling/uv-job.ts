import { isList, isTable, stringAt, tableAt, valueAt } from '../../source/core/data.ts';
import { hasCheckout } from '../../source/core/ci.ts';
import type { CiCommand } from '../../source/core/facts/ci.ts';
import type { Data, Table } from '../../source/core/facts/config.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { Splice } from '../../source/core/tree.ts';
import type { TemplateEdit } from '../../source/edit/template.ts';
import { longFormOf, readYaml } from '../../source/edit/yaml.ts';
import { commandSpan, isInStep, lineSpan } from './ci-lines.ts';
import { installedBy, isForInstaller } from './job-installs.ts';
import { setupUvOf } from './quality-workflow.ts';

/** What is known of the repository. */
export type Needed = Pick<Facts, 'ci' | 'packaging' | 'paths' | 'toml' | 'requirements'>;

/** The command installs packages, past the lockfile of uv. */
export const installs = ({ program, args }: CiCommand): boolean =>
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

/** A job and all its commands. */
export interface Job {
	readonly path: string;
	readonly name: string;
	readonly commands: readonly CiCommand[];
}

/** What changes of a job. */
export interface Change {
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

/** The step does nothing but install, always, and nothing else refers to it. */
const isOnlyInstall = (job: Job, steps: readonly Data[], index: number): boolean => {
	const step = steps[index];
	if (!isTable(step) || Object.keys(step).some(key => !['name', 'run', 'shell'].includes(key))) return false;
	const lines = (stringAt(step, ['run']) ?? '').split('\n').filter(line => line.trim() !== '');
	const commands = job.commands.filter(command => command.step === index);
	return (
		commands.every(installs) &&
		commands.length === lines.length &&
		lines.every(line => !/[;&|#$\\]/.test(line))
	);
};

/** The job with uv in place of pip; or why not. */
export const jobWithUv = (facts: Needed, project: Project, job: Job, text: string): Change | string => {
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
	const at = installing.find(command => !isForInstaller(facts, project, command))?.step;
	if (at === undefined) return 'what it installs is not for the project';
	const step = steps[at];
	if (!isTable(step)) return 'the steps were not found again';
	const run = stringAt(step, ['run']) ?? '';
	const installed = installedBy(facts, project, installing);
	if (!installed.ok) return installed.reason;
	const sync = ['uv sync --locked', ...installed.options].join(' ');
	const isBlock = run.trim().includes('\n');
	const here = installing.filter(command => command.step === at);
	const synced = isBlock ? syncInBlock(text, run, here, sync) : syncInLine(job, at, run, sync);
	if (typeof synced === 'string') return synced;
	const gone = [...new Set(installing.map(({ step: index }) => index))].filter(index => index !== at);
	if (gone.length > 0 && (step['if'] !== undefined || gone.some(index => !isOnlyInstall(job, steps, index))))
		return 'it installs in several steps, some of which do more';
	const splices: Splice[] = [...synced.splices];
	const from = Math.min(...here.map(({ line }) => line));
	for (const [index, other] of steps.entries()) {
		if (!isTable(other) || index <= at || gone.includes(index)) continue;
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
	const edits: TemplateEdit[] = [];
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
	const list = ['jobs', job.name, 'steps'];
	const removal = gone
		.toSorted((a, b) => b - a)
		.map(index => ({ kind: 'delete', path: [...list, index] }) as const);
	// From the last to the first: what goes, or comes, moves those behind it.
	edits.push(
		...removal.filter(({ path }) => Number(path.at(-1)) > at),
		...synced.edits,
		...(hasUv ? [] : [{ kind: 'before', path: [...list, at], value: setup } as const]),
		...removal.filter(({ path }) => Number(path.at(-1)) < at),
	);
	return { edits, splices };
};
