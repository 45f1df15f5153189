import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { createKeyStdin } from '../../source/ui/key-stdin.ts';

const open = ({ turns = 0 }: { readonly turns?: number } = {}) => {
	const modes: boolean[] = [];
	const pastes: string[] = [];
	const terminal = Object.assign(new EventEmitter(), {
		setEncoding() {},
		setRawMode: (isRaw: boolean) => modes.push(isRaw),
		resume() {},
		pause() {},
	});
	const clicks: (readonly [number, number])[] = [];
	const keys = createKeyStdin(terminal, {
		onPaste: text => pastes.push(text),
		onClick: (x, y) => clicks.push([x, y]),
		turnsAfterKey: () => turns,
	});
	const read: string[] = [];
	keys.on('readable', () => {
		const key = keys.read();
		if (key !== null) read.push(key);
	});
	keys.start();
	return { keys, read, modes, pastes, clicks, send: (text: string) => terminal.emit('data', text) };
};

test('a burst becomes single keys, in order', async () => {
	const { read, send } = open();
	send('jjk\u001B[Aq');
	await vi.waitFor(() => {
		expect(read).toEqual(['j', 'j', 'k', '\u001B[A', 'q']);
	});
});

test('a sequence split at any place is one key', async () => {
	for (const at of [1, 2]) {
		const { read, send } = open();
		send('\u001B[A'.slice(0, at));
		send('\u001B[A'.slice(at));
		await vi.waitFor(() => {
			expect(read).toEqual(['\u001B[A']);
		});
	}
});

test('Escape alone is a key after a silence', async () => {
	const { read, send } = open();
	send('\u001B');
	expect(read).toEqual([]);
	await vi.waitFor(() => {
		expect(read).toEqual(['\u001B']);
	});
});

test.each(['\u001B[', '\u001B[12;', '\u001B]11;rgb', '\u001BP1'])(
	'a sequence torn off after %j takes no key with it',
	async part => {
		const { read, send } = open();
		send(`${part}\u0003`);
		send(`${part}\u001B[A`);
		await vi.waitFor(() => {
			expect(read).toEqual(['\u0003', '\u001B[A']);
		});
	},
);

test('a character with a modifier is not Escape and a letter', async () => {
	const { read, send } = open();
	send('\u001Bq');
	await vi.waitFor(() => {
		expect(read).toEqual(['\u001Bq']);
	});
});

test('a paste is handed over whole and presses nothing', async () => {
	const { read, pastes, send } = open();
	send('\u001B[200~q\nf\n\u001B[20');
	send('1~j');
	await vi.waitFor(() => {
		expect(read).toEqual(['j']);
	});
	expect(pastes).toEqual(['q\nf\n']);
});

test('what terminals answer is no key', async () => {
	const { read, send } = open();
	send(
		'\u001B[?62;22c\u001B]11;rgb:ffff/ffff/ffff\u0007\u001B[12;40R\u001B[I\u001B[O\u001B[<0;3;4M\u001BP1+r\u001B\\j',
	);
	await vi.waitFor(() => {
		expect(read).toEqual(['j']);
	});
});

test('backspace and enter have one code each', async () => {
	const { read, send } = open();
	send('\u007F\b\n\r');
	await vi.waitFor(() => {
		expect(read).toEqual(['\b', '\b', '\r', '\r']);
	});
});

test('keys typed ahead can be forgotten', async () => {
	const { keys, read, send } = open({ turns: 4 });
	send('fyyy');
	keys.flush();
	send('n');
	await vi.waitFor(() => {
		expect(read).toEqual(['f', 'n']);
	});
});

test('a burst is read at once, unless somebody needs turns between keys', () => {
	const quick = open();
	quick.send('jjjj');
	expect(quick.read).toHaveLength(4);
	const patient = open({ turns: 4 });
	patient.send('jjjj');
	expect(patient.read).toHaveLength(1);
});

test('stopping gives the terminal its own mode back and reads nothing more', () => {
	const { keys, read, modes, send } = open();
	keys.stop();
	send('q');
	expect(modes).toEqual([true, false]);
	expect(read).toEqual([]);
});

test('the mouse counts only while it is on: the wheel moves, the first button clicks where it went down', async () => {
	const { keys, read, clicks, send } = open();
	send('\u001B[<64;3;4M\u001B[<0;3;4Mx');
	await vi.waitFor(() => expect(read).toEqual(['x']));
	expect(clicks).toEqual([]);
	keys.heedMouse(true);
	send('\u001B[<64;3;4M\u001B[<65;3;4M\u001B[<0;3;4M\u001B[<0;3;4m\u001B[<2;9;9My');
	await vi.waitFor(() => expect(read).toEqual(['x', '\u001B[A', '\u001B[B', 'y']));
	expect(clicks).toEqual([[2, 3]]);
});
