import { describe, expect, test } from 'vitest';
import { choiceRowsOf } from '../../source/session/choice-rows.ts';
import type { Preview } from '../../source/session/state.ts';
import { noView } from '../../source/session/view.ts';
import { drive } from './drive.ts';
import type { Driver } from './drive.ts';
import { createFakeWorkbench } from './fake-workbench.ts';

const previewIn = ({ session }: Driver): Preview => {
	const { screen } = session();
	if (screen.name !== 'preview') throw new Error(`not a preview: ${screen.name}`);
	return screen;
};

const open = async (...keys: readonly string[]) => {
	const driver = await drive(createFakeWorkbench());
	await driver.press('N', 'N', ...keys);
	return driver;
};

describe('the choice in the preview', () => {
	test('has a row for each file and finding, and for what changes along', async () => {
		const driver = await open('f');
		const rows = choiceRowsOf(driver.session(), previewIn(driver));
		expect(rows.map(({ kind }) => kind)).toEqual([
			'file',
			'finding',
			'finding',
			'file',
			'finding',
			'finding',
			'file',
			'finding',
			'finding',
			'file',
			'along',
		]);
	});

	test('a file that is left out is planned without, and committed without', async () => {
		const driver = await open('f', 'tab', 'G', 'up', ' ');
		expect(previewIn(driver)).toMatchObject({ state: { name: 'current' } });
		expect(previewIn(driver).proposal.target.fingerprints).toHaveLength(6);
		await driver.press('y');
		expect(driver.session().commits[0]?.fingerprints).toHaveLength(6);
		expect(driver.session().notice).toMatchObject({ kind: 'committed', findingsLeft: 1 });
		expect(driver.session().browse.at).toBe('6.1');
	});

	test('a single finding is left out and taken in again', async () => {
		const driver = await open('f', 'tab', 'down', ' ');
		expect(previewIn(driver).proposal.target.fingerprints).toHaveLength(6);
		await driver.press(' ');
		expect(previewIn(driver).proposal.target.fingerprints).toBeUndefined();
	});

	test('with nothing chosen a yes does nothing', async () => {
		const driver = await open('2', 'f', ' ', 'y');
		expect(previewIn(driver).state).toEqual({ name: 'empty' });
		expect(driver.session()).toMatchObject({ commits: [], notice: { kind: 'obstacle', why: 'not-planned' } });
	});

	test('a yes does not count while another choice is being planned', async () => {
		const driver = await open('f');
		driver.dispatch({ type: 'pressed', key: ' ', view: noView });
		driver.dispatch({ type: 'pressed', key: 'y', view: noView });
		await driver.settle();
		expect(driver.session().commits).toEqual([]);
	});

	test('changes made while planning are planned too', async () => {
		const driver = await open('f', 'tab');
		for (const key of [' ', 'G', 'up', ' ']) {
			driver.dispatch({ type: 'pressed', key, view: noView });
		}
		await driver.settle();
		expect(previewIn(driver)).toMatchObject({ state: { name: 'current' } });
		expect(previewIn(driver).proposal.target.fingerprints).toHaveLength(4);
	});

	test('in the evidence the fix is for the selected finding alone', async () => {
		const driver = await open('2', 'j', 'f');
		expect(previewIn(driver).proposal.target.fingerprints).toHaveLength(1);
		expect(previewIn(driver).skipped.size).toBe(6);
	});

	test('and for the marked findings where there are some', async () => {
		const driver = await open('2', ' ', 'j', 'j', ' ', 'f');
		expect(previewIn(driver).proposal.target.fingerprints).toHaveLength(2);
		await driver.press('y');
		expect(driver.session().marks.size).toBe(0);
	});
});

describe('the message in the preview', () => {
	test('is edited and committed as written', async () => {
		const driver = await open('f', 'e', 'ctrl-u', ...'give up in time'.split(''), 'enter');
		expect(previewIn(driver)).toMatchObject({ writing: null, subject: 'give up in time' });
		await driver.press('y');
		expect(driver.session().commits[0]?.subject).toBe('give up in time');
	});

	test('is as before after esc, and after nothing was written', async () => {
		const driver = await open('f', 'e', 'x', 'esc');
		expect(previewIn(driver)).toMatchObject({ writing: null, subject: null });
		await driver.press('e', 'ctrl-u', 'enter');
		expect(previewIn(driver).subject).toBeNull();
	});

	test('y and n are letters in it', async () => {
		const driver = await open('f', 'e', 'ctrl-u', 'y', 'n');
		expect(previewIn(driver).writing?.text).toBe('yn');
	});
});

describe('side by side', () => {
	test('needs room', async () => {
		const driver = await open('f', 's');
		expect(driver.session()).toMatchObject({ notice: { kind: 'obstacle', why: 'too-narrow' } });
		driver.dispatch({ type: 'resized', size: { cols: 120, rows: 40 } });
		await driver.press('s');
		const row = driver.frame().rows.find(each => each.includes('r = requests.get(url, timeout=(3.05, 10))'));
		expect(row).toContain('-         r = requests.get(url) ');
	});
});
