import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openScreen } from './screen.ts';
import { svgOf } from './svg.ts';

// Takes the README's picture from a real run of the guided session on the sample.

const root = fileURLToPath(new URL('..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'bp-audit-picture-'));

const screen = openScreen(process.execPath, [join(root, 'bin/bp-audit.js'), 'demo'], {
	cols: 104,
	rows: 30,
	env: {
		PATH: process.env['PATH'] ?? '',
		HOME: home,
		LANG: 'C.UTF-8',
		TERM: 'xterm-256color',
		TZ: 'UTC',
		TMPDIR: home,
	},
});

try {
	await screen.shows('WHY IT MATTERS');
	// From problem to problem, to the calls without a timeout.
	const selected = (): string => /^▸.*?(\d+\.\d+)/m.exec(screen.text())?.[1] ?? '';
	for (let presses = 0; presses < 20 && selected() !== '6.1'; presses++) {
		const before = selected();
		screen.press('n');
		await screen.shows(() => selected() !== before);
	}
	if (selected() !== '6.1') throw new Error(`the sample has no problem with 6.1:\n${screen.text()}`);
	writeFileSync(join(root, 'docs/session.svg'), svgOf(screen.terminal, 'The guided session of bp-audit'));
	console.log('Written: docs/session.svg');
} finally {
	screen.end();
	rmSync(home, { recursive: true, force: true });
}
