import { isatty } from 'node:tty';
import { parseArguments } from './cli/arguments.ts';
import type { Invocation } from './cli/arguments.ts';
import { wantsColour } from './cli/console.ts';
import type { Console, SessionRequest } from './cli/console.ts';
import { failureOf } from './cli/errors.ts';
import { progressLine } from './cli/progress.ts';
import { runCommand } from './cli/run.ts';
import type { Environment } from './cli/wiring-types.ts';
import { Bug } from './core/errors.ts';
import type { PlanStep } from './core/plan-file.ts';
import type { Report } from './core/report.ts';
import { moduleOf, nodeFlags } from './entries.ts';
import { readUserFile, writeNewFile, writeUserFile } from './git/outside.ts';
import { decideSurface } from './ui/surface.ts';
import type { Surface } from './ui/surface.ts';

const { stdin, stdout, stderr } = process;

// Before our own libraries read it: children get what the user had.
const env: Environment = { ...process.env };

const applyEnvironment = (variables: Environment): void => {
	for (const [name, value] of Object.entries(variables)) {
		if (value === undefined) delete process.env[name];
		else process.env[name] = value;
	}
};

interface EditRequest {
	readonly root: string;
	readonly path: string;
	readonly line: number | null;
}

const ended = { session: false };

/** Opens a file of the user's own working tree, at their key, in their editor. */
const editFile = async ({ root, path, line }: EditRequest): Promise<void> => {
	const [{ openEditor }, { placeInside }, { findProgram }] = await Promise.all([
		import('./tools/editor.ts'),
		import('./git/inside.ts'),
		import('./git/program.ts'),
	]);
	const place = { file: placeInside(root, path), line };
	const find = (name: string) => findProgram(name, root, env);
	await openEditor(place, { env, findProgram: find, directory: root }, { given: 'key' });
};

/** Opens the screens; the engine loads when the first frame is out. */
const showSession = async (
	{ name, locate, passing, branch, jobs, cache }: SessionRequest,
	surface: Exclude<Surface, { readonly kind: 'report' }>,
): Promise<number> => {
	const today = new Date().toISOString().slice(0, 10);
	const common = {
		name,
		today,
		passing,
		async savePlan(steps: readonly PlanStep[]) {
			const { planText } = await import('./edit/plan-file.ts');
			return writeNewFile(`bp-audit-plan-${today}`, '.toml', planText(steps));
		},
		async saveReport(report: Report) {
			const [{ htmlReport }, { catalogue }] = await Promise.all([
				import('./report/html.ts'),
				import('./cli/catalogue.ts'),
			]);
			const text = htmlReport(report, { name, practices: catalogue.practices });
			return writeNewFile(`bp-audit-report-${today}`, '.html', text);
		},
	};
	const opening = async () => {
		// These two alone: whoever locates may know more of the place, such as how to remove it, which no process can be sent.
		const place = await locate();
		return {
			path: place.path,
			env: place.env,
			...(branch === null ? {} : { branch }),
			jobs,
			cache,
			now: new Date(),
		};
	};
	ended.session = true;
	if (surface.kind === 'plain') {
		const [{ runPlainSession }, { createInterface }] = await Promise.all([
			import('./ui/plain/run-plain-session.ts'),
			import('node:readline'),
		]);
		const lines = createInterface({ input: stdin, output: stdout, terminal: false });
		const { exitCode } = await runPlainSession({
			...common,
			async openWorkbench() {
				const { openWorkbench } = await import('./wiring.ts');
				return openWorkbench({ ...(await opening()), allowExec: false });
			},
			lines,
			write: line => stdout.write(`${line}\n`),
			prompt: () => stdout.write('> '),
		});
		lines.close();
		return exitCode;
	}
	applyEnvironment(surface.env);
	const { runSession } = await import('./ui/run-session.tsx');
	const { exitCode } = await runSession({
		...common,
		async openWorkbench() {
			const [{ openRemoteWorkbench }, { startProcess }] = await Promise.all([
				import('./remote/remote-workbench.ts'),
				import('./remote/start-process.ts'),
			]);
			const module = moduleOf('workbench-child.ts', 'workbench-child.js');
			// It loads while the repository is looked up.
			const start = () => startProcess({ module, execArgv: nodeFlags, env });
			const line = start();
			return openRemoteWorkbench(line, await opening(), start);
		},
		edit: editFile,
		stdin,
		stdout,
		color: surface.color,
		ascii: surface.ascii,
	});
	return exitCode;
};

const consoleFor = ({ common }: Pick<Invocation, 'common'>): Console => {
	const terminal = isatty(1);
	const surface = decideSurface({
		env,
		isInputTerminal: isatty(0),
		isOutputTerminal: terminal,
		wantsColor: common.colour,
		wantsAscii: common.ascii,
		wantsPlain: common.plain,
		wantsTui: common.tui,
		columns: stdout.columns,
	});
	return {
		out: text => stdout.write(text),
		note: line => stderr.write(`${line}\n`),
		progress: progressLine(stderr),
		colour: wantsColour({ flag: common.colour, env, terminal }),
		terminal,
		interactive: surface.kind !== 'report',
		env,
		now: new Date(),
		async wiring() {
			const { auditOnce, changedPaths, openWorkbench, recordDecision } = await import('./wiring.ts');
			return { auditOnce, changedPaths, openWorkbench, recordDecision };
		},
		openSample: async from => (await import('./git/sample.ts')).openSample(from),
		showSession: async request => {
			if (surface.kind === 'report') throw new Bug('there is no terminal to show a session on');
			return showSession(request, surface);
		},
		readFile: readUserFile,
		writeFile: writeUserFile,
	};
};

const main = async (): Promise<number> => {
	const argv = process.argv.slice(2);
	try {
		const invocation = parseArguments(argv);
		return await runCommand(invocation.command, consoleFor(invocation));
	} catch (thrown) {
		const { lines, status } = failureOf(thrown, { debug: argv.includes('--debug') });
		for (const line of lines) stderr.write(`${line}\n`);
		return status;
	}
};

// `bp-audit check | head`: whoever read has enough.
for (const stream of [stdout, stderr]) {
	stream.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code === 'EPIPE') process.exit(0);
		throw error;
	});
}

process.exitCode = await main();
// Whoever leaves a session has their prompt back at once, whatever is still under way.
if (ended.session) {
	// Without its terminal Node breaks down in its own way out; the signal that told us ends it as it should.
	if (process.exitCode === 129) process.once('exit', () => process.kill(process.pid, 'SIGHUP'));
	process.exit();
}
