import path from 'node:path';
import type { Environment, RunOptions } from './cli/wiring-types.ts';
import { UserError } from './core/errors.ts';
import type { Facts } from './core/facts.ts';
import { measuresOf } from './core/measure.ts';
import type { RanMeasure } from './core/measure.ts';
import type { Execute } from './engine/ports.ts';
import { rootFor } from './engine/within.ts';
import type { Repository } from './git/repository.ts';
import type { Consent } from './tools/run.ts';
import type { Verify } from './tools/verify.ts';

// Programs that somebody asked for by a flag, looked up where the repository has no say; the modules that run them are
// loaded only then.

/** What a child needs to load; nothing of the user's session, no NODE_OPTIONS. */
export const childEnvironment = (env: Environment): Record<string, string> =>
	Object.fromEntries(
		['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'].flatMap(name => {
			const value = env[name];
			return value === undefined ? [] : [[name, value]];
		}),
	);

/** The folder taken for the root, relative to the repository's; empty for the repository's own. */
export const rootOf = (repository: Repository): string => rootFor(repository.within);

/** Runs what a fixer of the class `exec` asks for. */
export const executeFor = async (repository: Repository, env: Environment): Promise<Execute> => {
	const [{ createExecute }, { makeScratch }, { findProgram, trustedFolders }] = await Promise.all([
		import('./tools/execute.ts'),
		import('./git/scratch.ts'),
		import('./git/program.ts'),
	]);
	return createExecute({
		makeScratch,
		findProgram: name => findProgram(name, repository.root, env),
		env: {
			...childEnvironment(env),
			// What the program starts itself is looked up as it was.
			PATH: trustedFolders(repository.root, env).join(path.delimiter),
			...(env['HOME'] === undefined ? {} : { HOME: env['HOME'] }),
		},
		consent: { given: '--allow-exec' },
	});
};

/** Runs the user's command as their own shell would, but for git's variables, which would lead elsewhere. */
export const verifyFor = async (
	repository: Repository,
	env: Environment,
	command: string,
): Promise<Verify> => {
	const [{ createVerify }, { findProgram }] = await Promise.all([
		import('./tools/verify.ts'),
		import('./git/program.ts'),
	]);
	const own = Object.entries(env).flatMap(([name, value]) =>
		value === undefined || name.startsWith('GIT_') ? [] : [[name, value] as const],
	);
	return createVerify({
		command,
		checkOut: commit => repository.checkOut(commit),
		within: rootOf(repository) || '.',
		findProgram: name => findProgram(name, repository.root, env),
		env: Object.fromEntries(own),
		consent: { given: '--verify' },
	});
};

/** Runs what `--run` or a key asks for on a checkout of the commit, and of the one it is compared with. */
export const ranOn = async (
	repository: Repository,
	{ env, run, consent }: { readonly env: Environment; readonly run: RunOptions; readonly consent: Consent },
	commit: string | null,
	facts: Facts,
): Promise<readonly RanMeasure[]> => {
	if (repository.git === null || commit === null)
		throw new UserError('tools run on a checkout of a commit, and there is none');
	const [{ comparedWith, runMeasures }, { findProgram, trustedFolders }] = await Promise.all([
		import('./tools/measure.ts'),
		import('./git/program.ts'),
	]);
	const measures = measuresOf(facts);
	const folder = rootOf(repository);
	const runOn = (on: string): Promise<readonly RanMeasure[]> =>
		runMeasures(on, measures, {
			async checkOut(rev) {
				const checkout = await repository.checkOut(rev);
				return { ...checkout, directory: path.join(checkout.directory, folder) };
			},
			findProgram: name => findProgram(name, repository.root, env),
			env,
			path: trustedFolders(repository.root, env).join(path.delimiter),
			coverage: facts.repository.limits.coverage,
			consent,
			onStart: run.onStart,
			signal: run.signal,
		});
	const ran = await runOn(commit);
	if (run.against === null) return ran;
	const before = await repository.commitTree(run.against);
	return comparedWith(ran, await runOn(before.commit));
};
