import { render } from 'ink';
import { Bug } from '../core/errors.ts';
import type { PlanStep } from '../core/plan-file.ts';
import type { Report } from '../core/report.ts';
import type { Effect } from '../session/events.ts';
import type { Workbench } from '../session/ports.ts';
import { hasMenu } from '../session/context.ts';
import { startOf } from '../session/state.ts';
import { exitSummary } from './exit-summary.ts';
import { createFrameSink } from './frame-sink.ts';
import type { OutputTerminal } from './frame-sink.ts';
import { createKeyStdin } from './key-stdin.ts';
import type { InputTerminal } from './key-stdin.ts';
import { Root } from './root.tsx';
import { createRunner } from './runner.ts';
import { listenToSignals, stopUntilContinued } from './signals.ts';
import { createStore } from './store.ts';
import { rowAt } from './views/row-at.ts';

export interface SessionOptions {
	/** The folder's name: shown before anything is read. */
	readonly name: string;
	/** ISO date. */
	readonly today: string;
	/** Called after the first frame is on the screen; may load the engine. */
	readonly openWorkbench: () => Promise<Workbench> | Workbench;
	/** The repository is gone after the session: there is nothing to do with its branch. */
	readonly passing: boolean;
	/** Opens a file of the user's in their editor and waits until it is closed. */
	readonly edit: (place: {
		readonly root: string;
		readonly path: string;
		readonly line: number | null;
	}) => Promise<void>;
	/** Writes a plan to a new file of the user's, and gives its name. */
	readonly savePlan: (steps: readonly PlanStep[]) => Promise<string>;
	/** Writes a report to a new file of the user's, and gives its name. */
	readonly saveReport: (report: Report) => Promise<string>;
	readonly stdin: InputTerminal;
	readonly stdout: OutputTerminal & { on(event: 'error', listener: (error: Error) => void): unknown };
	readonly color: boolean;
	readonly ascii: boolean;
}

// Ink asks for Node's own streams and uses these parts of them.
const isInkOutput = (stream: object): stream is NodeJS.WriteStream =>
	'write' in stream && 'columns' in stream && 'on' in stream && 'off' in stream;
const isInkInput = (stream: object): stream is NodeJS.ReadStream & { readonly fd: 0 } =>
	'read' in stream && 'setRawMode' in stream && 'addListener' in stream && 'removeListener' in stream;

/** What React's effects take to hand the keys to a menu that has just appeared or moved. */
const turnsForMenu = 6;

/** How long closing may take before the session ends without it. Milliseconds. */
const closeLimit = 2000;

const within = (limit: number, task: Promise<unknown>): Promise<unknown> => {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise(resolve => {
		timer = setTimeout(resolve, limit);
	});
	return Promise.race([task, late]).finally(() => {
		clearTimeout(timer);
	});
};

const isGone = (error: Error): boolean => 'code' in error && (error.code === 'EIO' || error.code === 'EPIPE');

type Ending = { readonly exitCode: number } | { readonly thrown: unknown };

/** A promise of how the session ends, and what settles it; the first ending counts. */
const createEnding = () => {
	const settlers: ((ending: Ending) => void)[] = [];
	const ended = new Promise<Ending>(resolve => {
		settlers.push(resolve);
	});
	return {
		ended,
		end: (ending: Ending) => {
			for (const settle of settlers) settle(ending);
		},
	};
};

/**
 * Runs the guided session on a terminal until the user leaves, and gives the terminal back on every way out.
 * Throws what the opener threw, and what nobody caught, once the terminal is as it was.
 */
export const runSession = async (options: SessionOptions): Promise<{ readonly exitCode: number }> => {
	const { stdin, stdout, color, ascii } = options;
	const sink = createFrameSink(stdout);
	const keys = createKeyStdin(stdin, {
		onPaste: text => {
			store.dispatch({ type: 'pasted', text });
		},
		onClick: (x, y) => {
			const row = rowAt(store.session(), x, y);
			if (row !== null) store.dispatch({ type: 'clicked', row });
		},
		turnsAfterKey: () => (hasMenu(store.session()) ? turnsForMenu : 0),
	});
	let run: ((effect: Effect) => void) | null = null;
	const held: { bench: Workbench | null } = { bench: null };
	let isSuspended = false;
	let isOver = false;
	const { ended, end } = createEnding();

	const leave = (exitCode: number) => {
		end({ exitCode });
	};
	const theme = { color, ascii };
	const start = startOf(options.name, { cols: sink.columns, rows: sink.rows }, options.today);
	const store = createStore(start, theme, effect => {
		if (run) run(effect);
		// Before the workbench is open there is nothing to ask it; these need none.
		else if (effect.type === 'leave') leave(effect.exitCode);
		else if (effect.type === 'repaint') sink.repaint();
		else if (effect.type === 'suspend') void suspend();
		else if (effect.type === 'mouse') setMouse(effect.isOn);
	});

	const setMouse = (isOn: boolean) => {
		sink.reportMouse(isOn);
		keys.heedMouse(isOn);
	};

	/** Gives the terminal to somebody else for a while. */
	const handOver = async (work: () => Promise<void>) => {
		isSuspended = true;
		keys.stop();
		sink.leave();
		// One turn, so that the stream has really stopped reading: else it takes keys from the next program.
		await new Promise(resolve => setImmediate(resolve));
		try {
			await work();
		} finally {
			isSuspended = false;
			// It may have ended while somebody else had the terminal: then that stays as it is.
			if (!isOver) {
				sink.enter();
				keys.start();
				resized();
				sink.repaint();
			}
		}
	};
	const suspend = () => handOver(stopUntilContinued);

	const resized = () => {
		store.dispatch({ type: 'resized', size: { cols: sink.columns, rows: sink.rows } });
	};

	const stopListening = listenToSignals({
		ends: exitCode => {
			// A pager or editor in front leaves the interrupt key on.
			if (!(isSuspended && exitCode === 130)) leave(exitCode);
		},
		broke: thrown => {
			if (!(thrown instanceof Error && isGone(thrown))) end({ thrown });
		},
		exits: () => {
			sink.leave();
		},
	});
	stdout.on('error', error => {
		if (!isGone(error)) end({ thrown: error });
	});

	const open = async () => {
		const opened = await options.openWorkbench();
		held.bench = opened;
		run = createRunner(opened, {
			dispatch: store.dispatch,
			flushKeys: () => {
				keys.flush();
			},
			repaint: sink.repaint,
			suspend,
			mouse: setMouse,
			savePlan: options.savePlan,
			saveReport: options.saveReport,
			edit: (path, line) => handOver(() => options.edit({ root: opened.target.root, path, line })),
			leave,
		});
		store.dispatch({
			type: 'opened',
			target: opened.target,
			guides: opened.guides,
			commits: opened.commits(),
		});
	};
	const openSafely = async () => {
		try {
			await open();
			// Left before it was open: nobody else closes it.
			if (store.session().leaving.name === 'gone') await held.bench?.close();
		} catch (thrown) {
			end({ thrown });
		}
	};

	if (!isInkOutput(sink) || !isInkInput(keys)) throw new Bug('Ink cannot use these streams');
	sink.enter();
	keys.start();
	const app = render(<Root store={store} theme={theme} />, {
		debug: true,
		stdout: sink,
		stdin: keys,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	app.waitUntilExit().catch((thrown: unknown) => {
		end({ thrown });
	});
	sink.on('resize', resized);
	// The first frame goes out before anything heavy is loaded: two turns for the sink to write it.
	setImmediate(() => {
		setImmediate(() => {
			void openSafely();
		});
	});

	const ending = await ended;
	isOver = true;
	sink.leave();
	keys.stop();
	app.unmount();
	await within(closeLimit, held.bench ? held.bench.close() : Promise.resolve()).catch(() => {});
	stopListening();
	const said = exitSummary(store.session(), { ascii, passing: options.passing });
	if (said.length > 0) stdout.write(`${said.join('\n')}\n`);
	if ('thrown' in ending) throw ending.thrown;
	return ending;
};
