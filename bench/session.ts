import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { bundleFakeSession } from '../test/e2e/bundle-fake-session.ts';
import { openTerminal } from '../test/e2e/terminal.ts';
import type { TestTerminal } from '../test/e2e/terminal.ts';
import { makeRepository } from './generate.ts';

// The budgets of the guided session, each figure beside its budget: `npm run bench:session`.
// Bytes and memory are the same on every machine; times are those of this one, with its load.

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'bin/bp-audit.js');
const home = mkdtempSync(join(tmpdir(), 'bp-audit-bench-session-'));
const fake = join(home, 'session.mjs');
const findings = 10_000;

const sizes = [
	{ cols: 80, rows: 24, p50: 20, p95: 40 },
	{ cols: 200, rows: 60, p50: null, p95: 120 },
] as const;

const environment = { HOME: home, XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') };

let over = 0;

/** One figure beside its budget; null where there is none. */
const tell = (what: string, value: number, budget: number | null, unit: string): void => {
	const isOver = budget !== null && value > budget;
	if (isOver) over++;
	const asked = budget === null ? '' : `≤ ${String(budget)} ${unit}`;
	const shown = value < 100 ? value.toFixed(1) : value.toFixed(0);
	console.log(
		`${what.padEnd(52)}${shown.padStart(9)} ${unit.padEnd(6)}${asked.padStart(14)}${isOver ? '  OVER' : ''}`,
	);
};

/** The value that this share of all is not above. */
const quantile = (values: readonly number[], share: number): number =>
	values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
	Number.NaN;

const residentOf = (pid: number): number => {
	const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
	return Number(kilobytes) / 1024;
};

/** The processes that it started. */
const childrenOf = (pid: number): readonly number[] =>
	readdirSync(`/proc/${String(pid)}/task`).flatMap(task =>
		readFileSync(`/proc/${String(pid)}/task/${task}/children`, 'utf8')
			.split(' ')
			.filter(Boolean)
			.map(Number),
	);

/** From a key to the screen that it changes. */
const timeKey = async (terminal: TestTerminal, key: string): Promise<number> => {
	const before = terminal.screen();
	const start = performance.now();
	terminal.press(key);
	await terminal.waitFor(() => terminal.screen() !== before);
	return performance.now() - start;
};

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

const benchStart = async (): Promise<void> => {
	const words: number[] = [];
	for (let run = 0; run < 9; run++) {
		const start = performance.now();
		await execa(process.execPath, [program, '--version']);
		words.push(performance.now() - start);
	}
	tell('--version', quantile(words, 0.5), 150, 'ms');
	const frames: number[] = [];
	for (let run = 0; run < 15; run++) {
		const start = performance.now();
		await using terminal = openTerminal(process.execPath, [program, 'demo'], { env: environment });
		await terminal.waitFor('bp-audit');
		frames.push(performance.now() - start);
		terminal.press('ctrl-c');
		await terminal.ended();
	}
	tell('first frame, 80x24, p50', quantile(frames, 0.5), 300, 'ms');
	tell('first frame, 80x24, p90', quantile(frames, 0.9), 450, 'ms');
};

const openFake = (size: { readonly cols: number; readonly rows: number }) =>
	openTerminal(process.execPath, [fake], { ...size, cwd: home, env: { FAKE_EXTRA: String(findings) } });

/** Moves, tabs and the filter over ten thousand findings. */
const benchKeys = async ({ cols, rows, p50, p95 }: (typeof sizes)[number]): Promise<void> => {
	const at = `${String(cols)}x${String(rows)}`;
	await using terminal = openFake({ cols, rows });
	await terminal.waitFor('/100');
	// To the evidence of the practice that has them all.
	terminal.press('/', 's', 'e', 'c', ':', '6', 'enter', 'G', '2');
	await terminal.waitFor('module_');
	const keys: number[] = [];
	for (let press = 0; press < 150; press++) keys.push(await timeKey(terminal, press % 10 === 9 ? 'k' : 'j'));
	tell(`key to screen, ${at}, p50`, quantile(keys, 0.5), p50, 'ms');
	tell(`key to screen, ${at}, p95`, quantile(keys, 0.95), p95, 'ms');
	const typed: number[] = [];
	for (let round = 0; round < 5; round++) {
		terminal.press('/', '\u0015');
		await terminal.waitFor('enter keep');
		for (const letter of 'module') typed.push(await timeKey(terminal, letter));
		terminal.press('\u0015', 'enter');
		await terminal.waitFor('? help');
	}
	tell(`filter keystroke, ${at}, p95`, quantile(typed, 0.95), 120, 'ms');

	const quiet = terminal.raw().length;
	await pause(2000);
	tell(`bytes a second while idle, ${at}`, (terminal.raw().length - quiet) / 2, 0, 'B');
	// A notice is one row that changes: there is nothing to redo or to undo.
	await timeKey(terminal, 'U');
	const line = terminal.raw().length;
	await timeKey(terminal, 'u');
	tell(`bytes of a change of one row, ${at}`, terminal.raw().length - line, cols + 60, 'B');

	const before = residentOf(terminal.pid);
	tell(`memory with ${String(findings)} findings, ${at}`, before, 150, 'MB');
	if (cols > 80) return;
	for (let burst = 0; burst < 50; burst++) {
		terminal.press('j'.repeat(50) + 'k'.repeat(50));
		await timeKey(terminal, '?');
		await timeKey(terminal, 'esc');
	}
	tell('memory that 5,000 keys add', residentOf(terminal.pid) - before, 60, 'MB');
};

const pulses = join(home, 'pulses');

/**
 * Run inside the process of the screens: writes when its loop was free again and for how long it was not.
 * A key cannot tell: `esc` waits 50 ms for the rest of a sequence, and the time of every other key is also
 * that of two terminals.
 */
const probe = `
import { appendFileSync, writeFileSync } from 'node:fs';
if (process.argv[1]?.endsWith('bp-audit.js')) {
	writeFileSync(${JSON.stringify(pulses)}, '');
	let last = performance.now();
	setInterval(() => {
		const now = performance.now();
		if (now - last > 10) appendFileSync(${JSON.stringify(pulses)}, Date.now() + ' ' + (now - last) + '\\n');
		last = now;
	}, 2).unref();
}`;

/** The longest time that the loop of the screens was busy or not let run, in ms, between two moments. */
const longestStall = (from: number, to: number): number => {
	const written = readFileSync(pulses, 'utf8');
	// Loading the program takes longer than that: a probe that wrote nothing did not run.
	if (written === '') throw new Error('the probe did not run');
	return written
		.split('\n')
		.map(line => line.split(' ').map(Number))
		.reduce((longest, [at = 0, gap = 0]) => (at >= from && at <= to ? Math.max(longest, gap) : longest), 0);
};

/** The list of keys without the head line, where the progress moves by itself. */
const helpOf = (terminal: TestTerminal): string => terminal.screen().split('\n').slice(2).join('\n');

/** Keys while the real engine scans a tree that it has not seen. */
const benchScan = async (): Promise<void> => {
	const folder = await makeRepository(1500);
	mkdirSync(join(home, 'state'), { recursive: true });
	const preload = join(home, 'probe.mjs');
	writeFileSync(preload, probe);
	try {
		await using terminal = openTerminal(process.execPath, ['--import', preload, program, folder], {
			env: environment,
		});
		await terminal.waitFor('waiting');
		const scanning = Date.now();
		const from = performance.now();
		const start = terminal.raw().length;
		await pause(1500);
		const rate = (terminal.raw().length - start) / ((performance.now() - from) / 1000);
		terminal.press('?');
		await terminal.waitFor('type to search');
		const keys: number[] = [];
		while (!terminal.screen().includes('/100')) {
			const before = helpOf(terminal);
			const pressed = performance.now();
			terminal.press(keys.length % 2 === 0 ? 'down' : 'up');
			await terminal.waitFor(() => helpOf(terminal) !== before);
			keys.push(performance.now() - pressed);
		}
		const scanned = Date.now();
		tell('bytes a second while scanning, 80x24', rate, 2560, 'B');
		tell(`key to screen while scanning, p95 of ${String(keys.length)}`, quantile(keys, 0.95), 40, 'ms');
		tell('longest stall of the screens while scanning', longestStall(scanning, scanned), 50, 'ms');
		tell('memory after the scan, screens', residentOf(terminal.pid), 150, 'MB');
		const [bench = terminal.pid] = childrenOf(terminal.pid);
		tell('memory after the scan, workbench', residentOf(bench), null, 'MB');
		// One that has just ended has no memory any more.
		const parsers = childrenOf(bench).map(residentOf).filter(Number.isFinite);
		tell(`memory after the scan, parsers (${String(parsers.length)})`, Math.max(0, ...parsers), null, 'MB');
		if (terminal.raw().includes('\u001B[3J')) throw new Error('the scrollback was wiped');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};

try {
	console.log(
		`${String(cpus().length)} processors, load ${loadavg()[0]?.toFixed(1) ?? '?'}, Node ${process.version}\n`,
	);
	await bundleFakeSession(root, fake);
	await benchStart();
	for (const size of sizes) await benchKeys(size);
	await benchScan();
	console.log(`\n${over === 0 ? 'Everything is within its budget.' : `${String(over)} over budget.`}`);
	process.exitCode = over === 0 ? 0 : 1;
} finally {
	rmSync(home, { recursive: true, force: true });
}
