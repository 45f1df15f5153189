import { isWithin } from './folders.ts';
import type { Ci, CiCommand, CiOutOfSight, CiSoftener, CiTrigger, CiUnresolved } from './facts/ci.ts';
import type { CiTool } from './ci/tools.ts';
import { isTool } from './ci/tools.ts';
import { folderAt } from './shell/folders.ts';

export type { CiTool } from './ci/tools.ts';

/** How the pipelines use a tool. */
export interface Gates {
	/** Commands whose failure fails the build of a change. */
	readonly gates: readonly CiCommand[];
	/** Commands of the tool that run, and cannot fail the build of a change; each has at least one softener. */
	readonly soft: readonly CiCommand[];
	/** Commands of the tool that look at other folders than the project; empty where no project was named. */
	readonly elsewhere: readonly CiCommand[];
	/** Where else the tool may run: the reader asks instead of failing. */
	readonly outOfSight: readonly CiOutOfSight[];
	readonly unresolved: readonly CiUnresolved[];
}

const starting = new Set<CiTrigger>(['pull-request', 'push', 'called']);

/** Something of these happens with each change, before or as it is merged. */
export const isForChanges = (triggers: readonly CiTrigger[]): boolean =>
	triggers.some(trigger => starting.has(trigger));

/** A scan on a schedule does without the trigger of a change. */
const onlyTrigger = ({ kind }: CiSoftener): boolean => kind === 'trigger';

/** Whether a command looks at a project: it runs there or above, and names no other folders only. */
export const covers = (command: CiCommand, project: string): boolean => {
	const { directory } = command;
	if (directory === null) return true;
	if (isWithin(directory, project)) return true;
	if (!isWithin(project, directory)) return false;
	const words = command.args.filter(word => !word.startsWith('-'));
	// What a variable holds may be any folder.
	if (words.some(word => /^\$[\w{(]/.test(word))) return true;
	// A bare word may be a verb; beside a path it may as well be a folder.
	if (!words.some(word => word.includes('/') || word === '.')) return true;
	const folders = words
		.map(word => folderAt(directory, word.replace(/::.*$/, '')))
		.filter(path => path !== null);
	return folders.some(path => isWithin(project, path) || isWithin(path, project));
};

/** Workflows of these names hold no checks of code. */
const errand =
	/stale|label|roadmap|slsa|milestone|triage|assign|greet|backport|changelog|release-?(?:drafter|notes|please)|dependabot|auto-?merge|sync|lock-?threads|cla\b|enforce-no|finalize|\back\b|zizmor/i;

/** These look for vulnerabilities, and at no style, type or test. */
const scan = /codeql|scorecard|dependency-review/i;

const shown = 120;

const cut = (text: string): string => (text.length > shown ? `${text.slice(0, shown - 1)}…` : text);

/** A command on one line, for messages and keys; a list of words, as tox has them, does not read as one. */
export const commandLine = ({ text, program, args }: CiCommand): string =>
	cut((text.includes(program) ? text : [program, ...args].join(' ')).replaceAll(/\s+/g, ' ').trim());

export interface GateOptions {
	/** Path of the project that must be looked at; any of the repository unless said. */
	readonly project?: string;
	/** A run on a schedule counts too: for scans that find what became known since. */
	readonly scheduled?: boolean;
}

const softenersOf = (command: CiCommand, scheduled: boolean): readonly CiSoftener[] =>
	scheduled && command.triggers.includes('schedule')
		? command.softeners.filter(softener => !onlyTrigger(softener))
		: command.softeners;

/** How the pipelines use one of some tools. */
export const gatesOf = (ci: Ci, tools: CiTool | readonly CiTool[], options: GateOptions = {}): Gates => {
	const { project, scheduled = false } = options;
	const wanted: readonly CiTool[] = typeof tools === 'string' ? [tools] : tools;
	const counts = (triggers: readonly CiTrigger[]): boolean =>
		isForChanges(triggers) || (scheduled && triggers.includes('schedule'));
	const commands = ci.commands.filter(command => wanted.some(tool => isTool(command, tool)));
	const here = commands.filter(command => project === undefined || covers(command, project));
	return {
		gates: here.filter(command => softenersOf(command, scheduled).length === 0),
		soft: here.filter(command => softenersOf(command, scheduled).length > 0),
		elsewhere: commands.filter(command => !here.includes(command)),
		outOfSight: ci.outOfSight.filter(
			({ name, triggers }) => counts(triggers) && !errand.test(name) && (scheduled || !scan.test(name)),
		),
		unresolved: ci.unresolved.filter(({ triggers }) => counts(triggers)),
	};
};

/** The pipeline that a missing step would be added to: one that checks code already, else one that changes start. */
export const pathForGate = (ci: Ci, tools: readonly CiTool[] = []): string => {
	const [checking] = gatesOf(ci, ['pytest', 'ruff-check', 'ruff-format', 'mypy', ...tools]).gates;
	const source =
		ci.sources.find(({ path }) => path === checking?.source) ??
		ci.sources.find(({ triggers }) => isForChanges(triggers)) ??
		ci.sources[0];
	return source?.path ?? '.github/workflows';
};

/** The job has the repository itself: others unpack an archive, and the lockfile may not be in it. */
export const hasCheckout = ({ actions }: Ci, { provider, source, job }: CiCommand): boolean =>
	provider !== 'github' ||
	actions.some(
		action =>
			action.source === source &&
			action.job === job &&
			action.uses.startsWith('actions/checkout@') &&
			action.inputs['repository'] === undefined,
	);
