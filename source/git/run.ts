import { devNull } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import type { SimpleGit } from 'simple-git';
import { Bug, ToolError } from '../core/errors.ts';
import { atExit } from './at-exit.ts';
import type { Environment } from './program.ts';

export interface RunOptions {
	/** Written to standard input, which is closed else. */
	readonly input?: string | Uint8Array;
	/** Added to the clean environment; undefined takes a variable out of it. */
	readonly env?: Environment;
	/**
	 * The working tree whose names git is to list. Git goes there by itself: from a folder inside it, such as a state
	 * folder in a home that is a repository, it would list that folder only.
	 */
	readonly workTree?: string;
	/** Exit codes that are answers; 0 unless said. */
	readonly okCodes?: readonly number[];
	/** More output is an error. 256 MiB unless said. */
	readonly maxBytes?: number;
	/** Milliseconds; of a stream, those that git takes for its next piece. 60 s unless said. */
	readonly timeLimit?: number;
	/** Holds a lock of the user's repository: it is never signalled and has no time limit. */
	readonly mustFinish?: boolean;
}

/** Starts git. Nothing else in the project does. */
export interface Runner {
	/** The whole output. Throws a {@link ToolError} unless git ended by itself with an expected code. */
	bytes(args: readonly string[], options?: RunOptions): Promise<Buffer>;
	/** The same as UTF-8 text, trimmed. */
	text(args: readonly string[], options?: RunOptions): Promise<string>;
	/** Output as it comes; ends git when the reader leaves early; throws at the end where git failed. */
	stream(args: readonly string[], options?: RunOptions): AsyncGenerator<Uint8Array, void, undefined>;
	/** For reads of text: log and branch lists. */
	simple(): Promise<SimpleGit>;
}

export interface RunnerSettings {
	/** Absolute. */
	readonly program: string;
	/** PATH for git's own children; see `trustedFolders`. */
	readonly searchPath: readonly string[];
	/** A folder of ours: never the repository. */
	readonly cwd: string;
	/** A git folder with a config of ours; {@link devNull} for commands that need none. */
	readonly gitDir: string;
	/** Where SystemRoot and the temporary folder are looked up. */
	readonly env: Environment;
}

// No repository's config is ever read; these speak against the defaults and against what later versions may add.
const settings = [
	`core.hooksPath=${devNull}`,
	`core.attributesFile=${devNull}`,
	`core.excludesFile=${devNull}`,
	'core.fsmonitor=false',
	'core.splitIndex=false',
	'core.untrackedCache=false',
	'core.quotePath=false',
	// Objects are private until they are published, and flushed to disk then.
	'core.fsync=reference',
	'core.protectNTFS=true',
	'core.protectHFS=true',
	'gc.auto=0',
	'maintenance.auto=false',
	'pack.writeReverseIndex=false',
	'log.showSignature=false',
] as const;

const flags: readonly string[] = [
	'--no-pager',
	'--no-replace-objects',
	'--literal-pathspecs',
	...settings.flatMap(setting => ['-c', setting]),
];

const passedOn = ['SYSTEMROOT', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'] as const;

/** Built from nothing, because `GIT_*` of a hook or a shell would lead into another repository. */
export const cleanEnvironment = ({ searchPath, env, gitDir }: Omit<RunnerSettings, 'cwd' | 'program'>) => ({
	...Object.fromEntries(passedOn.flatMap(name => (env[name] === undefined ? [] : [[name, env[name]]]))),
	PATH: searchPath.join(path.delimiter),
	LC_ALL: 'C',
	GIT_DIR: gitDir,
	GIT_CONFIG_NOSYSTEM: '1',
	GIT_CONFIG_GLOBAL: devNull,
	GIT_ATTR_NOSYSTEM: '1',
	GIT_NO_REPLACE_OBJECTS: '1',
	GIT_NO_LAZY_FETCH: '1',
	GIT_ALLOW_PROTOCOL: 'none',
	GIT_OPTIONAL_LOCKS: '0',
	GIT_LITERAL_PATHSPECS: '1',
	GIT_TERMINAL_PROMPT: '0',
	GIT_ASKPASS: '',
	SSH_ASKPASS: '',
	GIT_PAGER: 'cat',
	GIT_EDITOR: ':',
	NoDefaultCurrentDirectoryInExePath: '1',
});

const stopGroup = (pid: number): void => {
	try {
		process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
	} catch {
		// Already gone.
	}
};

const finishing = new Set<number>();

/** Whether a git that must finish is at work: then our git folder must stay, also when this process ends. */
export const isFinishing = (): boolean => finishing.size > 0;

/** How a git ended. */
const judge = (
	args: readonly string[],
	options: RunOptions,
	result: {
		readonly exitCode?: number | undefined;
		readonly signal?: string | undefined;
		readonly stderr?: unknown;
		readonly isMaxBuffer: boolean;
		readonly code?: string | undefined;
	},
): void => {
	const { exitCode, signal } = result;
	const ended = exitCode !== undefined && signal === undefined && !result.isMaxBuffer;
	if (ended && (options.okCodes ?? [0]).includes(exitCode)) return;
	const said = result.stderr instanceof Uint8Array ? Buffer.from(result.stderr).toString('utf8').trim() : '';
	const how = result.isMaxBuffer
		? 'gave more output than is allowed'
		: signal !== undefined
			? `was ended by ${signal}`
			: exitCode !== undefined
				? `ended with ${exitCode}`
				: `did not start (${result.code ?? 'unknown reason'})`;
	throw new ToolError(`\`git ${args[0] ?? ''}\` ${how}${said === '' ? '' : `: ${said.slice(0, 400)}`}`, {
		command: ['git', ...args].join(' '),
		output: said,
	});
};

export const createRunner = (given: RunnerSettings): Runner => {
	const clean: Readonly<Record<string, string>> = cleanEnvironment(given);

	const start = (args: readonly string[], options: RunOptions, buffer: boolean) => {
		const { workTree } = options;
		const place = workTree === undefined ? [] : ['-C', workTree, '--work-tree', workTree];
		const child = execa(given.program, [...place, ...flags, ...args], {
			cwd: given.cwd,
			env: { ...clean, ...options.env },
			extendEnv: false,
			preferLocal: false,
			detached: process.platform !== 'win32',
			cleanup: false,
			windowsHide: true,
			encoding: 'buffer',
			stripFinalNewline: false,
			reject: false,
			buffer: { stdout: buffer, stderr: true },
			maxBuffer: { stdout: options.maxBytes ?? 256 << 20, stderr: 16 << 20 },
			...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
		});
		const { pid } = child;
		if (pid === undefined) return { child, stop: () => {}, settle: () => {}, wait: () => {}, rest: () => {} };
		if (options.mustFinish === true) {
			finishing.add(pid);
			return { child, stop: () => {}, settle: () => finishing.delete(pid), wait: () => {}, rest: () => {} };
		}
		// Children lead their own group, so that Ctrl-C reaches only us; so it is on us to end them.
		const forget = atExit(() => stopGroup(pid));
		const stop = (): void => stopGroup(pid);
		let timer = setTimeout(stop, options.timeLimit ?? 60_000);
		const rest = (): void => clearTimeout(timer);
		return {
			child,
			stop,
			settle: () => {
				rest();
				forget();
			},
			/** The time starts anew. */
			wait: () => {
				rest();
				timer = setTimeout(stop, options.timeLimit ?? 60_000);
			},
			rest,
		};
	};

	const bytes = async (args: readonly string[], options: RunOptions = {}): Promise<Buffer> => {
		const { child, settle } = start(args, options, true);
		const result = await child;
		settle();
		judge(args, options, result);
		if (!(result.stdout instanceof Uint8Array)) throw new Bug('git output is not bytes');
		return Buffer.from(result.stdout.buffer, result.stdout.byteOffset, result.stdout.byteLength);
	};

	return {
		bytes,
		text: async (args, options) => (await bytes(args, options)).toString('utf8').trim(),
		async *stream(args, options = {}) {
			const { child, stop, settle, wait, rest } = start(args, options, false);
			let whole = false;
			try {
				if (child.stdout) {
					for await (const chunk of child.stdout) {
						// A full pipe makes git wait for a slow reader: that is no fault of git.
						rest();
						yield chunk;
						wait();
					}
				}
				whole = true;
			} finally {
				if (!whole) stop();
				const result = await child;
				settle();
				if (whole) judge(args, options, result);
			}
		},
		async simple() {
			const { simpleGit } = await import('simple-git');
			return simpleGit({
				baseDir: given.cwd,
				binary: given.program,
				maxConcurrentProcesses: 2,
				// The whole output, and never a killed git's half: by default simple-git resolves with it.
				completion: { onClose: true, onExit: false },
				errors: (error, { exitCode, stdErr }) =>
					exitCode === 0
						? undefined
						: (error ??
							new Error(
								`git ended with ${exitCode ?? 'a signal'}: ${Buffer.concat(stdErr).toString('utf8')}`,
							)),
				timeout: { block: 60_000, stdOut: false, stdErr: false },
				allowEnvironment: Object.keys(clean).filter(name => /^(?:git|ssh)_/i.test(name)),
				// These let only the constants above through; no argument ever comes from the repository.
				unsafe: {
					allowUnsafeCustomBinary: true,
					allowUnsafeConfigPaths: true,
					allowUnsafeHooksPath: true,
					allowUnsafeFsMonitor: true,
					allowUnsafePager: true,
					allowUnsafeEditor: true,
					allowUnsafeAskPass: true,
				},
				config: [...settings],
			}).env(clean);
		},
	};
};
