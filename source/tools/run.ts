import { execa } from 'execa';
import { ToolError } from '../core/errors.ts';

// https://github.com/sindresorhus/execa

/** Proof that the user agreed to run a program here; made only where a flag or a key says so. */
export interface Consent {
	readonly given: '--allow-exec' | '--verify' | 'key';
}

export interface ToolRun {
	/** Absolute path of the program. */
	readonly program: string;
	readonly arguments: readonly string[];
	/** Absolute; never the user's repository. */
	readonly directory: string;
	readonly env: Readonly<Record<string, string>>;
	readonly limitMs: number;
}

/**
 * Runs somebody else's program in its own process group and returns what it printed. Throws a {@link ToolError}
 * when it fails, when it takes too long, or when a signal ended it.
 */
export const runTool = async (run: ToolRun, consent: Consent): Promise<string> => {
	const command = [run.program, ...run.arguments].join(' ');
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
	// execa ends the program but not what the program started; the group goes as a whole.
	const timer = setTimeout(() => {
		if (child.pid === undefined) return;
		try {
			process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
		} catch {
			child.kill('SIGKILL');
		}
	}, run.limitMs);
	try {
		const result = await child;
		if (result.failed) {
			throw new ToolError(`\`${command}\` failed (consent: ${consent.given})`, {
				command,
				output: result.all ?? '',
			});
		}
		return result.all ?? '';
	} finally {
		clearTimeout(timer);
	}
};
