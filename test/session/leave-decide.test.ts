import { expect, test } from 'vitest';
import { leaveDecide, stepsBackOf } from '../../source/session/reduce/decide.ts';
import { createFakeWorkbench } from './fake-workbench.ts';
import { drive } from './drive.ts';

test('a decision is left from each of its steps by going back as often as it says, and no more', async () => {
	const { session, press, dispatch } = await drive(createFakeWorkbench());
	await press('w');
	const seen: string[] = [];
	for (const event of [0, 1] as const) {
		const { screen } = session();
		if (screen.name !== 'decide') throw new Error('no decision is asked for');
		seen.push(screen.step);
		let left = session();
		for (let back = stepsBackOf(screen); back > 0; back--) {
			if (left.screen.name !== 'decide') throw new Error('left too early');
			left = leaveDecide(left, left.screen);
		}
		expect(left.screen.name).toBe('browse');
		dispatch({ type: 'chosen', index: event });
	}
	expect(seen).toEqual(['choice', 'reason']);
});
