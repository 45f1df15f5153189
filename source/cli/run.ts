import { basename, resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Command, SessionCommand } from './arguments.ts';
import type { Console } from './console.ts';
import { helpText } from './help.ts';
import { version } from './version.ts';
import type { Sample } from './wiring-types.ts';

const runExplain = async (id: string, console: Console): Promise<number> => {
	const [{ explained: catalogue }, { explanationOf }, { selectablesOf }, { findNearest }] = await Promise.all(
		[
			import('./catalogue.ts'),
			import('../report/explain.ts'),
			import('../core/catalogue.ts'),
			import('../core/nearest.ts'),
		],
	);
	// Its checks have no words of their own.
	const text = explanationOf(id.startsWith('decisions/') ? 'decisions' : id, catalogue);
	if (text === null) {
		const ids = selectablesOf(catalogue).flatMap(({ number, practice, check }) => [practice, number, check]);
		const nearest = findNearest(id, ids);
		throw new UserError(`\`${id}\` names no section, practice, check or fixer`, {
			tryThis: nearest === null ? 'Run `bp-audit list` to see every id' : `Did you mean \`${nearest}\`?`,
		});
	}
	console.out(text);
	return 0;
};

// Told as a parameter, because what a closure assigns is not followed.
const closeSample = async (sample: Sample | null): Promise<void> => sample?.close();

const runReport = async (command: Omit<SessionCommand, 'command'>, console: Console): Promise<number> => {
	const { runCheck } = await import('./run-check.ts');
	return runCheck(
		{
			command: 'check',
			...command,
			outputs: [{ format: 'text', file: null }],
			only: [],
			skip: [],
			rev: null,
			failOn: 'fail',
			changedSince: null,
			baseline: null,
			updateBaseline: false,
			run: false,
			history: false,
			quiet: false,
		},
		console,
	);
};

const runSession = async (command: SessionCommand, console: Console): Promise<number> => {
	const { path, branch, jobs, cache } = command;
	if (!console.interactive) return runReport(command, console);
	const name = basename(resolve(path));
	const locate = async () => ({ path, env: console.env });
	return console.showSession({ name, locate, passing: false, branch, jobs, cache });
};

const runDemo = async (console: Console): Promise<number> => {
	let sample: Sample | null = null;
	const locate = async (): Promise<Sample> => {
		sample = await console.openSample(console.env);
		return sample;
	};
	const common = { branch: null, jobs: null, cache: false } as const;
	try {
		if (console.interactive) {
			const name = 'orders-service';
			return await console.showSession({ name, locate, passing: true, ...common });
		}
		const { path, env } = await locate();
		const status = await runReport({ path, ...common }, { ...console, env });
		// The sample is meant to have findings.
		return status === 1 ? 0 : status;
	} finally {
		await closeSample(sample);
	}
};

/** Runs a command; what is not needed for it is not even loaded. Gives the exit status. */
export const runCommand = async (command: Command, console: Console): Promise<number> => {
	switch (command.command) {
		case 'version':
			console.out(`bp-audit ${version}\n`);
			return 0;
		case 'help':
			console.out(helpText(command.about));
			return 0;
		case 'explain':
			return runExplain(command.id, console);
		case 'list': {
			const [{ catalogue }, { listJson, listText }, { writeOutputs }] = await Promise.all([
				import('./catalogue.ts'),
				import('../report/list.ts'),
				import('./outputs.ts'),
			]);
			await writeOutputs(command.outputs, console, {
				text: () => listText(catalogue),
				json: () => listJson(catalogue),
			});
			return 0;
		}
		case 'check':
			return (await import('./run-check.ts')).runCheck(command, console);
		case 'fix':
			return (await import('./run-fix.ts')).runFix(command, console);
		case 'undo':
			return (await import('./run-undo.ts')).runUndo(command, console);
		case 'waive':
			return (await import('./run-decide.ts')).runWaive(command, console);
		case 'attest':
			return (await import('./run-decide.ts')).runAttest(command, console);
		case 'demo':
			return runDemo(console);
		case 'session':
			return runSession(command, console);
	}
};
