import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Batch } from '../../source/session/state.ts';
import { drive } from './drive.ts';
import type { Driver } from './drive.ts';
import { createFakeWorkbench } from './fake-workbench.ts';

const batchIn = ({ session }: Driver): Batch => {
	const { screen } = session();
	if (screen.name !== 'batch') throw new Error(`not a batch: ${screen.name}`);
	return screen;
};

const open = async (options: Parameters<typeof createFakeWorkbench>[0], ...keys: readonly string[]) => {
	const driver = await drive(createFakeWorkbench(options));
	await driver.press(...keys);
	return driver;
};

const statesOf = (driver: Driver) => batchIn(driver).items.map(({ state }) => state.name);

describe('the scope of a batch', () => {
	test('is what is marked, all that is safe, the section, or all', async () => {
		const driver = await open({}, ' ', 'n', 'n', 'B');
		expect(batchIn(driver).scopes.map(({ name, fixes }) => [name, fixes.length])).toEqual([
			['marked', 1],
			['safe', 5],
			['section', 2],
			['all', 9],
		]);
		await driver.press('tab', 'tab', 'y');
		expect(driver.session().commits.map(({ fixer }) => fixer)).toEqual(['ruff-rules', 'mypy-strict']);
	});

	test('of all shows what is not safe before it is committed', async () => {
		const driver = await open({}, 'B', 'left', 'y');
		expect(driver.session().screen.name).toBe('preview');
		expect(driver.session().commits.length).toBeGreaterThan(0);
		for (const { safety } of driver.session().commits) expect(safety).toBe('safe');
		for (let count = 0; count < 9 && driver.session().screen.name === 'preview'; count++)
			await driver.press('esc');
		expect(statesOf(driver)).toContain('skipped');
	});

	test('never makes a fix that asks, also where it is marked and every diff is said yes to', async () => {
		const driver = await open({}, 'B', 'left', 'y');
		for (let count = 0; count < 20 && driver.session().screen.name === 'preview'; count++)
			await driver.press('y');
		const asks = batchIn(driver).items.filter(({ fix }) => fix.safety === 'guided');
		expect(asks.map(({ state }) => state.name)).toEqual(['needs-review']);
		expect(driver.session().commits.length).toBeGreaterThan(5);
		expect(driver.session().commits.map(({ fixer }) => fixer)).not.toContain('bucket-encryption');
	});

	test('leaves out what is left out', async () => {
		const driver = await open({}, 'B', ' ', ' ', 'y');
		expect(statesOf(driver)).toEqual(['left-out', 'left-out', 'committed', 'committed', 'committed']);
	});

	test('a section marks all in it, and unmarks it again', async () => {
		const driver = await open({}, ']', ']', ' ');
		expect([...driver.session().marks]).toEqual(['2.2', '2.3']);
		await driver.press(' ');
		expect(driver.session().marks.size).toBe(0);
	});

	test('a marks all that is listed and can be fixed', async () => {
		const driver = await open({}, '/', ...'sec:2'.split(''), 'enter', 'a');
		expect([...driver.session().marks]).toEqual(['2.2', '2.3']);
	});

	test('what has no fixer is not marked, and the key says so', async () => {
		const driver = await open({}, 'n', ' ');
		expect(driver.session()).toMatchObject({ notice: { kind: 'obstacle', why: 'no-mark-here' } });
		expect(driver.session().marks.size).toBe(0);
	});
});

describe('a fix that is declined', () => {
	test('is tried again once another fix is there', async () => {
		const driver = await open({ behind: { 'ruff-rules': 'yaml-safe-load' } }, 'B', 'y');
		expect(driver.session().commits.map(({ fixer }) => fixer)).toEqual([
			'exact-pins',
			'mypy-strict',
			'yaml-safe-load',
			'yaml-safe-load',
			'ruff-rules',
		]);
		expect(new Set(statesOf(driver))).toEqual(new Set(['committed']));
	});

	test('is tried once more at most where nothing else is committed', async () => {
		const driver = await open({ declines: ['ruff-rules'] }, 'B', 'y');
		const asked = driver.effects.filter(
			effect => effect.type === 'propose' && effect.target.fixer === 'ruff-rules',
		);
		expect(asked).toHaveLength(2);
		expect(statesOf(driver)).toContain('not-committed');
	});

	test('is not tried again where it failed', async () => {
		const driver = await open({ breaks: ['ruff-rules'] }, 'B', 'y');
		const asked = driver.effects.filter(
			effect => effect.type === 'propose' && effect.target.fixer === 'ruff-rules',
		);
		expect(asked).toHaveLength(1);
	});
});

describe('a batch of marked fixes', () => {
	const marked = [' ', 'N', ' ', 'N', ' ', 'B'];

	test('shows the diff of what may change the program, and commits it with y', async () => {
		const driver = await open({}, ...marked, 'y');
		expect(driver.session().screen).toMatchObject({ name: 'preview', batch: { name: 'batch' } });
		await driver.press('y');
		expect(statesOf(driver)).toEqual(['committed', 'committed', 'committed', 'committed']);
		expect(driver.session().marks.size).toBe(0);
	});

	test('goes on without it after n', async () => {
		const driver = await open({}, ...marked, 'y', 'n');
		expect(statesOf(driver)).toEqual(['committed', 'skipped', 'committed', 'committed']);
	});

	test('leads to a fix that was not committed, and comes back behind it', async () => {
		const driver = await open({ declines: ['exact-pins'] }, 'B', 'y', 'enter');
		expect(driver.session()).toMatchObject({
			screen: { name: 'batch', step: 'done' },
			browse: { at: '0.1' },
			notice: { kind: 'declined' },
		});
		await driver.press('esc');
		expect(driver.session()).toMatchObject({ screen: { name: 'browse' }, browse: { at: '0.1' } });
	});
});

describe('a fix that a batch left for a look', () => {
	/** All of them with every diff said yes to: what asks is left. */
	const through = async (options: Parameters<typeof createFakeWorkbench>[0] = {}) => {
		const driver = await open(options, 'B', 'left', 'y');
		for (let count = 0; count < 20 && driver.session().screen.name === 'preview'; count++)
			await driver.press('y');
		return driver;
	};

	const answer = async (driver: Driver) => {
		await driver.press('enter');
		driver.dispatch({ type: 'chosen', index: 0 });
		await driver.press('enter', 'enter');
		driver.dispatch({ type: 'chosen', index: 0 });
		await driver.settle();
	};

	test('asks, shows its diff, and is told committed in the batch behind it', async () => {
		const driver = await through();
		const { at, items } = batchIn(driver);
		expect(items[at]?.state.name).toBe('needs-review');
		await answer(driver);
		expect(driver.session().screen.name).toBe('preview');
		await driver.press('y');
		expect(batchIn(driver).items[at]?.state).toEqual({
			name: 'committed',
			commit: driver.session().commits.at(-1)?.commit,
		});
		expect(driver.session().notice).toMatchObject({ kind: 'committed' });
	});

	test('stays left where its question or its diff is turned away from', async () => {
		const driver = await through();
		const before = batchIn(driver);
		await driver.press('enter', 'esc');
		expect(batchIn(driver)).toEqual(before);
		await answer(driver);
		await driver.press('n');
		expect(batchIn(driver)).toEqual(before);
		await driver.press('esc');
		expect(driver.session()).toMatchObject({ screen: { name: 'browse' }, aside: null });
	});

	test('stays left where it is declined, which names the key that asks again there', async () => {
		const driver = await through({ declines: ['bucket-encryption'] });
		await answer(driver);
		expect(batchIn(driver).step).toBe('done');
		expect(driver.session().notice).toMatchObject({ kind: 'declined', wasAsked: true });
		expect(stripVTControlCharacters(driver.frame().rows.join('\n'))).toContain('enter asks again');
	});
});
