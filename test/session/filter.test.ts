import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../source/session/selection.ts';
import { drive } from './drive.ts';
import { createFakeWorkbench } from './fake-workbench.ts';

const type = (text: string) => text.split('');

const hits = async (query: string, before: readonly string[] = []) => {
	const driver = await drive(createFakeWorkbench());
	await driver.press(...before, '/', ...type(query));
	return rowsOf(driver.session())
		.filter(({ kind }) => kind === 'practice')
		.map(({ id }) => id);
};

describe('the filter', () => {
	test.each([
		['without timeout', ['6.1']],
		['client.py', ['6.1']],
		['PYPROJECT range', ['0.1']],
		['is:warn', ['1.2']],
		['2.3', ['2.3']],
		['is:fixable sec:2', ['2.2', '2.3']],
		['sec:tooling', ['2.2', '2.3', '2.4']],
		['file:gateway', ['6.1']],
		['is:pass', ['2.4']],
		['is:error', ['5.4']],
		['fix:guided', ['4.5']],
		['fix:review -sec:6', ['2.2', '3.1']],
		['is:marked', []],
		['nothing at all', []],
	])('%s', async (query, ids) => {
		expect(await hits(query)).toEqual(ids);
	});

	test('a word that is still being typed fits what it may become', async () => {
		expect(await hits('is:fi')).toContain('6.1');
	});

	test('finds what is marked', async () => {
		expect(await hits('is:marked', [' ', 'n', 'n', ' '])).toEqual(['0.1', '2.2']);
	});

	test('selects the first hit, and n goes from hit to hit', async () => {
		const { session, press } = await drive(createFakeWorkbench());
		await press('/', ...type('sec:2'), 'enter');
		expect(session().browse.at).toBe('2.2');
		await press('n', 'n');
		expect(session().browse.at).toBe('2.2');
	});

	test.each([
		['nothing at all', 'f', 'nothing-listed'],
		['nothing at all', 'w', 'nothing-listed'],
		['is:pass', 'n', 'no-problem-listed'],
	])('%s leaves %s nothing to do, and the reason is the filter', async (query, key, why) => {
		const { session, press } = await drive(createFakeWorkbench());
		await press('/', ...type(query), 'enter', key);
		expect(session().notice).toEqual({ kind: 'obstacle', why });
	});

	test('esc clears it, while it is typed and afterwards', async () => {
		const { session, press } = await drive(createFakeWorkbench());
		await press('/', ...type('sec:2'), 'esc');
		expect(session()).toMatchObject({ filtering: null, browse: { filter: '' } });
		await press('/', ...type('sec:2'), 'enter');
		expect(session()).toMatchObject({ filtering: null, browse: { filter: 'sec:2' } });
		await press('esc');
		expect(session().browse.filter).toBe('');
	});

	test('keys that are commands elsewhere are text in it', async () => {
		const { session, press } = await drive(createFakeWorkbench());
		await press('/', 'q', 'f', ' ', 'B');
		expect(session().filtering?.text).toBe('qf B');
		expect(session().commits).toEqual([]);
	});

	test('the caret moves, and erases on both sides', async () => {
		const { session, press } = await drive(createFakeWorkbench());
		await press('/', ...type('sec:2 x'), 'left', 'left', 'backspace', 'home', 'delete', 'end', 'ctrl-w');
		expect(session().filtering).toEqual({ text: 'ec: ', caret: 4 });
	});
});
