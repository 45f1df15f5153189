import { expect, test, vi } from 'vitest';
import type { Effect } from '../../source/session/events.ts';
import { startOf } from '../../source/session/state.ts';
import { createStore } from '../../source/ui/store.ts';

const open = () => {
	const effects: Effect[] = [];
	const start = startOf('orders', { cols: 80, rows: 24 });
	const store = createStore(start, { color: false, ascii: false }, effect => effects.push(effect));
	const heard = vi.fn<() => void>();
	store.subscribe(heard);
	return { store, heard, effects };
};
const turn = () => new Promise(resolve => setImmediate(resolve));
const press = (key: string) =>
	({ type: 'pressed', key, view: { reach: 0, stops: [], files: new Map<string, number>() } }) as const;

test('all that happens in a turn is told once', async () => {
	const { store, heard } = open();
	for (let cols = 60; cols < 160; cols += 1) store.dispatch({ type: 'resized', size: { cols, rows: 24 } });
	expect(heard).not.toHaveBeenCalled();
	await turn();
	expect(heard).toHaveBeenCalledTimes(1);
});

test('the frame is always that of the session as it is now', () => {
	const { store } = open();
	store.dispatch({ type: 'resized', size: { cols: 100, rows: 30 } });
	expect(store.frame().rows).toHaveLength(30);
	expect(store.frame()).toBe(store.frame());
});

test('an event that changes nothing is not told', async () => {
	const { store, heard } = open();
	store.dispatch({ type: 'armed' });
	await turn();
	expect(heard).not.toHaveBeenCalled();
});

test('effects are carried out in the turn of their event', () => {
	const { store, effects } = open();
	store.dispatch(press('q'));
	expect(effects).toEqual([{ type: 'leave', exitCode: 0 }]);
});
