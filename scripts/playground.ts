import process from 'node:process';
import type { Size } from '../source/session/state.ts';
import { screens } from '../test/ui/screens.ts';
import { recordedRows } from './recorded.ts';

// Every screen of the session in every state, from recorded data:
// `npm run playground` flips through them, `npm run playground -- NAME [COLSxROWS]` prints one.

const names = Object.keys(screens);
const [wanted, sizeText] = process.argv.slice(2);
const theme = { color: process.env['NO_COLOR'] === undefined, ascii: process.env['ASCII'] === '1' };

const rowsOf = (name: string, size: Size): Promise<readonly string[]> => recordedRows(name, size, theme);

const sizeOf = (text: string | undefined): Size => {
	const [, cols, rows] = /^(\d+)x(\d+)$/.exec(text ?? '') ?? [];
	return cols === undefined
		? { cols: process.stdout.columns || 80, rows: (process.stdout.rows || 25) - 1 }
		: { cols: Number(cols), rows: Number(rows) };
};

const flip = async (): Promise<void> => {
	const { stdin, stdout } = process;
	let at = 0;
	const draw = async () => {
		const name = names[at] ?? '';
		const rows = await rowsOf(name, sizeOf(undefined));
		const told = ` ${at + 1} of ${names.length}: ${name} · → ← flip · q quits `;
		stdout.write(`\u001B[?7l\u001B[2J\u001B[H${rows.join('\r\n')}\r\n\u001B[7m${told}\u001B[0m\u001B[?7h`);
	};
	stdin.setRawMode(true);
	stdin.setEncoding('utf8');
	stdout.on('resize', () => void draw());
	await draw();
	for await (const key of stdin) {
		if (key === 'q' || key === '\u0003') break;
		const by = key === '\u001B[D' || key === 'p' || key === 'k' ? -1 : 1;
		at = (at + by + names.length) % names.length;
		await draw();
	}
	stdin.setRawMode(false);
	stdout.write('\r\n');
	process.exit();
};

if (wanted !== undefined) {
	if (!names.includes(wanted)) {
		process.stderr.write(`No screen is called \`${wanted}\`. There are: ${names.join(', ')}\n`);
		process.exit(2);
	}
	process.stdout.write(`${(await rowsOf(wanted, sizeOf(sizeText))).join('\n')}\n`);
} else if (process.stdin.isTTY && process.stdout.isTTY) await flip();
else {
	for (const name of names) {
		process.stdout.write(`── ${name}\n${(await rowsOf(name, sizeOf(sizeText ?? '80x24'))).join('\n')}\n`);
	}
}
