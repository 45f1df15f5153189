import { describe, expect, test } from 'vitest';
import { reduce } from '../../source/session/reduce.ts';
import { noView } from '../../source/session/view.ts';
import { startOf } from '../../source/session/state.ts';
import type { Effect } from '../../source/session/events.ts';
import { drive } from './drive.ts';
import { createFakeWorkbench } from './fake-workbench.ts';

const open = (options: Parameters<typeof createFakeWorkbench>[0] = {}, size = { cols: 80, rows: 24 }) =>
	drive(createFakeWorkbench(options), size);
const typesOf = (effects: readonly Effect[]) =>
	effects.map(({ type }) => type).filter(type => type !== 'excerpt');

describe('moving', () => {
	test('an audit ends on the first problem', async () => {
		const { session } = await open();
		expect(session().browse.at).toBe('0.1');
	});

	test('moving never goes above the first row', async () => {
		const { session, press } = await open();
		await press('up', 'up', 'up', 'k', 'g');
		expect(session().browse.at).toBe('section 0');
	});

	test('moving never goes below the last row', async () => {
		const { session, press } = await open();
		await press('G', 'down', 'page-down');
		expect(session().browse.at).toBe('section 11');
	});

	test('n goes through all problems and starts again', async () => {
		const { session, press } = await open();
		const seen = [session().browse.at];
		for (let count = 0; count < 9; count += 1) {
			await press('n');
			seen.push(session().browse.at);
		}
		expect(seen).toEqual(['0.1', '1.2', '2.2', '2.3', '3.1', '4.5', '5.4', '6.1', '8.2', '0.1']);
	});

	test('N goes back what n went forth', async () => {
		const { session, press } = await open();
		await press('n', 'n', 'N', 'N', 'N');
		expect(session().browse.at).toBe('8.2');
	});

	test('] goes to the next section, [ to the head of this one', async () => {
		const { session, press } = await open();
		await press(']', ']', 'j', 'j', '[');
		expect(session().browse.at).toBe('section 2');
	});

	test('x lists what passed, and lists it no more', async () => {
		const { session, press, frame } = await open();
		await press('x');
		expect(frame().rows.join('\n')).toContain('2.4');
		await press('x');
		expect(frame().rows.join('\n')).not.toContain('2.4 pytest');
		expect(session().browse.at).toBe('0.1');
	});

	test('enter opens the detail, then one tab after the other', async () => {
		const { session, press } = await open();
		await press('enter', 'enter', 'enter');
		expect(session().browse).toMatchObject({ pane: 'detail', tab: 'fix' });
	});

	test('in the evidence the moving keys select places', async () => {
		const { session, press } = await open();
		await press('N', 'N', '2', 'j', 'j', 'k', 'G');
		expect(session().browse).toMatchObject({ at: '6.1', place: 6 });
	});

	test('a narrower terminal takes the keys from a pane it has no room for', async () => {
		const { session, press, dispatch } = await open({}, { cols: 130, rows: 40 });
		await press('shift-tab');
		expect(session().browse.pane).toBe('sections');
		dispatch({ type: 'resized', size: { cols: 80, rows: 24 } });
		expect(session().browse.pane).toBe('list');
	});
});

describe('fixing', () => {
	test('one key commits a safe fix and goes on to the next problem', async () => {
		const { session, press } = await open();
		await press('f');
		expect(session().commits.map(({ fixer }) => fixer)).toEqual(['exact-pins']);
		expect(session().browse.at).toBe('1.2');
		expect(session().notice).toMatchObject({ kind: 'committed', findingsLeft: 0, scoreBefore: 17 });
	});

	test('F shows the diff of a safe fix first', async () => {
		const { session, press } = await open();
		await press('F');
		expect(session().screen.name).toBe('preview');
		expect(session().commits).toEqual([]);
		await press('y');
		expect(session().commits).toHaveLength(1);
	});

	test('a fix for review is never committed without y', async () => {
		const { session, press } = await open();
		await press('N', 'N', 'f', 'enter', 'f', 'F', 'B', 'esc');
		expect(session().commits).toEqual([]);
		expect(session().screen.name).toBe('browse');
	});

	test('a y typed before the dialog could be read does not count', async () => {
		const { session, press, dispatch } = await open();
		await press('F');
		const { screen } = session();
		if (screen.name !== 'preview') throw new Error('no preview');
		const unarmed = { ...session(), screen: { ...screen, armed: false } };
		const [after, effects] = reduce(unarmed, { type: 'pressed', key: 'y', view: noView });
		expect(after.screen.name).toBe('preview');
		expect(effects).toEqual([]);
		dispatch({ type: 'armed' });
	});

	test('u takes the fix back and U brings it again', async () => {
		const { session, press } = await open();
		await press('f', 'u');
		expect(session()).toMatchObject({ commits: [], browse: { at: '0.1' }, notice: { kind: 'undone' } });
		await press('U');
		expect(session()).toMatchObject({
			commits: [{ fixer: 'exact-pins' }],
			undone: [],
			notice: { kind: 'redone' },
		});
	});

	test('a new fix leaves nothing to redo', async () => {
		const { session, press } = await open();
		await press('f', 'u', 'f', 'U');
		expect(session().notice).toEqual({ kind: 'obstacle', why: 'nothing-to-redo' });
	});

	test('a fixer that declines says why and changes nothing', async () => {
		const { session, press } = await open({ declines: ['exact-pins'] });
		await press('f');
		expect(session()).toMatchObject({
			commits: [],
			notice: { kind: 'declined', reason: 'the file is generated by another tool' },
		});
	});

	test('a commit that fails leaves the session as it was', async () => {
		const { session, press } = await open({ breaks: ['exact-pins'] });
		await press('f');
		expect(session()).toMatchObject({
			commits: [],
			browse: { at: '0.1' },
			screen: { name: 'browse' },
			notice: { kind: 'broke', tryThis: 'Audit again with r.' },
		});
	});

	test('where there is no branch the key says so', async () => {
		const { session, press } = await open({ target: { fixes: { reason: 'this is not a git repository' } } });
		await press('f');
		expect(session().notice).toEqual({ kind: 'obstacle', why: 'no-branch' });
	});

	test('several fixes of a practice are chosen from', async () => {
		const { session, press, dispatch, settle } = await open();
		await press('N', 'f');
		expect(session().screen.name).toBe('choose');
		dispatch({ type: 'chosen', index: 2 });
		await settle();
		expect(session().commits).toMatchObject([{ project: 'tools' }]);
		expect(session().browse.at).toBe('8.2');
	});

	test('esc turns away from a plan that is being made', async () => {
		const bench = createFakeWorkbench();
		const { session, dispatch, settle, press } = await drive(bench);
		await press('N', 'N');
		dispatch({ type: 'pressed', key: 'f', view: noView });
		dispatch({ type: 'pressed', key: 'esc', view: noView });
		await settle();
		expect(session().screen.name).toBe('browse');
	});
});

describe('batch', () => {
	test('commits every safe fix, those that go first first', async () => {
		const { session, press } = await open();
		await press('B', 'y');
		expect(session().commits.map(({ fixer }) => fixer)).toEqual([
			'exact-pins',
			'ruff-rules',
			'mypy-strict',
			'yaml-safe-load',
			'yaml-safe-load',
		]);
		expect(session().screen).toMatchObject({ name: 'batch', step: 'done' });
	});

	test('starts with y only', async () => {
		const { session, press } = await open();
		await press('B', 'enter', 'B', 'f');
		expect(session()).toMatchObject({ commits: [], screen: { name: 'batch', step: 'ready' } });
	});

	test('goes on behind a fix that fails or declines', async () => {
		const { session, press } = await open({ declines: ['ruff-rules'], breaks: ['mypy-strict'] });
		await press('B', 'y');
		expect(session().commits).toHaveLength(3);
		const { screen } = session();
		const states = screen.name === 'batch' ? screen.items.map(({ state }) => state.name) : [];
		expect(states).toEqual(['committed', 'not-committed', 'not-committed', 'committed', 'committed']);
	});

	test('esc stops behind the fix under way', async () => {
		const { session, dispatch, settle, press } = await open();
		await press('B');
		dispatch({ type: 'pressed', key: 'y', view: noView });
		dispatch({ type: 'pressed', key: 'esc', view: noView });
		await settle();
		expect(session().commits).toHaveLength(1);
		expect(session().screen).toMatchObject({ name: 'batch', step: 'done' });
	});
});

describe('leaving', () => {
	test('q leaves at once where nothing was committed', async () => {
		const { effects, press } = await open();
		await press('q');
		expect(effects.at(-1)).toEqual({ type: 'leave', exitCode: 0 });
	});

	test('q shows the summary first where something was', async () => {
		const { session, effects, press } = await open();
		await press('f', 'q');
		expect(session().screen.name).toBe('summary');
		await press('q');
		expect(effects.at(-1)).toEqual({ type: 'leave', exitCode: 0 });
	});

	test('Ctrl-C asks while a fix is committed, and the second one does not wait', async () => {
		const { session, effects, dispatch } = await open();
		dispatch({ type: 'pressed', key: 'f', view: noView });
		const { work } = session();
		if (work.kind !== 'plan') throw new Error('not planning');
		const committing = { ...session(), work: { kind: 'commit', subject: 'fix' } } as const;
		const [asked] = reduce(committing, { type: 'pressed', key: 'ctrl-c', view: noView });
		expect(asked.leaving).toEqual({ name: 'asked', armed: false });
		const [, last] = reduce(asked, { type: 'pressed', key: 'ctrl-c', view: noView });
		expect(last).toEqual([{ type: 'leave', exitCode: 130 }]);
		expect(typesOf(effects)).not.toContain('leave');
	});

	test('quitting while a fix is committed waits for it', async () => {
		const { session, effects, dispatch, press, settle } = await open();
		await press('B');
		dispatch({ type: 'pressed', key: 'y', view: noView });
		dispatch({ type: 'pressed', key: 'q', view: noView });
		dispatch({ type: 'armed' });
		dispatch({ type: 'pressed', key: 'y', view: noView });
		await settle();
		expect(session().commits).toHaveLength(1);
		expect(effects.at(-1)).toEqual({ type: 'leave', exitCode: 0 });
	});

	test('esc never quits', async () => {
		const { effects, press } = await open();
		await press('esc', 'esc', 'esc', 'esc', 'esc', 'esc');
		expect(typesOf(effects)).not.toContain('leave');
	});
});

test('an audit that fails at first offers to try again', () => {
	const [failed] = reduce(startOf('orders', { cols: 80, rows: 24 }), {
		type: 'failed',
		message: 'out of memory',
		tryThis: '',
		commits: [],
	});
	expect(failed.screen).toMatchObject({ name: 'failed', message: 'out of memory' });
	const [again, effects] = reduce(failed, { type: 'pressed', key: 'r', view: noView });
	expect(again.screen.name).toBe('scanning');
	expect(effects).toEqual([{ type: 'audit' }]);
});

test('H audits again with the history, but not before there is a commit', async () => {
	const { effects, press } = await open();
	await press('H');
	expect(effects).toContainEqual({ type: 'audit', withHistory: true });
	const [before] = reduce(startOf('orders', { cols: 80, rows: 24 }), {
		type: 'pressed',
		key: 'H',
		view: noView,
	});
	expect(before.work.kind).not.toBe('audit');
});

test('esc stops an audit; what was known before stays', async () => {
	const driver = await open({ steps: 3 });
	driver.dispatch({ type: 'pressed', key: 'r', view: noView });
	driver.dispatch({ type: 'pressed', key: 'esc', view: noView });
	await driver.settle();
	expect(driver.session()).toMatchObject({
		work: { kind: 'none' },
		screen: { name: 'browse' },
		notice: { kind: 'broke', message: 'the audit was stopped' },
	});
	await driver.press('r');
	expect(driver.session().notice).toEqual({ kind: 'audited' });
});

describe('help', () => {
	test('typing searches it and enter runs what is found', async () => {
		const { session, press } = await open();
		await press('?', 's', 'u', 'm', 'm', 'a', 'r', 'y', 'enter');
		expect(session()).toMatchObject({ help: null, screen: { name: 'summary' } });
	});

	test('letters that are keys elsewhere only search', async () => {
		const { session, press } = await open();
		await press('?', 'q', 'f');
		expect(session().help).toEqual({ query: { text: 'qf', caret: 2 }, at: 0 });
	});
});

describe('a step that moved the branch before it failed', () => {
	test('an undo is told, and can be redone', async () => {
		const { session, press, dispatch } = await open();
		await press('B', 'y', 'esc');
		const all = session().commits;
		const left = all.slice(0, -1);
		dispatch({ type: 'failed', message: 'no memory', tryThis: 'audit again', commits: left });
		expect(session()).toMatchObject({
			commits: left,
			undone: all.slice(-1),
			notice: { kind: 'broke', message: 'no memory' },
		});
		dispatch({ type: 'failed', message: 'no memory', tryThis: '', commits: all });
		expect(session()).toMatchObject({ commits: all, undone: [] });
	});

	test('what is built anew under another id is neither lost nor undone', async () => {
		const { session, press, dispatch } = await open();
		await press('B', 'y', 'esc');
		const [first, ...rest] = session().commits;
		const anew = rest.map(commit => ({ ...commit, commit: `f${commit.commit.slice(1)}` }));
		dispatch({ type: 'failed', message: 'no memory', tryThis: '', commits: anew });
		expect(session()).toMatchObject({ commits: anew, undone: [first] });
	});
});
