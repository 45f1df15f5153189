import { EventEmitter } from 'node:events';
import { scrub, withoutColors } from './scrub.ts';
import { widthOf } from './width.ts';

/** The part of a terminal's output stream that is used. */
export interface OutputTerminal {
	readonly columns?: number | undefined;
	readonly rows?: number | undefined;
	write(text: string): boolean;
	on(event: 'resize', listener: () => void): unknown;
	off(event: 'resize' | 'drain', listener: () => void): unknown;
	once(event: 'drain', listener: () => void): unknown;
}

/** The bytes that turn the screen `before` into the screen `after`: only the rows that differ, by absolute place. */
export const diffFrames = (
	before: readonly string[],
	after: readonly string[],
	{ cols, rows }: { readonly cols: number; readonly rows: number },
): string => {
	let bytes = '';
	for (let y = 0; y < rows; y++) {
		const row = after[y] ?? '';
		if (row === before[y]) continue;
		// Without autowrap the cursor stays on the last cell of a full row, where erasing would take that cell away.
		const isFull = widthOf(withoutColors(row)) >= cols;
		bytes += `\u001B[${String(y + 1)};1H${row}\u001B[0m${isFull ? '' : '\u001B[K'}`;
	}
	return bytes;
};

// Alternate screen, cursor off, autowrap off (a wrong guess at a width costs a cell, not a row), bracketed paste on.
const entering = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[?2004h\u001B[2J';
const leaving = '\u001B[?2026l\u001B[?2004l\u001B[?7h\u001B[0m\u001B[?25h\u001B[?1049l';

// Buttons and the wheel, in reports that any column fits in.
const mouseOn = '\u001B[?1000h\u001B[?1006h';
const mouseOff = '\u001B[?1006l\u001B[?1000l';

/**
 * Ink's output stream. Ink runs with `debug`, where every write is one complete frame; the sink owns the real
 * terminal, keeps the newest frame and paints what changed. Ink 6.8 by itself clears the scrollback on full screens.
 */
export const createFrameSink = (terminal: OutputTerminal) => {
	const events = new EventEmitter();
	events.setMaxListeners(0);
	let painted: readonly string[] = [];
	let next: string | null = null;
	let last: string | null = null;
	let isActive = false;
	let isScheduled = false;
	let isBlocked = false;
	let clears = false;
	let hasMouse = false;

	const rows = () => terminal.rows || 24;

	const drained = () => {
		isBlocked = false;
		schedule();
	};

	const paint = () => {
		if (!isActive || next === null) return;
		const frame = next.split('\n').slice(0, rows()).map(scrub);
		while (frame.length < rows()) frame.push('');
		const body =
			(clears ? '\u001B[2J' : '') +
			diffFrames(painted, frame, { cols: terminal.columns || 80, rows: rows() });
		painted = frame;
		last = next;
		next = null;
		clears = false;
		if (body === '' || terminal.write(`\u001B[?2026h${body}\u001B[?2026l`)) return;
		// A slow line: until it drains only the newest frame is kept.
		isBlocked = true;
		terminal.once('drain', drained);
	};

	const schedule = () => {
		if (isScheduled || isBlocked || !isActive || next === null) return;
		isScheduled = true;
		setImmediate(() => {
			isScheduled = false;
			paint();
		});
	};

	const repaint = () => {
		painted = [];
		clears = true;
		next ??= last;
		schedule();
	};

	const resized = () => {
		repaint();
		events.emit('resize');
	};

	return {
		/** False keeps Ink from writing cursor codes of its own. */
		isTTY: false,
		get columns() {
			return terminal.columns || 80;
		},
		get rows() {
			return rows();
		},
		write(chunk: string | Uint8Array, encoding?: unknown, callback?: () => void): boolean {
			const frame = String(chunk);
			if (frame !== '') {
				next = frame;
				schedule();
			}
			if (callback) queueMicrotask(callback);
			else if (typeof encoding === 'function') queueMicrotask(() => void encoding());
			return true;
		},
		on: (event: string, listener: () => void) => events.on(event, listener),
		off: (event: string, listener: () => void) => events.off(event, listener),
		/** Takes the screen over; what was shown last comes back. */
		enter() {
			if (isActive) return;
			isActive = true;
			terminal.write(hasMouse ? entering + mouseOn : entering);
			terminal.on('resize', resized);
			painted = [];
			next ??= last;
			schedule();
		},
		/** Gives the screen back as it was; the second call does nothing. */
		leave() {
			if (!isActive) return;
			isActive = false;
			terminal.off('resize', resized);
			terminal.off('drain', drained);
			isBlocked = false;
			terminal.write(hasMouse ? mouseOff + leaving : leaving);
		},
		repaint,
		/** Has the terminal report the mouse, or leave it to the user again. */
		reportMouse(isOn: boolean) {
			if (isOn === hasMouse) return;
			hasMouse = isOn;
			if (isActive) terminal.write(isOn ? mouseOn : mouseOff);
		},
	};
};
