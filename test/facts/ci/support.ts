import type { Ci, CiCommand } from '../../../source/core/facts/ci.ts';
import type { Parsed } from '../../../source/core/facts.ts';
import { ParseError } from '../../../source/core/gather.ts';
import { lineStartsOf } from '../../../source/core/text.ts';
import { createEngines } from '../../../source/engine/engines.ts';
import ci from '../../../source/facts/ci/ci.ts';
import ciFiles from '../../../source/facts/ci/files.ts';
import toml from '../../../source/facts/config/toml.ts';
import preCommit from '../../../source/facts/tools/pre-commit.ts';

const engines = createEngines([]);

interface Gatherer<T> {
	wants(path: string): boolean;
	extract(file: Parameters<typeof ciFiles.extract>[0], given: typeof engines, options: unknown): T | null;
}

const gathered = <T>(
	gatherer: Gatherer<T>,
	files: Readonly<Record<string, string>>,
): Map<string, Parsed<T>> => {
	const found = new Map<string, Parsed<T>>();
	for (const [path, text] of Object.entries(files)) {
		if (!gatherer.wants(path)) continue;
		try {
			const value = gatherer.extract({ path, text, lineStarts: lineStartsOf(text) }, engines, undefined);
			if (value !== null) found.set(path, { ok: true, value });
		} catch (thrown) {
			if (!(thrown instanceof ParseError)) throw thrown;
			found.set(path, { ok: false, message: thrown.message, line: thrown.line });
		}
	}
	return found;
};

/** What the pipelines of a repository of these files run. */
export const ciOf = (files: Readonly<Record<string, string>>): Ci =>
	ci.derive({
		ciFiles: gathered(ciFiles, files),
		toml: gathered(toml, files),
		preCommit: gathered(preCommit, files),
		paths: new Map(Object.entries(files).map(([path, { length: size }]) => [path, { size }])),
	});

/** A workflow of one job on pull requests. */
export const workflow = (steps: string, head = 'on: pull_request'): string =>
	`${head}\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n${steps
		.split('\n')
		.map(line => `      ${line}`)
		.join('\n')}\n`;

/** Program and arguments of each command. */
export const linesOf = (commands: readonly CiCommand[]): readonly string[] =>
	commands.map(({ program, args }) => [program, ...args].join(' '));

/** The first command of a program. */
export const commandOf = (model: Ci, program: string): CiCommand => {
	const found = model.commands.find(command => command.program === program);
	if (!found) throw new Error(`${program} is not run: ${linesOf(model.commands).join('; ')}`);
	return found;
};

/** Kinds of its softeners. */
export const softnessOf = (model: Ci, program: string): readonly string[] =>
	commandOf(model, program).softeners.map(({ kind }) => kind);
