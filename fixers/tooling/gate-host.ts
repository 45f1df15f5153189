import type { CiTool } from '../../source/core/ci.ts';
import { covers, isForChanges } from '../../source/core/ci.ts';
import { isTool } from '../../source/core/ci/tools.ts';
import { isTable, stringAt, tableAt, valueAt } from '../../source/core/data.ts';
import type { CiCommand } from '../../source/core/facts/ci.ts';
import type { Data, Table } from '../../source/core/facts/config.ts';
import type { Path } from '../../source/core/facts/templates.ts';
import type { Project } from '../../source/core/facts.ts';
import { lineStartsOf, positionAt } from '../../source/core/text.ts';
import { longFormOf, rangeOf, readYaml } from '../../source/edit/yaml.ts';
import { isInStep } from './ci-lines.ts';
import type { GateFacts, WantedGate } from './wanted-gates.ts';
import { declaring, uvOptions } from './wanted-gates.ts';

/** A command of a pipeline beside which a gate goes, and what starts the gate there. */
export interface Host {
	readonly command: CiCommand;
	readonly runner: readonly string[];
	/** Behind a tool that checks, in front of the tests. */
	readonly side: 'behind' | 'before';
}

const checkers: readonly CiTool[] = [
	'ruff-check',
	'ruff-format',
	'mypy',
	'flake8',
	'black',
	'isort',
	'pyright',
];

const uvWords = /^(?:--locked|--frozen|--all-extras|--all-groups|--all-packages|--no-sync|--quiet|-q)$/;

/** What starts another tool of the project in the same job; null where that cannot be known. */
const runnerFor = (
	facts: GateFacts,
	project: Project,
	command: CiCommand,
	gate: WantedGate,
): readonly string[] | null => {
	const { runner } = command;
	const isSame = command.program === gate.program;
	if (isSame && runner.every(word => !/[$"'\s]/.test(word)) && !runner.includes('coverage')) return runner;
	const [first, verb, ...rest] = runner;
	if (first === 'uv' && verb === 'run') {
		const options = uvOptions(facts, project, gate.program);
		const kept = rest.filter(word => uvWords.test(word));
		if (options === null || kept.length !== rest.length || kept.includes('--no-sync')) return null;
		return [first, verb, ...kept, ...options];
	}
	const installs = facts.ci.commands.filter(
		other => other.source === command.source && other.job === command.job,
	);
	if ((first === 'poetry' || first === 'pdm') && verb === 'run' && rest.length === 0) {
		const whole = installs.some(
			({ program, args }) =>
				program === first &&
				args[0] === 'install' &&
				!args.some(word => /^--(?:only|without|no-dev|prod)/.test(word)),
		);
		return whole ? runner : null;
	}
	const isPlain =
		runner.length === 0 || (/^python\d?$/.test(first ?? '') && verb === '-m' && rest.length === 0);
	if (!isPlain) return null;
	const lists = declaring(facts, project, gate.program).filter(path => /\.(?:txt|in)$/.test(path));
	const installed = installs.some(
		({ program, args, runner: by }) =>
			program.startsWith('pip') &&
			by[0] !== 'uv' &&
			args.includes('install') &&
			args.some(
				(word, at) =>
					/^-r$|^--requirement$/.test(args[at - 1] ?? '') && lists.some(path => path.endsWith(word)),
			),
	);
	return installed ? runner : null;
};

/** The commands that a gate may go beside, the best first. */
export const hostsFor = (facts: GateFacts, project: Project, gate: WantedGate): readonly Host[] => {
	const ranked = [...checkers, 'pytest' as const];
	return facts.ci.commands
		.filter(
			command =>
				command.softeners.length === 0 &&
				isForChanges(command.triggers) &&
				isInStep(command) &&
				command.stepPath === command.source &&
				!command.job.includes('/') &&
				command.directory === project.path &&
				covers(command, project.path),
		)
		.flatMap(command => {
			const rank = ranked.findIndex(tool => isTool(command, tool));
			const runner = rank < 0 ? null : runnerFor(facts, project, command, gate);
			return runner === null
				? []
				: [{ command, runner, rank, side: rank < checkers.length ? 'behind' : 'before' } as const];
		})
		.toSorted((a, b) => a.rank - b.rank);
};

/** Where the step of a host stands, and what it says. */
export interface Place {
	/** Of the list. */
	readonly list: Path;
	readonly at: number;
	readonly length: number;
	readonly item: Data;
}

/** Parts of a step that a gate beside it needs too. */
const shared = ['working-directory', 'shell', 'if'];

/** What the job or the step do that another step of the job could not count on. */
const isPlainPlace = (value: Data, { command, side }: Host, item: Data): boolean => {
	if (command.provider !== 'github') return true;
	const job = tableAt(value, ['jobs', command.job]);
	if (side === 'before' && valueAt(job, ['strategy', 'matrix']) !== undefined) return false;
	if (job?.['if'] !== undefined || !isTable(item) || item['if'] !== undefined || item['uses'] !== undefined)
		return false;
	return !/activate|\bcd |PATH=|docker/.test(stringAt(item, ['run']) ?? '');
};

/** The item of the list of steps or commands that holds a host; null where no step can be put beside it. */
export const placeOf = (text: string, host: Host): Place | null => {
	const { command } = host;
	const reading = readYaml(text);
	if (!reading.ok) return null;
	const starts = lineStartsOf(text);
	let found: Path | null = null;
	const value = longFormOf(reading.yaml, (path, node) => {
		const [, end] = rangeOf(node);
		const first = positionAt(starts, rangeOf(node)[0]).line;
		const last = positionAt(starts, Math.max(0, end - 1)).line;
		if (typeof path.at(-1) === 'number' && first <= command.line && command.line <= last) found = path;
	});
	const path: Path =
		command.provider === 'github' ? ['jobs', command.job, 'steps', command.step] : (found ?? []);
	const at = path.at(-1);
	const list = valueAt(value, path.slice(0, -1));
	if (typeof at !== 'number' || !Array.isArray(list)) return null;
	const item: Data = valueAt(value, path) ?? null;
	if (!isPlainPlace(value, host, item)) return null;
	return { list: path.slice(0, -1), at, length: list.length, item };
};

/** The step that runs a gate, in the shape of the step it goes beside; null where that has another shape. */
export const stepFor = (item: Data, gate: WantedGate, command: string): Data | null => {
	if (typeof item === 'string') return command;
	if (!isTable(item)) return null;
	const key = ['run', 'script', 'bash'].find(name => typeof item[name] === 'string');
	if (key === undefined) return null;
	const name = item['name'] === undefined ? {} : { name: gate.name };
	const display = item['displayName'] === undefined ? {} : { displayName: gate.name };
	const others: Table = Object.fromEntries(
		shared.flatMap(each => {
			const value = item[each];
			return value === undefined ? [] : [[each, value]];
		}),
	);
	return { ...name, [key]: command, ...others, ...display };
};
