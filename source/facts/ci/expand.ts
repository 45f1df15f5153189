import type { CiCommand, CiHop, CiSoftener, CiUnresolved } from '../../core/facts/ci.ts';
import { unwrap } from '../../core/ci/runners.ts';
import { folderAt, withoutMark } from '../../core/shell/folders.ts';
import type { ShellList } from '../../core/shell/parse.ts';
import { parseShell } from '../../core/shell/parse.ts';
import type { LostStatus, ShellRun, ShellStart } from '../../core/shell/run.ts';
import { runsOf } from '../../core/shell/run.ts';
import { follow } from './follow.ts';
import type { Call, Piece, ShellPiece, Step, WordsPiece, World } from './piece.ts';
import { placedAt, placeIn } from './piece.ts';
import { softOption } from './soften.ts';

/** How many files a command may lead through. */
const deepest = 6;
const mostCommands = 20_000;
/** No script of a step is as long. */
const longest = 256 * 1024;
/** Pieces and commands of all steps together: recipes that call recipes multiply. */
const mostPieces = 60_000;

const quiet = new Set(
	'echo printf mkdir cp mv rm cat ls test [ [[ true false : exit return sleep chmod chown touch tee grep head tail sed awk sort uniq wc find cut tr xargs read kill wait date pwd which tar unzip ln sudo apt-get apt brew apk yum dnf hash type umask ulimit break continue trap shift local let set export unset source . sh bash'.split(
		' ',
	),
);

const keptEnvironment =
	/^(?:UV|PIP|PYTHON|TOX|PYTEST|COVERAGE|RUFF|MYPY|POETRY|PDM|HATCH|PREK|NOX)\w*$|^SKIP$|^CI$/;

interface Context {
	readonly step: Step;
	readonly directory: string | null;
	readonly environment: ReadonlyMap<string, string>;
	readonly softeners: readonly CiSoftener[];
	readonly via: readonly CiHop[];
	/** A hook leads here: pre-commit fails where files change. */
	readonly hooked: boolean;
	/** Keys of what is being followed: nothing leads into itself. */
	readonly open: readonly string[];
}

interface Written {
	readonly path: string;
	readonly line: number;
	readonly column: number;
	readonly text: string;
	readonly hook: CiCommand['hook'];
	readonly action: string | null;
	readonly writesTo?: string;
}

/** What follows a command: words and operators are told apart elsewhere, and redirections are no part of it. */
const redirected = /[ \t]*1?>>?[ \t]*["']?([^\s"';&|<>]+)/y;

const outputOf = (text: string, { start, text: own }: ShellRun): string | null => {
	redirected.lastIndex = start + own.length;
	const target = redirected.exec(text)?.[1] ?? null;
	return target === '/dev/null' ? null : target;
};

export interface Expansion {
	readonly commands: readonly CiCommand[];
	readonly unresolved: readonly CiUnresolved[];
}

const softenerOf = (lost: LostStatus, piece: ShellPiece): CiSoftener =>
	lost.kind === 'errexit-off' && piece.goesOn
		? piece.goesOn
		: { kind: lost.kind, path: piece.path, line: placeIn(piece.text, lost.start).line, text: lost.text };

const within = (piece: Piece, context: Context): Context => ({
	...context,
	directory: piece.directory,
	environment: piece.environment
		? new Map([...context.environment, ...piece.environment])
		: context.environment,
	softeners: piece.softeners ? [...context.softeners, ...piece.softeners] : context.softeners,
	via: piece.hops ? [...context.via, ...piece.hops] : context.via,
});

/** All commands that steps lead to. */
export const expandSteps = (steps: readonly Step[], world: World): Expansion => {
	const commands: CiCommand[] = [];
	const unresolved: CiUnresolved[] = [];
	const parsed = new Map<string, ShellList>();
	let count = 0;

	const listOf = (text: string): ShellList => {
		const known = parsed.get(text);
		if (known) return known;
		const list = parseShell(text);
		parsed.set(text, list);
		return list;
	};

	const keys = new WeakMap<ReadonlyMap<string, string>, string>();
	const keyOf = (environment: ReadonlyMap<string, string>): string => {
		const known = keys.get(environment);
		if (known !== undefined) return known;
		const key = JSON.stringify([...environment]);
		keys.set(environment, key);
		return key;
	};
	const followed = new Map<string, ReturnType<typeof follow>>();
	const leadsOf = (call: Call): ReturnType<typeof follow> => {
		const key = JSON.stringify([call.words, call.runner, call.directory, keyOf(call.environment)]);
		const known = followed.get(key);
		if (known !== undefined) return known;
		const leads = follow(call, world);
		followed.set(key, leads);
		return leads;
	};
	const ran = new Map<string, readonly ShellRun[]>();
	const runsIn = (text: string, start: ShellStart): readonly ShellRun[] => {
		const { positional, folder, scriptFolder, errexit, pipefail } = start;
		const key = JSON.stringify([
			text,
			positional,
			folder,
			scriptFolder,
			errexit,
			pipefail,
			keyOf(start.variables),
		]);
		const known = ran.get(key);
		if (known) return known;
		const runs = runsOf(listOf(text), text, start);
		ran.set(key, runs);
		return runs;
	};

	const giveUp = (reason: CiUnresolved['reason'], written: Written, { step }: Context): void => {
		const { text, path, line } = written;
		const { source, triggers } = step;
		if (unresolved.some(one => one.path === path && one.line === line && one.source === source)) return;
		unresolved.push({ reason, text, path, line, source, triggers });
	};

	const record = (
		program: string,
		args: readonly string[],
		runner: readonly string[],
		written: Written,
		left: readonly string[],
		context: Context,
	): void => {
		const { step } = context;
		// Hooks that change files fail, and actions say themselves what they let pass.
		const option = context.hooked ? null : softOption(program, args);
		const said = option !== null && (written.action === null || option.kind === 'mends');
		const own: readonly CiSoftener[] =
			option && said ? [{ ...option, path: written.path, line: written.line }] : [];
		if (commands.length >= mostCommands) return;
		commands.push({
			program,
			args: args.map(withoutMark),
			runner: runner.map(withoutMark),
			env: Object.fromEntries([...context.environment].filter(([name]) => keptEnvironment.test(name))),
			...written,
			text: withoutMark(written.text),
			via: context.via,
			provider: step.provider,
			source: step.source,
			stepPath: step.stepPath,
			stepLine: step.line,
			job: step.job,
			step: step.step,
			triggers: step.triggers,
			directory: context.directory,
			softeners: [...context.softeners, ...own],
			unresolved: left,
			...(step.isConditional === true ? { isConditional: true } : {}),
		});
	};

	const command = (
		given: readonly string[],
		left: readonly string[],
		written: Written,
		context: Context,
	): void => {
		const { runner, words, folder, script, environment } = unwrap(given);
		const inner: Context = {
			...context,
			directory: folder === null ? context.directory : folderAt(context.directory, folder),
			environment:
				environment.length > 0 ? new Map([...context.environment, ...environment]) : context.environment,
		};
		if (script !== null) {
			const text = placedAt(script, written.line, 0);
			const piece: ShellPiece = {
				kind: 'shell',
				path: written.path,
				text,
				errexit: /-\w*e/.test(given.join(' ')),
				pipefail: false,
				directory: inner.directory,
			};
			expand(piece, inner);
			return;
		}
		const [name = '', ...rest] = words;
		const manage = /^python[\d.]*$/.test(name) && /(?:^|\/)manage\.py$/.test(rest[0] ?? '');
		const [program, args, by] = manage
			? ['manage.py', rest.slice(1), [...runner, name]]
			: [name, rest, runner];
		if (!quiet.has(program)) record(program, args, by, written, left, inner);
		// `coverage run -m pytest` is both.
		if (program === 'coverage' && args[0] === 'run') {
			const at = args.indexOf('-m');
			const module =
				at > 0 ? args.slice(at + 1) : args.slice(1).filter(word => /(?:^|\/)(?:pytest|py\.test)$/.test(word));
			const [tool, ...more] = module;
			if (tool !== undefined)
				record(
					tool.slice(tool.lastIndexOf('/') + 1),
					more,
					[...by, ...given.slice(by.length, given.length - module.length)],
					written,
					left,
					inner,
				);
		}
		if (program === 'hatch') hatchTools(args, by, written, left, inner);
		const key = `${written.path}:${written.line}:${words.join(' ')}:${inner.directory}`;
		if (context.open.includes(key)) return;
		const leads = leadsOf({ words, runner, directory: inner.directory, environment: inner.environment });
		if (!leads) return;
		if (leads.outcome === 'unresolved') {
			giveUp(leads.reason, written, inner);
			return;
		}
		if (leads.pieces.length === 0) return;
		if (context.open.length >= deepest) {
			giveUp('limit', written, inner);
			return;
		}
		const { path, line, text } = written;
		const next = {
			...inner,
			open: [...context.open, key],
			via: [...inner.via, { path, line, text: text.slice(0, 200) }],
		};
		for (const piece of leads.pieces) expand(piece, next);
	};

	const hatchTools = (
		args: readonly string[],
		by: readonly string[],
		written: Written,
		left: readonly string[],
		context: Context,
	): void => {
		const [verb, ...rest] = args;
		if (verb === 'test') record('pytest', rest, [...by, 'hatch'], written, left, context);
		if (verb !== 'fmt' && verb !== 'lint') return;
		const checks = rest.includes('--check');
		if (!rest.includes('--formatter'))
			record('ruff', ['check', ...(checks ? [] : ['--fix'])], [...by, 'hatch'], written, left, context);
		if (!rest.includes('--linter'))
			record('ruff', ['format', ...(checks ? ['--check'] : [])], [...by, 'hatch'], written, left, context);
	};

	const shell = (piece: ShellPiece, context: Context): void => {
		if (piece.text.text.length > longest) return;
		const runs = runsIn(piece.text.text, {
			variables: piece.variables
				? new Map([...context.environment, ...piece.variables])
				: context.environment,
			positional: piece.positional ?? [],
			folder: context.directory,
			scriptFolder: piece.scriptFolder ?? null,
			errexit: piece.errexit,
			pipefail: piece.pipefail,
		});
		count += runs.length;
		for (const run of runs) {
			if (count > mostPieces) return;
			const place = placeIn(piece.text, run.start);
			const output = outputOf(piece.text.text, run);
			const written: Written = {
				path: piece.path,
				...place,
				text: run.text.slice(0, 400),
				hook: null,
				action: null,
				...(output === null ? {} : { writesTo: output }),
			};
			command(run.words, run.unresolved, written, {
				...context,
				directory: run.folder,
				environment: run.environment,
				softeners: [...context.softeners, ...run.lost.map(lost => softenerOf(lost, piece))],
			});
		}
	};

	const words = (piece: WordsPiece, context: Context): void => {
		const { path, line, column, text, hook = null, action = null } = piece;
		const left = piece.words.flatMap(word => word.match(/\$\w+|\$\{[^}]*\}/g) ?? []);
		command(piece.words, left, { path, line, column, text, hook, action }, context);
	};

	const expand = (piece: Piece, context: Context): void => {
		if (++count > mostPieces) return;
		const inside = within(piece, context);
		const inner = piece.kind === 'words' && piece.hook ? { ...inside, hooked: true } : inside;
		if (piece.kind === 'shell') shell(piece, inner);
		else words(piece, inner);
	};

	for (const step of steps) {
		const context: Context = {
			step,
			directory: '.',
			environment: new Map(),
			softeners: [],
			via: [],
			hooked: false,
			open: [],
		};
		for (const piece of step.pieces) expand(piece, context);
	}
	return { commands: withoutMended(commands), unresolved };
};

/** `git diff --exit-code` after a tool that mends: what it changed fails the build after all. */
const withoutMended = (commands: readonly CiCommand[]): readonly CiCommand[] => {
	const looks = commands.flatMap(({ program, args, softeners, source, job }, at) => {
		const asks =
			program === 'git' &&
			args[0] === 'diff' &&
			args.some(word => word === '--exit-code' || word === '--quiet');
		return asks && softeners.length === 0 ? [{ at, source, job }] : [];
	});
	if (looks.length === 0) return commands;
	return commands.map((command, at) => {
		const looked = looks.some(
			look => look.at > at && look.source === command.source && look.job === command.job,
		);
		return looked
			? { ...command, softeners: command.softeners.filter(({ kind }) => kind !== 'mends') }
			: command;
	});
};
