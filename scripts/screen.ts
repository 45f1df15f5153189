import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import type { Terminal } from '@xterm/headless';

/** A program in a real terminal of a fixed size, with what it shows. */
export interface Screen {
	readonly terminal: Terminal;
	/** The visible screen as text. */
	text(): string;
	press(keys: string): void;
	/** Resolves once the screen, painted as a whole, holds the text or what is asked. Rejects after `limitMs`. */
	shows(what: string | (() => boolean), limitMs?: number): Promise<void>;
	end(): void;
}

/** Starts a program in a closed environment. */
export const openScreen = (
	file: string,
	args: readonly string[],
	options: { readonly cols: number; readonly rows: number; readonly env: Readonly<Record<string, string>> },
): Screen => {
	const { cols, rows, env } = options;
	const terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true, logLevel: 'off' });
	const child = pty.spawn(file, [...args], { name: 'xterm-256color', cols, rows, env: { ...env } });
	let raw = '';
	let pending = 0;
	const waiting = new Set<() => void>();
	const wake = (): void => {
		for (const check of waiting) check();
	};
	child.onData(chunk => {
		raw += chunk;
		pending++;
		terminal.write(chunk, () => {
			pending--;
			wake();
		});
	});
	terminal.onData(answer => child.write(answer));
	const text = (): string => {
		const { active } = terminal.buffer;
		return Array.from(
			{ length: rows },
			(_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
		).join('\n');
	};
	// A frame is painted between these two marks; half a frame is nothing to look at.
	const isWhole = (): boolean =>
		pending === 0 && raw.lastIndexOf('\u001b[?2026h') <= raw.lastIndexOf('\u001b[?2026l');
	const holds = (what: string | (() => boolean)): boolean =>
		isWhole() && (typeof what === 'string' ? text().includes(what) : what());
	return {
		terminal,
		text,
		press: keys => child.write(keys),
		shows: (what, limitMs = 15_000) =>
			new Promise((resolve, reject) => {
				const finish = (): void => {
					clearTimeout(timer);
					waiting.delete(check);
				};
				const check = (): void => {
					if (!holds(what)) return;
					finish();
					resolve();
				};
				const timer = setTimeout(() => {
					finish();
					reject(new Error(`never shown: ${String(what)}\n${text()}`));
				}, limitMs);
				waiting.add(check);
				check();
			}),
		end: () => child.kill('SIGKILL'),
	};
};
