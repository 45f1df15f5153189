import { describe, expect, test } from 'vitest';
import { drive } from './drive.ts';
import { createFakeWorkbench } from './fake-workbench.ts';

const open = (options: Parameters<typeof createFakeWorkbench>[0] = {}) => drive(createFakeWorkbench(options));

const runsIn = (effects: readonly { readonly type: string }[]): number =>
	effects.filter(({ type }) => type === 'try-out').length;

describe('running the tools of the project', () => {
	test('is asked for with every command before anything runs', async () => {
		const { press, frame, effects } = await open();
		await press('T');
		const shown = frame().rows.join('\n');
		expect(shown).toContain('This runs code of the repository');
		expect(shown).toContain('ruff check --no-cache .');
		expect(shown).toContain('pytest -q in services/mail');
		expect(runsIn(effects)).toBe(0);
	});

	test.each(['esc', 'n', 'q', 'enter'])('is not done by %s', async key => {
		const { press, effects } = await open();
		await press('T', key);
		expect(runsIn(effects)).toBe(0);
	});

	test('is not done by a yes that was typed ahead', async () => {
		const { dispatch, session, effects, settle } = await open();
		const view = { reach: 0, stops: [], files: new Map<string, number>() };
		dispatch({ type: 'pressed', key: 'T', view });
		dispatch({ type: 'trials-listed', trials: [{ command: 'pytest', project: '.' }] });
		dispatch({ type: 'pressed', key: 'y', view });
		expect(session().screen).toMatchObject({ name: 'try-out', step: 'ready' });
		expect(runsIn(effects)).toBe(0);
		await settle();
	});

	test('tells what came of it, beside how it was before, and keeps it with the report', async () => {
		const { press, frame, session } = await open();
		const verdicts = session().report?.summary;
		await press('T', 'y');
		const shown = frame().rows.join('\n');
		expect(shown).toMatch(/PASS.*it finds nothing, before the fixes: FAIL/);
		expect(shown).toMatch(/FAIL.*pytest -q in services\/mail: 1 failed, 4 passed/);
		expect(shown).not.toContain('\u001B]');
		expect(session().report?.ran).toHaveLength(2);
		expect(session().report?.summary).toEqual(verdicts);
		await press('esc');
		expect(session().screen.name).toBe('browse');
	});

	test('is forgotten when the branch moves, because it was about another commit', async () => {
		const { press, session } = await open();
		await press('T', 'y', 'esc', 'f');
		expect(session().commits).toHaveLength(1);
		expect(session().report?.ran).toBeUndefined();
	});

	test('ends with esc, and the session goes on', async () => {
		const { press, session, effects, dispatch, settle } = await open({ delay: 10 });
		await press('T');
		const view = { reach: 0, stops: [], files: new Map<string, number>() };
		dispatch({ type: 'pressed', key: 'y', view });
		expect(session().screen).toMatchObject({ step: 'running' });
		dispatch({ type: 'pressed', key: 'esc', view });
		expect(effects.some(({ type }) => type === 'stop-trials')).toBe(true);
		await settle();
		expect(session()).toMatchObject({
			screen: { name: 'browse' },
			work: { kind: 'none' },
			notice: { kind: 'broke', message: 'the run was stopped' },
		});
	});

	test('says so where nothing can be run', async () => {
		const { press, session } = await open({ trials: [] });
		await press('T');
		expect(session()).toMatchObject({
			screen: { name: 'browse' },
			notice: { kind: 'obstacle', why: 'no-tools' },
		});
	});

	test('needs a commit to check out', async () => {
		const { press, session, effects } = await open({ target: { commit: null } });
		await press('T');
		expect(session().notice).toEqual({ kind: 'obstacle', why: 'no-commit' });
		expect(effects.some(({ type }) => type === 'list-trials')).toBe(false);
	});
});
