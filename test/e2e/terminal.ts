import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface TerminalOptions {
	readonly cols?: number;
	readonly rows?: number;
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
}

const keys: Readonly<Record<string, string>> = {
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	enter: '\r',
	esc: '\u001B',
	tab: '\t',
	'shift-tab': '\u001B[Z',
	'page-down': '\u001B[6~',
	'page-up': '\u001B[5~',
	home: '\u001B[H',
	end: '\u001B[F',
	space: ' ',
	backspace: '\u007F',
	'ctrl-c': '\u0003',
	'ctrl-l': '\u000C',
	'ctrl-z': '\u001A',
};

/** How long a screen may take to show something; generous, since boxes are busy. Milliseconds. */
const patience = 10_000;

/** Runs a program in a real terminal of its own and mirrors what it shows. */
export const openTerminal = (file: string, args: readonly string[], options: TerminalOptions = {}) => {
	const { cols = 80, rows = 24, cwd = process.cwd(), env = {} } = options;
	const term = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 200, logLevel: 'off' });
	const child = pty.spawn(file, [...args], {
		name: 'xterm-256color',
		cols,
		rows,
		cwd,
		// A closed environment: nothing of the developer's shell or of CI leaks in.
		env: {
			PATH: process.env['PATH'] ?? '',
			HOME: '/nonexistent',
			LANG: 'C.UTF-8',
			COLORTERM: 'truecolor',
			TZ: 'UTC',
			...env,
		},
	});
	const waiting = new Set<() => void>();
	const wake = () => {
		for (const look of waiting) look();
	};
	let raw = '';
	let unparsed = 0;
	let exit: { readonly exitCode: number } | null = null;
	child.onData(chunk => {
		raw += chunk;
		unparsed += 1;
		term.write(chunk, () => {
			unparsed -= 1;
			wake();
		});
	});
	// What the emulator answers, or a query would never end.
	term.onData(answer => {
		child.write(answer);
	});
	child.onExit(({ exitCode }) => {
		exit = { exitCode };
		term.write('', wake);
	});

	const screen = (): string => {
		const buffer = term.buffer.active;
		return Array.from(
			{ length: term.rows },
			(_, y) => buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '',
		).join('\n');
	};
	// Each frame is bracketed: half of one is never looked at, unless what drew it was killed in the middle of it.
	const isWhole = () =>
		unparsed === 0 && (exit !== null || raw.lastIndexOf('\u001B[?2026h') <= raw.lastIndexOf('\u001B[?2026l'));
	const waitFor = (what: string | RegExp | (() => boolean)): Promise<void> => {
		const isThere =
			typeof what === 'function'
				? what
				: typeof what === 'string'
					? () => screen().includes(what)
					: () => what.test(screen());
		return new Promise((resolve, reject) => {
			const look = () => {
				if (!isWhole() || !isThere()) return;
				clearTimeout(timer);
				waiting.delete(look);
				resolve();
			};
			const timer = setTimeout(() => {
				waiting.delete(look);
				reject(new Error(`waited for ${String(what)}, exit ${JSON.stringify(exit)}, and saw\n${screen()}`));
			}, patience);
			waiting.add(look);
			look();
		});
	};

	return {
		term,
		pid: child.pid,
		screen,
		/** Everything the program wrote. */
		raw: () => raw,
		exit: () => exit,
		press: (...names: readonly string[]) => {
			for (const name of names) child.write(keys[name] ?? name);
		},
		resize: (width: number, height: number) => {
			term.resize(width, height);
			child.resize(width, height);
		},
		kill: (signal: string) => {
			child.kill(signal);
		},
		waitFor,
		/** Waits for the end and gives the exit status. */
		async ended(): Promise<number> {
			await waitFor(() => exit !== null);
			return exit?.exitCode ?? -1;
		},
		async [Symbol.asyncDispose]() {
			if (exit === null) {
				child.kill('SIGKILL');
				await waitFor(() => exit !== null);
			}
			term.dispose();
		},
	};
};

export type TestTerminal = ReturnType<typeof openTerminal>;
