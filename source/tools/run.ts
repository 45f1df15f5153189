import { execa } from 'execa';
import { onExit } from 'signal-exit';
import { ToolError } from '../core/errors.ts';
import type { Ending } from '../core/measure-said.ts';

// https://github.com/sindresorhus/execa, https://github.com/tapjs/signal-exit

/** Proof that the user agreed to run a program here; made only where a flag or a key says so. */
export interface Consent {
	readonly given: '--allow-exec' | '--verify' | '--run' | 'key';
}

export interface ToolRun {
	/** Absolute path of the program. */
	readonly program: string;
	readonly arguments: readonly string[];
	/** Absolute; never the user's repository. */
	readonly directory: string;
	readonly env: Readonly<Record<string, string>>;
	readonly limitMs: number;
	/** Ends it early. */
	readonly signal?: AbortSignal | undefined;
}

interface Ended {
	/** Null where a signal ended it. */
	readonly code: number | null;
	readonly output: string;
	readonly isTooLong: boolean;
	readonly isStarted: boolean;
}

/** Runs somebody else's program in its own process group. The consent is proof; it changes nothing. */
const endOf = async (run: ToolRun, _consent: Consent): Promise<Ended> => {
	const started: { child: { readonly pid?: number | undefined; kill(signal: 'SIGKILL'): unknown } | null } = {
		child: null,
	};
	// execa ends the program but not what the program started; the group goes as a whole.
	const endGroup = () => {
		const { child } = started;
		if (child?.pid === undefined) return;
		try {
			process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
		} catch {
			child.kill('SIGKILL');
		}
	};
	// In a group of its own no key of the terminal reaches it: it must not outlive us. Heeded before it starts, since a
	// signal may come while it does.
	const forget = onExit(endGroup);
	const child = execa(run.program, [...run.arguments], {
		cwd: run.directory,
		env: { ...run.env },
		extendEnv: false,
		detached: process.platform !== 'win32',
		preferLocal: false,
		stdin: 'ignore',
		all: true,
		reject: false,
		maxBuffer: 4 * 1024 * 1024,
		cleanup: true,
	});
	started.child = child;
	let isTooLong = false;
	const timer = setTimeout(() => {
		isTooLong = true;
		endGroup();
	}, run.limitMs);
	run.signal?.addEventListener('abort', endGroup);
	if (run.signal?.aborted === true) endGroup();
	try {
		const result = await child;
		// What prints more than we keep is ended for it; that is no status of its own.
		const code = result.isMaxBuffer || isTooLong ? null : (result.exitCode ?? null);
		return { code, output: result.all ?? '', isTooLong, isStarted: child.pid !== undefined };
	} finally {
		clearTimeout(timer);
		forget();
		run.signal?.removeEventListener('abort', endGroup);
	}
};

/** Runs a program to its end and tells how that was; its exit status is for the caller to read. */
export const runProgram = async (run: ToolRun, consent: Consent): Promise<Ending> => {
	const { code, output, isTooLong, isStarted } = await endOf(run, consent);
	if (!isStarted) return { kind: 'missing', reason: `\`${run.program}\` could not be started` };
	if (isTooLong) return { kind: 'too long' };
	return { kind: 'ended', code: code ?? 255, output };
};

/**
 * Runs a program and returns what it printed. Throws a {@link ToolError} when it fails, when it takes too long, or
 * when a signal ended it.
 */
export const runTool = async (run: ToolRun, consent: Consent): Promise<string> => {
	const { code, output } = await endOf(run, consent);
	if (code === 0) return output;
	const command = [run.program, ...run.arguments].join(' ');
	throw new ToolError(`\`${command}\` failed (consent: ${consent.given})`, { command, output });
};
