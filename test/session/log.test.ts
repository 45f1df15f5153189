import { describe, expect, test } from 'vitest';
import { logEntriesOf } from '../../source/session/log-entries.ts';
import { drive } from './drive.ts';
import type { Driver } from './drive.ts';
import { createFakeWorkbench } from './fake-workbench.ts';

/** All safe fixes are made, and the log is open: exact-pins, ruff-rules, mypy-strict and two yaml-safe-load. */
const open = async () => {
	const driver = await drive(createFakeWorkbench());
	await driver.press('B', 'y', 'enter', 'L');
	return driver;
};
const fixersOf = ({ session }: Driver) => session().commits.map(({ fixer }) => fixer);

describe('the fix log', () => {
	test('opens on the newest commit', async () => {
		const { session } = await open();
		expect(logEntriesOf(session())).toHaveLength(5);
		expect(session().screen).toEqual({ name: 'log', at: 0 });
	});

	test('enter shows what a commit changes, esc leads back to it', async () => {
		const { session, press } = await open();
		await press('j', 'enter');
		expect(session().screen).toMatchObject({
			name: 'patch',
			patch: { diff: expect.stringContaining('diff --git') },
		});
		await press('esc');
		expect(session().screen).toEqual({ name: 'log', at: 1 });
	});

	test('u undoes from the end, again and again', async () => {
		const driver = await open();
		await driver.press('u', 'u', 'u');
		expect(fixersOf(driver)).toEqual(['exact-pins', 'ruff-rules']);
	});

	test('u undoes a commit in the middle that nothing rests on', async () => {
		const driver = await open();
		await driver.press('j', 'j', 'j', 'u');
		expect(fixersOf(driver)).toEqual(['exact-pins', 'mypy-strict', 'yaml-safe-load', 'yaml-safe-load']);
		expect(driver.session().notice).toMatchObject({ kind: 'dropped', commits: [{ fixer: 'ruff-rules' }] });
	});

	test('with commits that rest on it only after y', async () => {
		const driver = await open();
		await driver.press('j', 'u');
		expect(driver.session().screen).toMatchObject({ name: 'drop', dependants: [{ project: 'tools' }] });
		await driver.press('enter', 'esc');
		expect(driver.session().commits).toHaveLength(5);
		await driver.press('u', 'y');
		expect(fixersOf(driver)).toEqual(['exact-pins', 'ruff-rules', 'mypy-strict']);
		expect(driver.session().screen.name).toBe('log');
	});

	test('U brings the selected one back', async () => {
		const driver = await open();
		await driver.press('j', 'u', 'y', 'g', 'U');
		expect(driver.session().commits.at(-1)).toMatchObject({ fixer: 'yaml-safe-load', project: 'tools' });
		expect(driver.session().undone).toHaveLength(1);
	});

	test('an undone commit is not undone again', async () => {
		const driver = await open();
		await driver.press('u', 'g', 'u');
		expect(driver.session().notice).toEqual({ kind: 'obstacle', why: 'is-undone' });
	});
});

describe('taking everything back', () => {
	test('is offered by the summary and done after y; every fix can come back', async () => {
		const { session, press, dispatch, settle } = await open();
		await press('esc', 's');
		dispatch({ type: 'chosen', index: 3 });
		await settle();
		expect(session().screen.name).toBe('discard');
		await press('y');
		expect(session()).toMatchObject({ commits: [], screen: { name: 'browse' } });
		expect(session().undone).toHaveLength(5);
		await press('U', 'U');
		expect(session().commits).toHaveLength(2);
	});

	test('leads back to the summary after esc', async () => {
		const { session, press, dispatch } = await open();
		await press('esc', 's');
		dispatch({ type: 'chosen', index: 3 });
		await press('esc');
		expect(session()).toMatchObject({ screen: { name: 'summary' } });
		expect(session().commits).toHaveLength(5);
	});
});

test('P saves the choices behind the commits that are on the branch, not those undone', async () => {
	const { press, effects, session } = await open();
	await press('esc', 'u', 'P');
	const saved = effects.flatMap(effect => (effect.type === 'save-plan' ? [effect.steps] : []));
	expect(saved).toHaveLength(1);
	expect(saved[0]).toEqual(session().commits.flatMap(commit => commit.step ?? []));
	expect(session().notice).toEqual({ kind: 'plan-saved', path: 'plan.toml', steps: 4 });
});

test('commits that do not say how they were made give no plan, and that is told', async () => {
	const workbench = createFakeWorkbench();
	const { press, session } = await drive({
		...workbench,
		commits: () => [
			{
				commit: 'c1',
				subject: 'fix',
				practice: '6.1',
				check: 'x/y',
				project: '.',
				conflicts: [],
				fixer: 'f',
				safety: 'safe',
				fingerprints: [],
				followUps: [],
			},
		],
	});
	await press('P');
	expect(session().notice).toEqual({ kind: 'obstacle', why: 'no-choices' });
});

test('without a commit there is no plan to save', async () => {
	const { press, effects, session } = await drive(createFakeWorkbench());
	await press('P');
	expect(session().notice).toEqual({ kind: 'obstacle', why: 'no-commits' });
	expect(effects.some(({ type }) => type === 'save-plan')).toBe(false);
});

test('W writes the report that is on the screen', async () => {
	const { session, press, effects, frame } = await drive(createFakeWorkbench());
	await press('W');
	expect(session().notice).toEqual({ kind: 'report-saved', path: 'report.html' });
	expect(frame().rows.join('\n')).toContain('The report is in report.html');
	const written = effects.flatMap(effect => (effect.type === 'save-report' ? [effect.report] : []));
	expect(written).toEqual([session().report]);
});
