import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Size } from '../../source/session/state.ts';
import { frameOf } from '../../source/ui/views/frame.ts';
import { drive } from '../session/drive.ts';
import type { Driver } from '../session/drive.ts';
import { createFakeWorkbench } from '../session/fake-workbench.ts';
import { screens } from './screens.ts';

const sizes: readonly Size[] = [
	{ cols: 40, rows: 10 },
	{ cols: 60, rows: 16 },
	{ cols: 80, rows: 24 },
	{ cols: 120, rows: 40 },
	{ cols: 200, rows: 60 },
];

// eslint-disable-next-line no-control-regex
const colorCode = /\u001B\[(\d+)m/g;

const textOf = ({ frame }: Driver) =>
	frame()
		.rows.map(row => stripVTControlCharacters(row).trimEnd())
		.join('\n');

const expectWhole = ({ frame }: Driver, { cols, rows }: Size) => {
	expect(frame().rows).toHaveLength(rows);
	for (const row of frame().rows) {
		const text = stripVTControlCharacters(row);
		expect(stringWidth(text)).toBe(cols);
		expect(text).not.toMatch(
			/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u,
		);
		expect(text).not.toMatch(/[\u{E0000}-\u{E0FFF}]/u);
	}
};

describe.each(sizes)('at $cols x $rows', size => {
	test.each(Object.entries(screens))('%s fills the screen exactly', async (_, keys) => {
		const driver = await drive(createFakeWorkbench(), size);
		await driver.press(...keys);
		expectWhole(driver, size);
	});
});

describe.each(sizes.filter(({ cols }) => cols <= 120))('the words at $cols x $rows', size => {
	test.each(['list', 'evidence', 'preview', 'committed', 'summary'])('%s', async name => {
		const driver = await drive(createFakeWorkbench(), size);
		await driver.press(...(screens[name] ?? []));
		expect(textOf(driver)).toMatchSnapshot();
	});
});

test('what a repository holds colours nothing', async () => {
	const driver = await drive(createFakeWorkbench(), { cols: 120, rows: 40 }, { color: true, ascii: false });
	await driver.press(...(screens['hostile evidence'] ?? []));
	const allowed = new Set(['0', '1', '2', '7', '31', '32', '33', '34', '35', '36']);
	for (const row of driver.frame().rows) {
		// eslint-disable-next-line no-control-regex
		const codes = [...row.matchAll(/\u001B(?:\[(\d+)m)?/g)].map(match => match[1]);
		for (const code of codes) expect(allowed).toContain(code);
	}
	expect(driver.frame().rows.join('')).not.toContain('\u001B[32mPASS');
});

test('without colour only weight and inverse are left', async () => {
	const driver = await drive(createFakeWorkbench(), { cols: 80, rows: 24 });
	const painted = driver.frame().rows.join('');
	const codes = new Set(Array.from(painted.matchAll(colorCode), match => match[1]));
	expect(codes).toEqual(new Set(['0', '1', '2', '7']));
});

test.each(Object.entries(screens))('%s has nothing but ASCII where that is asked for', async (_, keys) => {
	const driver = await drive(createFakeWorkbench(), { cols: 80, rows: 24 }, { color: false, ascii: true });
	await driver.press(...keys);
	for (const row of driver.frame().rows) expect(stripVTControlCharacters(row)).toMatch(/^[ -~]{80}$/);
});

test('a terminal that is too small says so, and goes on where it was', async () => {
	const driver = await drive(createFakeWorkbench(), { cols: 80, rows: 24 });
	await driver.press('n', 'n');
	driver.dispatch({ type: 'resized', size: { cols: 36, rows: 8 } });
	expect(textOf(driver)).toMatch(/^bp-audit needs 40x10\n\(now 36x8\), q quits/);
	driver.dispatch({ type: 'resized', size: { cols: 80, rows: 24 } });
	expect(driver.session().browse.at).toBe('2.2');
	expectWhole(driver, { cols: 80, rows: 24 });
});

test('the branch that fixes go to is in the header at every size', async () => {
	for (const size of sizes) {
		const driver = await drive(createFakeWorkbench(), size);
		expect(driver.frame().rows[0]).toContain('2026-11-22');
	}
});

test('a long list of findings costs no more than a short one', async () => {
	const costOf = async (extra: number) => {
		const driver = await drive(createFakeWorkbench({ extra }), { cols: 120, rows: 40 });
		await driver.press('N', 'N', '2', 'G');
		const session = driver.session();
		const start = process.cpuUsage();
		for (let count = 0; count < 50; count += 1) frameOf(session, { color: true, ascii: false });
		return process.cpuUsage(start).user;
	};
	await costOf(10);
	expect(await costOf(10_000)).toBeLessThan(4 * (await costOf(10)) + 50_000);
});

test('everything that can be opened has keys in its footer', async () => {
	for (const keys of Object.values(screens)) {
		const driver = await drive(createFakeWorkbench(), { cols: 40, rows: 10 });
		await driver.press(...keys);
		expect(stripVTControlCharacters(driver.frame().rows.at(-1) ?? '').trim()).not.toBe('');
	}
});

test.each(sizes)('a filter without a hit is still to be seen at $cols x $rows', async size => {
	const driver = await drive(createFakeWorkbench(), size);
	await driver.press('/', 'q', 'q', 'q');
	expect(textOf(driver)).toContain('/qqq');
});
