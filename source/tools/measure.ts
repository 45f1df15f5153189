import { shownCommand } from '../core/measure.ts';
import type { Measure, RanMeasure, RunOutcome } from '../core/measure.ts';
import type { Ending, Said } from '../core/measure-said.ts';
import { coverageSaid, saidOf } from '../core/measure-said.ts';
import { visible } from '../core/safe-text.ts';
import { maskedForPeople } from '../core/secrets/mask.ts';
import { UserError } from '../core/errors.ts';
import type { Consent } from './run.ts';
import { runProgram } from './run.ts';

/** A commit's files in a folder of their own, and an empty folder for what programs leave. */
export interface MeasureGround {
	/** Absolute: where the audited folder lies in the checkout. */
	readonly directory: string;
	/** Absolute. */
	readonly out: string;
	/** A text of the folder `out`; null where there is none, or where it is too large. */
	readOut(name: string): Promise<string | null>;
	remove(): void;
}

export interface MeasureOptions {
	readonly checkOut: (commit: string) => Promise<MeasureGround>;
	/** The absolute path of a program that the repository has no say in; null where there is none. */
	readonly findProgram: (name: string) => string | null;
	/** The environment of the user. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Folders that programs are looked up in. */
	readonly path: string;
	/** The least share of code that tests should run, in per cent. */
	readonly coverage: number;
	readonly consent: Consent;
	/** Before each run: what is started, as a person would type it. */
	readonly onStart: (command: string, project: string) => void;
	/** Ends the run under way, and starts no other. */
	readonly signal?: AbortSignal | undefined;
}

const kept =
	/^(?:HOME|USER|LANG|LC_\w+|TMPDIR|TEMP|TMP|SystemRoot|SSL_CERT_\w+|UV_\w+|PIP_\w+|(?:https?|no|all)_proxy)$/i;

/** Nothing of the user's session that tests could spend or leak: no tokens, no credentials for AWS. */
export const scrubbed = (
	env: Readonly<Record<string, string | undefined>>,
	path: string,
	out: string,
): Readonly<Record<string, string>> => ({
	...Object.fromEntries(
		Object.entries(env).flatMap(([name, value]) =>
			value !== undefined && kept.test(name) ? [[name, value] as const] : [],
		),
	),
	PATH: path,
	TERM: 'dumb',
	CI: 'true',
	NO_COLOR: '1',
	PYTHONDONTWRITEBYTECODE: '1',
	PYTHONHASHSEED: '0',
	UV_PROJECT_ENVIRONMENT: `${out}/venv`,
	COVERAGE_FILE: `${out}/.coverage`,
	AWS_ACCESS_KEY_ID: 'testing',
	AWS_SECRET_ACCESS_KEY: 'testing',
	AWS_SESSION_TOKEN: 'testing',
	AWS_EC2_METADATA_DISABLED: 'true',
	AWS_CONFIG_FILE: '/dev/null',
	AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
	AWS_DEFAULT_REGION: 'us-east-1',
});

type Command =
	| { readonly program: string; readonly words: readonly string[] }
	/** Why it cannot run. */
	| { readonly reason: string };

const commandOf = (
	{ program, needsEnvironment, lock }: Measure,
	findProgram: MeasureOptions['findProgram'],
): Command => {
	const uv = lock === null ? null : findProgram('uv');
	if (uv !== null) return { program: uv, words: ['run', '--frozen', '--no-progress', program] };
	if (needsEnvironment && lock === null)
		return {
			reason: 'it needs the packages of the project, and there is no `uv.lock` to install them from',
		};
	if (needsEnvironment) return { reason: '`uv` is not installed' };
	const found = findProgram(program);
	return found === null ? { reason: `\`${program}\` is not installed` } : { program: found, words: [] };
};

const endingOf = async (
	measure: Measure,
	ground: MeasureGround,
	options: MeasureOptions,
): Promise<Ending> => {
	const command = commandOf(measure, options.findProgram);
	if ('reason' in command) return { kind: 'missing', reason: command.reason };
	options.onStart(shownCommand(measure), measure.project);
	return runProgram(
		{
			program: command.program,
			arguments: [...command.words, ...measure.arguments.map(word => word.replaceAll('{out}', ground.out))],
			directory: measure.project === '.' ? ground.directory : `${ground.directory}/${measure.project}`,
			env: scrubbed(options.env, options.path, ground.out),
			limitMs: measure.limitMs,
			signal: options.signal,
		},
		options.consent,
	);
};

const runOne = async (
	measure: Measure,
	ground: MeasureGround,
	options: MeasureOptions,
): Promise<readonly (Said & { readonly id: RanMeasure['id'] })[]> => {
	const said = saidOf(measure, await endingOf(measure, ground, options));
	// Where the checkout lies is different each time.
	const told = said.said.replaceAll(ground.out, '…').replaceAll(ground.directory, '…');
	const own = { id: measure.id, outcome: said.outcome, said: visible(maskedForPeople(told)) };
	if (measure.id !== 'tests' || said.outcome === 'not run') return [own];
	if (!measure.arguments.some(word => word.startsWith('--cov')))
		return [own, { id: 'coverage', outcome: 'not run', said: '`pytest-cov` is not in `uv.lock`' }];
	const left = await ground.readOut('coverage.xml');
	return [own, { id: 'coverage', ...coverageSaid(left, options.coverage) }];
};

/** Runs every measure on a commit, one at a time, in checkouts that are thrown away. */
export const runMeasures = async (
	commit: string,
	measures: readonly Measure[],
	options: MeasureOptions,
): Promise<readonly RanMeasure[]> => {
	const ran: RanMeasure[] = [];
	for (const project of new Set(measures.map(measure => measure.project))) {
		// One for each project, so that its environment is made once; tests, which leave most behind, come last.
		const ground = await options.checkOut(commit);
		try {
			for (const measure of measures.filter(each => each.project === project)) {
				const told = await runOne(measure, ground, options);
				if (options.signal?.aborted === true) throw new UserError('the run was stopped');
				for (const each of told) {
					ran.push({ item: measure.item, project, command: shownCommand(measure), ...each });
				}
			}
		} finally {
			ground.remove();
		}
	}
	return ran;
};

/** Adds how each run ended on another commit. */
export const comparedWith = (
	ran: readonly RanMeasure[],
	before: readonly RanMeasure[],
): readonly RanMeasure[] =>
	ran.map(each => {
		const then: RunOutcome =
			before.find(({ id, project }) => id === each.id && project === each.project)?.outcome ?? 'not run';
		return { ...each, before: then };
	});
