import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { openScreen } from '../scripts/screen.ts';
import { gateCodes, lintSettings } from '../source/engine/engines.ts';
import { lintCodes } from '../source/engine/lint-codes.ts';
import { makeRepository } from './generate.ts';

// Whole-process times: what a user waits for, start of Node included. `npm run bench -- small medium` runs some sizes.

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'bin/bp-audit.js');
const bare = join(root, 'bench/bare-ruff.js');
const sizes = { small: 100, medium: 1000, large: 10_000 } as const;
type Size = keyof typeof sizes;

const home = mkdtempSync(join(tmpdir(), 'bp-audit-bench-home-'));
const environment = {
	PATH: process.env['PATH'] ?? '',
	HOME: home,
	LANG: 'C.UTF-8',
	TERM: 'xterm-256color',
	XDG_CACHE_HOME: join(home, 'cache'),
	XDG_STATE_HOME: join(home, 'state'),
};

const timed = async (
	args: readonly string[],
	cwd: string,
): Promise<{ readonly ms: number; readonly out: string }> => {
	const start = performance.now();
	const { stdout, stderr, exitCode } = await execa(process.execPath, args, {
		cwd,
		env: environment,
		extendEnv: false,
		reject: false,
		stdin: 'ignore',
	});
	if (exitCode === undefined || exitCode > 1)
		throw new Error(`${args.join(' ')} ended with ${String(exitCode)}: ${stderr}`);
	return { ms: performance.now() - start, out: stdout };
};

const median = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const repeat = async (times: number, run: () => Promise<number>): Promise<number> => {
	const values: number[] = [];
	for (let index = 0; index < times; index++) values.push(await run());
	return median(values);
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const line = (...cells: readonly string[]): void => {
	console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(8) : cell.padStart(12))).join(''));
};

const settings = JSON.stringify(lintSettings([...new Set([...lintCodes, ...gateCodes])].toSorted()));

const benchSize = async (size: Size): Promise<void> => {
	const folder = await makeRepository(sizes[size]);
	const times = size === 'large' ? 1 : 3;
	try {
		const ruff = await timed([bare, folder, settings], home);
		const bareMs = await repeat(times, async () => (await timed([bare, folder, settings], home)).ms);
		const check = [program, 'check', folder, '--format', 'json', '--fail-on', 'never'];
		const cold = await repeat(times, async () => (await timed([...check, '--no-cache'], home)).ms);
		await timed(check, home);
		const warm = await repeat(times, async () => (await timed(check, home)).ms);
		const { bytes } = JSON.parse(ruff.out);
		line(
			size,
			String(sizes[size]),
			`${(Number(bytes) / 1e6).toFixed(1)} MB`,
			seconds(bareMs),
			seconds(cold),
			`${(cold / bareMs).toFixed(2)}×`,
			seconds(warm),
			`${(warm / bareMs).toFixed(2)}×`,
		);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};

/** Until the first frame, and from a key to the screen that it leads to; medians. */
const benchScreen = async (): Promise<void> => {
	const frames: number[] = [];
	const keys: number[] = [];
	for (let run = 0; run < 7; run++) {
		const start = performance.now();
		const screen = openScreen(process.execPath, [program, 'demo'], { cols: 80, rows: 24, env: environment });
		try {
			await screen.shows('bp-audit');
			frames.push(performance.now() - start);
			await screen.shows('WHY IT MATTERS');
			for (let press = 0; press < 6; press++) {
				const before = screen.text();
				const pressed = performance.now();
				screen.press(press % 2 === 0 ? 'j' : 'k');
				await screen.shows(() => screen.text() !== before);
				keys.push(performance.now() - pressed);
			}
		} finally {
			screen.end();
		}
	}
	console.log(
		`\nfirst frame ${median(frames).toFixed(0)} ms, key to screen ${median(keys).toFixed(1)} ms (80×24, medians)`,
	);
};

const isSize = (word: string): word is Size => Object.hasOwn(sizes, word);
const asked = process.argv.slice(2).filter(isSize);
const chosen: readonly Size[] = asked.length > 0 ? asked : ['small', 'medium', 'large'];

try {
	writeFileSync(join(home, '.keep'), '');
	line('tree', 'files', 'Python', 'bare ruff', 'check cold', 'ratio', 'check warm', 'ratio');
	for (const size of chosen) await benchSize(size);
	await benchScreen();
} finally {
	rmSync(home, { recursive: true, force: true });
}
