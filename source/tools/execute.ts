import { ToolError } from '../core/errors.ts';
import { lastLineOf } from '../core/text.ts';
import type { Execute } from '../engine/ports.ts';
import type { Consent } from './run.ts';
import { runTool } from './run.ts';

/** A folder of our own that holds copies of the files a program needs; the disk is behind this. */
export interface Scratch {
	/** Absolute. */
	readonly directory: string;
	/** Null where the program left no such file. */
	read(path: string): Promise<Uint8Array | null>;
	remove(): Promise<void>;
}

export interface ExecuteOptions {
	readonly makeScratch: (
		files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
	) => Promise<Scratch>;
	/** The absolute path of a program that the repository has no say in; null where there is none. */
	readonly findProgram: (name: string) => string | null;
	readonly env: Readonly<Record<string, string>>;
	readonly consent: Consent;
}

const limitMs = 5 * 60 * 1000;

/** Runs an `exec` fixer's commands in a scratch copy and brings back the files it names. */
export const createExecute =
	({ makeScratch, findProgram, env, consent }: ExecuteOptions): Execute =>
	async task => {
		const scratch = await makeScratch(
			task.files.flatMap(({ path, bytes }) => (bytes === null ? [] : [{ path, bytes }])),
		);
		try {
			let reason = 'it names no command';
			for (const [name, ...rest] of task.commands) {
				const program = findProgram(name);
				if (program === null) {
					reason = `\`${name}\` is not installed`;
					continue;
				}
				try {
					const directory =
						task.directory === '.' ? scratch.directory : `${scratch.directory}/${task.directory}`;
					await runTool({ program, arguments: rest, directory, env, limitMs }, consent);
				} catch (thrown) {
					if (!(thrown instanceof ToolError)) throw thrown;
					reason = `\`${[name, ...rest].join(' ')}\` failed: ${lastLineOf(thrown.output)}`;
					continue;
				}
				const files = new Map<string, Uint8Array>();
				for (const path of task.outputs) {
					const bytes = await scratch.read(path);
					if (bytes !== null) files.set(path, bytes);
				}
				return { outcome: 'done', files };
			}
			return { outcome: 'failed', reason };
		} finally {
			await scratch.remove();
		}
	};
