import { withoutMark } from '../../core/shell/folders.ts';
import type { Call, Followed, Follow, World } from './piece.ts';
import { followHooks } from './follow/hooks.ts';
import { followJust } from './follow/just.ts';
import { followMake } from './follow/make.ts';
import { followScript, promising } from './follow/scripts.ts';
import { followInvoke, followNox } from './follow/sessions.ts';
import { followTask } from './follow/tables.ts';
import { followTox } from './follow/tox.ts';
import { unresolved } from './piece.ts';

const bare = (words: readonly string[]): readonly string[] => words.filter(word => !word.startsWith('-'));

/** A program whose first word after its options is the name of a task. */
const task =
	(program: string, skip: readonly string[] = [], needed = true): Follow =>
	({ words, directory }, world) => {
		const names = bare(words.slice(1));
		const [name, ...rest] = skip.includes(names[0] ?? '') ? names.slice(1) : names;
		if (name === undefined) return null;
		if (directory === null) return unresolved('variable');
		return followTask(world, program, directory, name, rest) ?? (needed ? unresolved('target') : null);
	};

const npm: Follow = ({ words, directory }, world) => {
	const [, ...rest] = words;
	const prefix = rest.findIndex(word => word === '--prefix' || word === '-C' || word === '--cwd');
	const folder = prefix >= 0 ? (rest[prefix + 1] ?? '.') : '.';
	const verb = rest.find((word, index) => !word.startsWith('-') && (prefix < 0 || index !== prefix + 1));
	const names = bare(rest).filter(word => word !== folder || prefix < 0);
	const name = verb === 'run' || verb === 'run-script' ? names[1] : verb;
	if (name === undefined || directory === null) return null;
	const target = folder === '.' ? directory : directory === '.' ? folder : `${directory}/${folder}`;
	return followTask(world, 'npm', target, name === 't' ? 'test' : name, []);
};

const hatch: Follow = (call, world) => {
	const { words, directory } = call;
	const names = bare(words.slice(1));
	const [verb = '', first] = names;
	if (verb !== 'run' && verb !== 'env') return null;
	const name = verb === 'env' ? names[2] : first;
	return name === undefined || directory === null ? null : followTask(world, 'hatch', directory, name, []);
};

const follows: Readonly<Record<string, Follow>> = {
	make: followMake,
	gmake: followMake,
	just: followJust,
	tox: followTox,
	nox: followNox,
	invoke: followInvoke,
	inv: followInvoke,
	poe: task('poe'),
	poethepoet: task('poe'),
	taskipy: task('taskipy'),
	task: ({ words, directory }, world) => {
		const [name = 'default', ...rest] = bare(words.slice(1));
		if (directory === null) return unresolved('variable');
		return (
			followTask(world, 'task', directory, name, rest) ??
			followTask(world, 'taskipy', directory, name, rest) ??
			unresolved('target')
		);
	},
	'go-task': task('task'),
	npm,
	yarn: npm,
	pnpm: npm,
	bun: npm,
	hatch,
	mise: task('mise', ['run', 'r', 'tasks'], false),
	'pre-commit': followHooks,
	prek: followHooks,
};

/** Tables that a runner looks into before it takes a word for a program. */
const runnerTables: Readonly<Record<string, string>> = {
	pdm: 'pdm',
	hatch: 'hatch',
	rye: 'rye',
	pipenv: 'pipenv',
	pixi: 'pixi',
	poetry: 'poe',
};

/** Where a command leads; null for one that leads nowhere else. */
export const follow = (call: Call, world: World): Followed | null => {
	const [program = '', ...rest] = call.words;
	const through = call.runner.find(word => Object.hasOwn(runnerTables, word));
	if (through !== undefined && through !== 'poetry') {
		const environment =
			/^(?:-e|--env)$/.test(call.runner[1] ?? '') && through === 'hatch' ? call.runner[2] : undefined;
		const name = environment === undefined ? program : `${environment}:${program}`;
		const found = followTask(world, runnerTables[through] ?? '', call.directory ?? '.', name, rest);
		if (found) return found;
	}
	const own = Object.hasOwn(follows, program) ? follows[program] : undefined;
	if (own) return own(call, world);
	const script = followScript(call, world);
	if (script) return script;
	// `pdm lint` is `pdm run lint`.
	if ((program === 'pdm' || program === 'rye') && rest[0] !== undefined && call.directory !== null) {
		return followTask(world, program, call.directory, withoutMark(rest[0]), rest.slice(1));
	}
	// An expression that chooses between `true` and `false` hides no check.
	if (/^\$\{\{.*'(?:true|false|exit \d)'/s.test(program)) return null;
	// What the entry point of a container makes of it is not known.
	if (call.runner.some(word => /^(?:docker|podman)(?:-compose)?$/.test(word)) && promising(program)) {
		return unresolved('program');
	}
	// An interpreter that reads its program from the pipe before it.
	if (rest[0] === '-') return null;
	return /^(?:\$\w+|\$\{[^{}]*\}|\$\{\{.*\}\}|\$\(.*\)|`.*`)$/s.test(program) ? unresolved('variable') : null;
};
