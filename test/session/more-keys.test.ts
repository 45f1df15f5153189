import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { drive } from './drive.ts';
import { createFakeWorkbench } from './fake-workbench.ts';

const open = (cols = 80, rows = 24) => drive(createFakeWorkbench(), { cols, rows });
// Without what makes the keys bold.
const last = (rows: readonly string[]): string => stripVTControlCharacters(rows.at(-1) ?? '');

test('. shows the keys that had no room, and comes round to the first ones', async () => {
	const { press, frame } = await open();
	const first = last(frame().rows);
	const seen = new Set([first]);
	for (let count = 0; count < 6 && (count === 0 || last(frame().rows) !== first); count += 1) {
		await press('.');
		seen.add(last(frame().rows));
	}
	expect([...seen].join('\n')).toContain('r audit again');
	expect([...seen].join('\n')).toContain('x show passed');
	expect(last(frame().rows)).toBe(first);
});

test('the first keys are back once another key is used', async () => {
	const { press, frame } = await open();
	const first = last(frame().rows);
	await press('.');
	expect(last(frame().rows)).not.toBe(first);
	await press('j', 'k');
	expect(last(frame().rows)).toBe(first);
});

test('o writes out the place of the finding, whole', async () => {
	const { press, session, frame } = await open();
	await press('/', 's', 'e', 'c', ':', '6', 'enter', 'j', '2', 'o');
	expect(session().notice).toMatchObject({ kind: 'place' });
	const { notice } = session();
	const place = notice?.kind === 'place' ? `${notice.path}:${String(notice.line)}` : 'none';
	expect(frame().rows.join('\n')).toContain(place);
});

test('o says so where no place is named', async () => {
	const { press, session } = await open();
	await press('g', 'o');
	expect(session().notice).toEqual({ kind: 'obstacle', why: 'no-place' });
});

test('the help tells what signs and words mean where there is room', async () => {
	const roomy = await open();
	await roomy.press('?');
	expect(roomy.frame().rows.join('\n')).toMatch(/✗ fails.*~ waived[\s\S]*certain, likely/);
	const small = await open(60, 14);
	await small.press('?');
	expect(small.frame().rows.join('\n')).not.toContain('~ waived');
});

test('where there is room, the last row says that there are more', async () => {
	const { frame, press } = await open(96);
	await press('g');
	expect(last(frame().rows)).toContain('. more');
});
