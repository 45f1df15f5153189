import { EventEmitter } from 'node:events';

/** The part of a terminal's input stream that is used. */
export interface InputTerminal {
	setEncoding(encoding: 'utf8'): unknown;
	setRawMode?(isRaw: boolean): unknown;
	on(event: 'data', listener: (chunk: string | Uint8Array) => void): unknown;
	on(event: 'error', listener: (error: Error) => void): unknown;
	off(event: 'data', listener: (chunk: string | Uint8Array) => void): unknown;
	off(event: 'error', listener: (error: Error) => void): unknown;
	resume(): unknown;
	pause(): unknown;
	ref?(): unknown;
	unref?(): unknown;
}

/* eslint-disable no-control-regex */
// One whole sequence: CSI, SS3, OSC, DCS and its kin, or Alt with a character.
const sequence =
	/^\u001B(?:\[\[?[0-?]*[ -/]*[@-~]|O[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[PX^_][^\u001B]*\u001B\\|[^OPX[\]^_\u001B])/;
// What terminals answer or report unasked: device attributes, cursor place, colours, focus, mouse.
const reply = /^\u001B(?:[PX\]^_]|\[[?>][\d;]*[a-zA-Z$]|\[\d+;\d+R$|\[[IO]$|\[<[\d;]+[mM]$)/;
// A sequence that is torn ends where another one begins, and never takes the interrupt key with it.
const torn = /\u0003|\u001B[^\\]/;
// SGR mouse report: button, column and row from 1, `M` for down and `m` for up.
const mouse = /^\u001B\[<(\d+);(\d+);(\d+)([Mm])$/;
/* eslint-enable no-control-regex */
const pasteStart = '\u001B[200~';
const pasteEnd = '\u001B[201~';

/** A lone Escape is the key only after so much silence; slow lines split sequences. Milliseconds. */
const escapeDelay = 50;
// A terminal that is gone reads as an input error; the hang-up signal tells the rest.
const failed = (error: Error) => {
	if (!('code' in error) || error.code !== 'EIO') throw error;
};

export interface KeyListener {
	readonly onPaste: (text: string) => void;
	/** A click while the mouse is on: the cell, from 0. */
	readonly onClick?: (x: number, y: number) => void;
	/** Turns of the event loop to wait before the next key, asked after each one. */
	readonly turnsAfterKey: () => number;
}

/**
 * Ink's input stream. Owns the real one: puts split sequences together, takes bursts apart into single keys, drops
 * what terminals answer, and hands pastes over whole instead of as commands.
 */
export const createKeyStdin = (
	terminal: InputTerminal,
	{ onPaste, onClick = () => {}, turnsAfterKey }: KeyListener,
) => {
	const events = new EventEmitter();
	events.setMaxListeners(0);
	/** Keys as text; pastes and clicks stand in line with them. */
	type Input = string | { readonly paste: string } | { readonly x: number; readonly y: number };
	const queue: Input[] = [];
	let rest = '';
	let paste: string | null = null;
	let out: string | null = null;
	let isDraining = false;
	let wantsMouse = false;
	let timer: NodeJS.Timeout | undefined;

	const deliver = (key: Input) => {
		if (typeof key === 'string') {
			out = key;
			events.emit('readable');
		} else if ('paste' in key) onPaste(key.paste);
		else onClick(key.x, key.y);
	};

	const drain = () => {
		for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
			deliver(key);
			let turns = turnsAfterKey();
			if (turns === 0) continue;
			const turn = () => {
				turns -= 1;
				if (turns > 0) setImmediate(turn);
				else drain();
			};
			setImmediate(turn);
			return;
		}
		isDraining = false;
	};

	const push = (key: Input) => {
		queue.push(key);
		if (isDraining) return;
		isDraining = true;
		drain();
	};

	const pushCharacter = (character: string) => {
		push(character === '\u007F' ? '\b' : character === '\n' ? '\r' : character);
	};

	/** The wheel is the arrow keys; another button than the first, and letting go, are nothing. */
	const takeMouse = (report: string) => {
		const [, button, x, y, kind] = mouse.exec(report) ?? [];
		if (!wantsMouse || kind !== 'M') return;
		if (button === '64') push('\u001B[A');
		else if (button === '65') push('\u001B[B');
		else if (button === '0') push({ x: Number(x) - 1, y: Number(y) - 1 });
	};

	/** Takes one key, paste or answer off the text; null where the end of it is still to come. */
	const takeOne = (text: string): string | null => {
		if (paste !== null) {
			// Looked for in the whole paste, since its end mark may be split too.
			paste += text;
			const end = paste.indexOf(pasteEnd);
			if (end < 0) return '';
			const [whole, behind] = [paste.slice(0, end), paste.slice(end + pasteEnd.length)];
			paste = null;
			push({ paste: whole });
			return behind;
		}
		if (!text.startsWith('\u001B')) {
			const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
			pushCharacter(character);
			return text.slice(character.length);
		}
		const found = sequence.exec(text)?.[0];
		if (found !== undefined) {
			if (found === pasteStart) paste = '';
			else if (mouse.test(found)) takeMouse(found);
			else if (!reply.test(found)) push(found);
			return text.slice(found.length);
		}
		if (text[1] === '\u001B') {
			push('\u001B');
			return text.slice(1);
		}
		const behind = text.slice(1).search(torn);
		return behind < 0 ? null : text.slice(behind + 1);
	};

	const feed = (chunk: string) => {
		clearTimeout(timer);
		let text = rest + chunk;
		rest = '';
		while (text !== '') {
			const behind = takeOne(text);
			if (behind === null) {
				rest = text;
				timer = setTimeout(() => {
					if (rest === '\u001B') push(rest);
					rest = '';
				}, escapeDelay);
				return;
			}
			text = behind;
		}
	};

	const received = (chunk: string | Uint8Array) => {
		feed(String(chunk));
	};
	return {
		isTTY: true,
		on: (event: string, listener: () => void) => events.on(event, listener),
		off: (event: string, listener: () => void) => events.off(event, listener),
		addListener: (event: string, listener: () => void) => events.on(event, listener),
		removeListener: (event: string, listener: () => void) => events.off(event, listener),
		// Ink asks for these; the real stream is looked after by `start` and `stop`.
		setEncoding() {},
		setRawMode() {},
		ref() {},
		unref() {},
		read(): string | null {
			const key = out;
			out = null;
			return key;
		},
		/** As if the terminal had sent it. */
		feed,
		/** Whether reports of the mouse count; they are dropped else. */
		heedMouse(isOn: boolean) {
			wantsMouse = isOn;
		},
		/** Forgets keys that were typed and not read yet. */
		flush() {
			queue.length = 0;
		},
		start() {
			terminal.setEncoding('utf8');
			terminal.setRawMode?.(true);
			terminal.on('error', failed);
			terminal.on('data', received);
			terminal.ref?.();
			terminal.resume();
		},
		/** Stops reading at once, so that another program can. */
		stop() {
			terminal.off('data', received);
			terminal.off('error', failed);
			terminal.setRawMode?.(false);
			terminal.pause();
			terminal.unref?.();
			clearTimeout(timer);
			rest = '';
			paste = null;
			queue.length = 0;
		},
	};
};
