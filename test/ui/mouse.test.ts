import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../source/session/selection.ts';
import { createFrameSink } from '../../source/ui/frame-sink.ts';
import { rowAt } from '../../source/ui/views/row-at.ts';
import { drive } from '../session/drive.ts';
import { createFakeWorkbench } from '../session/fake-workbench.ts';

const open = (cols: number, rows: number) => drive(createFakeWorkbench(), { cols, rows });

describe.each([
	[40, 10],
	[60, 16],
	[80, 24],
	[120, 40],
	[200, 60],
])('at %ix%i', (cols, rows) => {
	test.each([[[]], [['G']], [['f']]])(
		'every cell of the list names what is drawn there, after %j',
		async keys => {
			const { session, frame, press } = await open(cols, rows);
			await press(...keys);
			const lines = frame().rows.map(row => stripVTControlCharacters(row));
			const seen = new Set<string>();
			for (const [y, line] of lines.entries()) {
				for (let x = 0; x < cols; x += 1) {
					const id = rowAt(session(), x, y);
					if (id === null) continue;
					seen.add(id);
					const number = id.replace('section ', '');
					expect(line).toMatch(new RegExp(`(?:^|[ ▸])${number.replaceAll('.', '\\.')} `));
				}
			}
			expect(seen).toContain(session().browse.at);
			expect(seen.size).toBeGreaterThan(Math.min(4, rowsOf(session()).length - 1));
			expect(rowAt(session(), 0, 0)).toBeNull();
			expect(rowAt(session(), 0, rows - 1)).toBeNull();
		},
	);
});

test('a click chooses, a click on what is chosen opens it, and a click behind a dialog is nothing', async () => {
	const { session, dispatch, press } = await open(80, 24);
	dispatch({ type: 'clicked', row: '6.1' });
	expect(session().browse).toMatchObject({ at: '6.1', pane: 'list' });
	dispatch({ type: 'clicked', row: '6.1' });
	expect(session().browse).toMatchObject({ at: '6.1', pane: 'detail' });
	dispatch({ type: 'clicked', row: 'nothing' });
	expect(session().browse.at).toBe('6.1');
	await press('?');
	dispatch({ type: 'clicked', row: '0.1' });
	expect(session().browse.at).toBe('6.1');
});

test('m takes the mouse and gives it back, and says so', async () => {
	const { session, press, effects, frame } = await open(100, 24);
	await press('m');
	expect(session().mouse).toBe(true);
	expect(frame().rows.join('\n')).toContain('The mouse is on');
	await press('m');
	expect(session().mouse).toBe(false);
	expect(effects.filter(({ type }) => type === 'mouse')).toEqual([
		{ type: 'mouse', isOn: true },
		{ type: 'mouse', isOn: false },
	]);
});

test('the terminal has its mouse back whenever the screen is left', () => {
	const written: string[] = [];
	const terminal = Object.assign(new EventEmitter(), {
		columns: 20,
		rows: 3,
		write: (text: string) => written.push(text) > 0,
	});
	const sink = createFrameSink(terminal);
	const last = () => written.at(-1) ?? '';
	sink.enter();
	expect(last()).not.toContain('?1000');
	sink.reportMouse(true);
	expect(last()).toBe('\u001B[?1000h\u001B[?1006h');
	sink.leave();
	expect(last()).toContain('\u001B[?1006l\u001B[?1000l');
	sink.enter();
	expect(last()).toContain('\u001B[?1000h\u001B[?1006h');
	sink.reportMouse(false);
	sink.leave();
	expect(last()).not.toContain('?1000');
});
