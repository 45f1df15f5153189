import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Question } from '../../source/core/fixer.ts';
import { progressOf } from '../../source/session/reduce/question.ts';
import type { Session } from '../../source/session/state.ts';
import { drive } from './drive.ts';
import { createFakeWorkbench } from './fake-workbench.ts';

const open = (options: Parameters<typeof createFakeWorkbench>[0] = {}) =>
	drive(createFakeWorkbench(options), { cols: 80, rows: 24 });

describe('questions', () => {
	test('a guided fix asks first; the answers reach the plan', async () => {
		const { session, press, dispatch, settle, effects } = await open();
		await press('n', 'n', 'n', 'n', 'n', 'f');
		dispatch({ type: 'chosen', index: 1 });
		await press('backspace', 'backspace', '9', '0', 'enter');
		await press('enter');
		dispatch({ type: 'chosen', index: 0 });
		await settle();
		expect(effects.findLast(({ type }) => type === 'propose')).toMatchObject({
			answers: { key: 'kms', days: '90', owner: 'team-orders', public: 'yes' },
		});
		expect(session().screen.name).toBe('preview');
	});

	test('a no that leaves all as it is is no failure', async () => {
		const { session, press, dispatch, settle } = await open({ declines: ['bucket-encryption'] });
		await press('n', 'n', 'n', 'n', 'n', 'f');
		dispatch({ type: 'chosen', index: 0 });
		await press('enter', 'enter');
		dispatch({ type: 'chosen', index: 1 });
		await settle();
		expect(session().notice).toMatchObject({ kind: 'kept' });
	});

	test('where another answer may do, the refusal says that f asks again', async () => {
		const { session, press, dispatch, settle, frame } = await open({ declines: ['bucket-encryption'] });
		await press('n', 'n', 'n', 'n', 'n', 'f');
		dispatch({ type: 'chosen', index: 0 });
		await press('enter', 'enter');
		dispatch({ type: 'chosen', index: 0 });
		await settle();
		expect(session().notice).toMatchObject({ kind: 'declined', wasAsked: true });
		expect(stripVTControlCharacters(frame().rows.join('\n'))).toContain('f asks again');
	});

	test('a number out of range is not taken', async () => {
		const { session, press, dispatch } = await open();
		await press('n', 'n', 'n', 'n', 'n', 'f');
		dispatch({ type: 'chosen', index: 0 });
		await press('9', '9', '9', 'enter');
		expect(session().screen).toMatchObject({ name: 'question', at: 1, isRefused: true });
	});

	test('esc goes back to the question before, with its answer', async () => {
		const { session, press, dispatch } = await open();
		await press('n', 'n', 'n', 'n', 'n', 'f');
		dispatch({ type: 'chosen', index: 1 });
		await press('esc');
		expect(session().screen).toMatchObject({ name: 'question', at: 0, highlighted: 1 });
	});

	describe('that rest on another', () => {
		const kind: Question['kind'] = { type: 'yes-no' };
		const dependent: readonly Question[] = [
			{ id: 'move', prompt: 'Move it?', explanation: '', kind, fallback: 'no' },
			{
				id: 'lines',
				prompt: 'Which lines?',
				explanation: '',
				kind: { type: 'text' },
				fallback: '',
				onlyIf: { id: 'move', answers: ['yes'] },
			},
			{ id: 'note', prompt: 'Note it?', explanation: '', kind, fallback: 'yes' },
		];
		const ask = async () => {
			const opened = await open({ questions: dependent });
			await opened.press('n', 'n', 'n', 'n', 'n', 'f');
			return opened;
		};
		const asked = (session: Session) => {
			if (session.screen.name !== 'question') return null;
			const { number, of } = progressOf(session.screen);
			return `${session.screen.questions[session.screen.at]?.id} ${number}/${of}`;
		};

		test('are passed over where they do not matter, and by esc too', async () => {
			const { session, press, dispatch, settle, effects } = await ask();
			expect(asked(session())).toBe('move 1/3');
			dispatch({ type: 'chosen', index: 1 });
			expect(asked(session())).toBe('note 2/2');
			await press('esc');
			expect(asked(session())).toBe('move 1/3');
			dispatch({ type: 'chosen', index: 1 });
			dispatch({ type: 'chosen', index: 0 });
			await settle();
			expect(effects.findLast(({ type }) => type === 'propose')).toMatchObject({
				answers: { move: 'no', lines: '', note: 'yes' },
			});
		});

		test('are asked where they do, and a text may be empty where nothing is suggested', async () => {
			const { session, press, dispatch, settle, effects } = await ask();
			dispatch({ type: 'chosen', index: 0 });
			expect(asked(session())).toBe('lines 2/3');
			await press('enter');
			expect(asked(session())).toBe('note 3/3');
			dispatch({ type: 'chosen', index: 0 });
			await settle();
			expect(effects.findLast(({ type }) => type === 'propose')).toMatchObject({
				answers: { move: 'yes', lines: '', note: 'yes' },
			});
		});
	});

	test('what is pasted into a field becomes one line', async () => {
		const { session, press, dispatch } = await open();
		await press('n', 'n', 'n', 'n', 'n', 'f');
		dispatch({ type: 'chosen', index: 0 });
		await press('ctrl-u');
		dispatch({ type: 'pasted', text: 'q\nf\u001B\n' });
		expect(session().screen).toMatchObject({ draft: { text: 'q f ' } });
	});
});
