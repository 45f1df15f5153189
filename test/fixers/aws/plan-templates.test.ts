import { expect, test } from 'vitest';
import { subjectOf } from '../../../fixers/aws/functions.ts';
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

test('functions of one name are told apart by their templates', () => {
	const read = { id: 'read', template: 'orders/template.yaml' };
	const other = { id: 'read', template: 'bills/template.yaml' };
	expect(subjectOf(read, [read, other])).toBe('`read` of `orders/template.yaml`');
	expect(subjectOf(read, [read, { id: 'write', template: other.template }])).toBe('`read`');
});
