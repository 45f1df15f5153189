import { isList, isTable, pointerOf, valueAt } from '../../../core/data.ts';
import { folderOf, upward } from '../../../core/folders.ts';
import type { CiHop } from '../../../core/facts/ci.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import type { Followed, Piece, World } from '../piece.ts';
import { pieces, placedAt } from '../piece.ts';

/** A table of named commands in a file. */
interface TaskTable {
	readonly path: string;
	readonly tasks: Table;
	/** Line and column of what stands under the path of a task. */
	readonly placeOf: (path: readonly (string | number)[]) => {
		readonly line: number;
		readonly column: number;
	};
}

const tomlTable = (world: World, folder: string, name: string, base: readonly string[]): TaskTable | null => {
	const path = folderAt(folder, name);
	const document = path === null ? null : world.toml(path);
	const tasks = document ? valueAt(document.value, base) : undefined;
	if (!document || !isTable(tasks)) return null;
	return {
		path: document.path,
		tasks,
		placeOf: inner => {
			for (let end = inner.length; end > 0; end--) {
				const location = document.locations[pointerOf([...base, ...inner.slice(0, end)])];
				if (location) return { line: location.line, column: 0 };
			}
			return { line: 1, column: 0 };
		},
	};
};

const yamlTable = (world: World, folder: string, name: string, base: readonly string[]): TaskTable | null => {
	const path = folderAt(folder, name);
	const file = path === null ? null : world.file(path);
	const tasks = file?.kind === 'yaml' ? valueAt(file.value, base) : undefined;
	if (path === null || file?.kind !== 'yaml' || !isTable(tasks)) return null;
	return {
		path,
		tasks,
		placeOf: inner => {
			const [part] = file.places[pointerOf([...base, ...inner])] ?? [];
			return part ? { line: part.line, column: part.column } : { line: 1, column: 0 };
		},
	};
};

const filled = (text: string, task: Table, all: Table): string =>
	text.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (_, name: string) => {
		if (/^(?:CLI_ARGS|ROOT_DIR|TASKFILE_DIR|USER_WORKING_DIR)$/.test(name))
			return name === 'CLI_ARGS' ? '' : '.';
		const value = valueAt(task, ['vars', name]) ?? valueAt(all, ['vars', name]);
		return typeof value === 'string' ? value : `\${${name}}`;
	});

/** Programs whose tasks name each other as if they were programs: in each command, or only in lists of them. */
const naming: Readonly<Record<string, 'commands' | 'lists'>> = {
	hatch: 'commands',
	poe: 'lists',
	pdm: 'lists',
	rye: 'lists',
};

/** The commands of a task, in the dialects of poe, pdm, hatch, pixi, rye, mise, npm and Taskfile. */
const piecesOf = (
	table: TaskTable,
	start: string,
	positional: readonly string[],
	whole: Table,
	dialect: string,
): readonly Piece[] => {
	const found: Piece[] = [];
	const open = new Set<string>();
	const text = (
		command: string,
		at: readonly (string | number)[],
		hops: readonly CiHop[],
		task: Table,
		name: string,
	): void => {
		const [program = '', ...rest] = command.trim().split(/\s+/);
		const isListed = typeof at.at(-1) === 'number';
		const isNaming = naming[dialect] === 'commands' || (naming[dialect] === 'lists' && isListed);
		if (isNaming && program !== name && Object.hasOwn(table.tasks, program) && !/[;&|]/.test(command)) {
			build(program, rest, hops);
			return;
		}
		const { line, column } = table.placeOf(at);
		const directory =
			typeof task['dir'] === 'string' ? task['dir'] : typeof task['cwd'] === 'string' ? task['cwd'] : '.';
		found.push({
			kind: 'shell',
			path: table.path,
			text: placedAt(filled(command, task, whole), line, column),
			errexit: true,
			pipefail: false,
			positional,
			directory: folderAt(folderOf(table.path), directory),
			hops,
			softeners:
				task['ignore_error'] === true
					? [{ kind: 'fallback', path: table.path, line, text: 'ignore_error: true' }]
					: [],
		});
	};
	const walk = (
		value: Data | undefined,
		at: readonly (string | number)[],
		hops: readonly CiHop[],
		task: Table,
		name: string,
	): void => {
		if (typeof value === 'string') text(value, at, hops, task, name);
		else if (isList(value)) value.forEach((item, index) => walk(item, [...at, index], hops, task, name));
		else if (isTable(value)) {
			const own = { ...task, ...value };
			for (const key of ['deps', 'depends', 'depends-on', 'depends_on', 'pre']) {
				const needed = value[key];
				for (const item of isList(needed) ? needed : [needed]) {
					const other =
						typeof item === 'string' ? item : isTable(item) ? (item['task'] ?? item['ref']) : undefined;
					if (typeof other === 'string') build(other, [], hops);
				}
			}
			for (const key of [
				'cmd',
				'cmds',
				'shell',
				'run',
				'composite',
				'chain',
				'sequence',
				'parallel',
				'ref',
				'task',
				'command',
			]) {
				const inner = value[key];
				if (inner === undefined) continue;
				if ((key === 'ref' || key === 'task') && typeof inner === 'string') {
					const [other = '', ...rest] = inner.split(/\s+/);
					build(other.replace(/^:/, ''), rest, hops);
				} else walk(inner, [...at, key], hops, own, name);
			}
		}
	};
	const build = (task: string, _rest: readonly string[], hops: readonly CiHop[]): void => {
		if (open.has(task) || !Object.hasOwn(table.tasks, task) || found.length > 1000) return;
		open.add(task);
		const value = table.tasks[task];
		const inside = [...hops, { path: table.path, line: table.placeOf([task]).line, text: task }];
		walk(value, [task], inside, {}, task);
		open.delete(task);
	};
	build(start, [], []);
	return found;
};

/** Where each program keeps its named commands, under which names of files. */
const places: Readonly<Record<string, readonly (readonly [file: string, base: readonly string[]])[]>> = {
	poe: [
		['pyproject.toml', ['tool', 'poe', 'tasks']],
		['poe_tasks.toml', ['tasks']],
	],
	pdm: [['pyproject.toml', ['tool', 'pdm', 'scripts']]],
	rye: [['pyproject.toml', ['tool', 'rye', 'scripts']]],
	pipenv: [['Pipfile', ['scripts']]],
	taskipy: [['pyproject.toml', ['tool', 'taskipy', 'tasks']]],
	pixi: [
		['pixi.toml', ['tasks']],
		['pyproject.toml', ['tool', 'pixi', 'tasks']],
	],
	mise: [
		['mise.toml', ['tasks']],
		['.mise.toml', ['tasks']],
	],
	hatch: [],
};

const yamlPlaces: Readonly<Record<string, readonly (readonly [file: string, base: readonly string[]])[]>> = {
	npm: [['package.json', ['scripts']]],
	task: [
		['Taskfile.yml', ['tasks']],
		['Taskfile.yaml', ['tasks']],
		['taskfile.yml', ['tasks']],
		['Taskfile.dist.yml', ['tasks']],
	],
};

/** The table that a program reads in a folder, or in the nearest folder above it. */
const tableFor = (
	world: World,
	program: string,
	folder: string,
	name: string,
): { readonly table: TaskTable; readonly task: string } | null => {
	for (const above of upward(folder)) {
		const named = (table: TaskTable | null, task = name) =>
			table && Object.hasOwn(table.tasks, task) ? { table, task } : null;
		for (const [file, base] of places[program] ?? []) {
			const found = named(tomlTable(world, above, file, base));
			if (found) return found;
		}
		for (const [file, base] of yamlPlaces[program] ?? []) {
			const found = named(yamlTable(world, above, file, base));
			if (found) return found;
		}
		if (program === 'hatch') {
			const [environment = '', script] = name.includes(':') ? name.split(':') : ['default', name];
			const bare = environment.replace(/^\+\S+\s*/, '').replace(/\..*$/, '');
			for (const [file, base] of [
				['pyproject.toml', ['tool', 'hatch', 'envs']],
				['hatch.toml', ['envs']],
			] as const) {
				for (const own of [bare, 'default']) {
					const found = named(tomlTable(world, above, file, [...base, own, 'scripts']), script ?? '');
					if (found) return found;
				}
			}
		}
		if (program === 'pixi') {
			const document =
				world.toml(folderAt(above, 'pyproject.toml') ?? '') ?? world.toml(folderAt(above, 'pixi.toml') ?? '');
			for (const base of [['tool', 'pixi', 'feature'], ['feature']]) {
				const features = document ? valueAt(document.value, base) : undefined;
				for (const feature of isTable(features) ? Object.keys(features) : []) {
					const found = document
						? named(
								tomlTable(world, above, document.path.slice(document.path.lastIndexOf('/') + 1), [
									...base,
									feature,
									'tasks',
								]),
							)
						: null;
					if (found) return found;
				}
			}
		}
	}
	return null;
};

/** The commands that a program has under a name; null where it has none of that name. */
export const followTask = (
	world: World,
	program: string,
	folder: string,
	name: string,
	rest: readonly string[],
): Followed | null => {
	const found = tableFor(world, program, folder, name);
	if (!found) return null;
	const file = world.file(found.table.path);
	const whole = file?.kind === 'yaml' && isTable(file.value) ? file.value : {};
	return pieces(piecesOf(found.table, found.task, rest, whole, program));
};
