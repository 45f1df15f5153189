import { expect, test } from 'vitest';
import { byHand } from '../../../fixers/aws/plan-templates.ts';

test('what is left to the user is said once for each reason', () => {
	expect(
		byHand([
			{ subject: '`Read`', reason: 'its role is given' },
			{ subject: '`Write`', reason: 'its role is given' },
			{ subject: '`Read`', reason: 'its role is given' },
			{ subject: '`Jobs`', reason: 'it is an alias' },
		]),
	).toEqual(['Change `Read`, `Write` by hand: its role is given', 'Change `Jobs` by hand: it is an alias']);
});
