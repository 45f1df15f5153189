import { UserError } from '../core/errors.ts';
import type { Answers, Safety } from '../core/fixer.ts';
import type { Table } from '../core/facts/config.ts';
import { lockDebtsOf } from '../core/lock.ts';
import type { PlanStep } from '../core/plan-file.ts';
import { visible } from '../core/safe-text.ts';
import { filterReport } from '../report/filter.ts';
import { dryRunNotes, fixJson, fixText } from '../report/fixes.ts';
import type { FixRun } from '../report/fixes.ts';
import { fixHeadless } from '../session/headless.ts';
import type { Step } from '../session/headless.ts';
import { replayPlan } from '../session/replay.ts';
import { answersOf } from './answers.ts';
import type { FixCommand } from './arguments.ts';
import { catalogue } from './catalogue.ts';
import type { Console } from './console.ts';
import type { ExitStatus } from './exit-status.ts';
import { statusOfReport } from './exit-status.ts';
import { writeOutputs } from './outputs.ts';
import { planOf } from './plan.ts';
import { assertSelection } from './run-check.ts';
import type { FixBench } from './wiring-types.ts';

const readTable = async (file: string, console: Pick<Console, 'readFile'>): Promise<Table> => {
	const text = await console.readFile(file);
	const { readToml } = await import('../edit/toml/read.ts');
	const reading = readToml(text);
	if (!reading.ok) throw new UserError(`${file} line ${reading.line}: ${reading.message}`);
	return reading.toml.value;
};

const readAnswers = async (
	file: string,
	console: Pick<Console, 'readFile'>,
): Promise<ReadonlyMap<string, Answers>> => {
	const table = await readTable(file, console);
	return answersOf(table, { file, fixers: catalogue.fixers.map(({ id }) => id) });
};

const readPlan = async (file: string, console: Pick<Console, 'readFile'>): Promise<readonly PlanStep[]> =>
	planOf(await readTable(file, console), file, catalogue);

/** A plan names each fix: only what runs programs still needs its flag. */
const allowedInPlan = ({ allowExec }: FixCommand): ReadonlySet<Safety> =>
	new Set<Safety>(['safe', 'review', 'guided', ...(allowExec ? (['exec'] as const) : [])]);

const allowedBy = ({ level, allowExec }: FixCommand): ReadonlySet<Safety> =>
	new Set<Safety>([
		'safe',
		...(level === 'safe' ? [] : (['review'] as const)),
		...(allowExec ? (['exec'] as const) : []),
	]);

const said = (step: Step): string =>
	step.step === 'committed'
		? `Committed: ${visible(step.commit.subject)}`
		: `Not mended: ${visible(step.declined.check)} in ${visible(step.declined.path)}`;

const nextSteps = (branch: string): readonly string[] => {
	const name = visible(branch);
	return [
		`Look: git log -p ${name}    take: git merge ${name}    take back: bp-audit undo --all`,
		'Nothing in your checkout was changed',
	];
};

/** What tries each commit; the start has to pass before any. */
const verifyWith = async (
	bench: FixBench,
	command: string,
	console: Console,
): Promise<(commit: string) => Promise<string | null>> => {
	const start = bench.commits().at(-1)?.commit ?? bench.target.commit ?? '';
	console.progress('Trying the commit that the fixes start from');
	const failure = await bench.verify(command, start);
	if (failure === null) return commit => bench.verify(command, commit);
	throw new UserError(`before any fix ${visible(failure)}`, {
		tryThis: 'Mend that first: a fix is dropped only for what it breaks itself',
	});
};

const fixWith = async (
	bench: FixBench,
	command: FixCommand,
	steps: readonly PlanStep[] | null,
	console: Console,
): Promise<ExitStatus> => {
	const { target } = bench;
	if ('reason' in target.fixes) throw new UserError(`Nothing can be fixed here: ${target.fixes.reason}`);
	if (!command.quiet) for (const banner of target.banners) console.note(visible(banner));
	const tries = command.verify === null ? {} : { verify: await verifyWith(bench, command.verify, console) };
	const onStep = (step: Step): void => {
		if (!command.quiet) console.progress(said(step));
	};
	const result = steps
		? await replayPlan(bench, { steps, allowed: allowedInPlan(command), ...tries, onStep })
		: await fixHeadless(bench, {
				allowed: allowedBy(command),
				only: command.only,
				skip: command.skip,
				answers: command.answers === null ? null : await readAnswers(command.answers, console),
				order: catalogue.fixers.map(({ id }) => id),
				...tries,
				onStep,
			});
	console.progress('');
	const { branch } = target.fixes;
	const made = result.commits.length > 0 && !command.dryRun;
	const run: FixRun = {
		branch: made ? branch : null,
		base: target.commit ?? '',
		commits: result.commits,
		declined: result.declined,
		locks: lockDebtsOf(bench.commits()),
		score: { before: result.before.summary.score, after: result.after.summary.score },
		dryRun: command.dryRun,
	};
	await writeOutputs(command.outputs, console, {
		text: () => fixText(run, { raw: !console.terminal }),
		json: () => fixJson(run),
	});
	if (!command.quiet) {
		for (const line of command.dryRun ? dryRunNotes(run) : []) console.note(line);
		for (const line of made ? nextSteps(branch) : []) console.note(line);
	}
	const ids = new Set(catalogue.fixers.map(({ id }) => id));
	const checks = command.only.flatMap(id =>
		ids.has(id) ? (catalogue.fixers.find(fixer => fixer.id === id)?.checks ?? []) : [id],
	);
	return statusOfReport(
		filterReport(result.after, { only: checks, skip: command.skip, practices: catalogue.practices }),
		'fail',
	);
};

/** Mends without a screen and says what was done. */
export const runFix = async (command: FixCommand, console: Console): Promise<ExitStatus> => {
	assertSelection(
		command,
		catalogue.fixers.map(({ id }) => id),
	);
	const steps = command.plan === null ? null : await readPlan(command.plan, console);
	const { openWorkbench } = await console.wiring();
	const bench = await openWorkbench({
		path: command.path,
		env: console.env,
		...(command.branch === null ? {} : { branch: command.branch }),
		allowExec: command.allowExec,
		jobs: command.jobs,
		cache: command.cache,
		now: console.now,
		dryRun: command.dryRun,
	});
	try {
		return await fixWith(bench, command, steps, console);
	} finally {
		await bench.close();
	}
};
