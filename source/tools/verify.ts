import { ToolError, UserError } from '../core/errors.ts';
import { maskedForPeople } from '../core/secrets/mask.ts';
import type { Consent } from './run.ts';
import { runTool } from './run.ts';

/** What is needed to try a command on a commit. */
export interface VerifyOptions {
	/** As the user typed it; the shell reads it. */
	readonly command: string;
	/** Puts a commit's files into a folder of their own. */
	readonly checkOut: (commit: string) => Promise<{ readonly directory: string; remove(): void }>;
	/** Where to run, relative to the checkout; `.` for its top. */
	readonly within: string;
	readonly findProgram: (name: string) => string | null;
	readonly env: Readonly<Record<string, string>>;
	readonly consent: Consent;
}

/** Gives why the command fails on a commit; null when it ends well. */
export type Verify = (commit: string) => Promise<string | null>;

const limitMs = 30 * 60 * 1000;

/** The last lines that say something; what a program prints is somebody else's text. */
const lastLinesOf = (output: string): string =>
	maskedForPeople(output)
		.split(/\r?\n/)
		.filter(line => line.trim() !== '')
		.slice(-3)
		.join(' / ')
		.slice(-300);

/** Runs the user's own command on a checkout of a commit, a fresh one each time. */
export const createVerify = (options: VerifyOptions): Verify => {
	const shell = process.platform === 'win32' ? 'cmd.exe' : 'sh';
	const program = options.findProgram(shell);
	if (program === null) throw new UserError(`\`${shell}\` is not there to run \`--verify\``);
	const first = process.platform === 'win32' ? ['/d', '/s', '/c'] : ['-c'];
	return async commit => {
		const checkout = await options.checkOut(commit);
		try {
			await runTool(
				{
					program,
					arguments: [...first, options.command],
					directory: options.within === '.' ? checkout.directory : `${checkout.directory}/${options.within}`,
					env: options.env,
					limitMs,
				},
				options.consent,
			);
			return null;
		} catch (error) {
			if (!(error instanceof ToolError)) throw error;
			const said = lastLinesOf(error.output);
			return `\`${options.command}\` fails${said === '' ? '' : `: ${said}`}`;
		} finally {
			checkout.remove();
		}
	};
};
