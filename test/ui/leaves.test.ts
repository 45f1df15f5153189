import { expect, test } from 'vitest';
import type { PracticeReport } from '../../source/core/report.ts';
import { leafLines } from '../../source/ui/views/detail/leaves.ts';

const rollUp: PracticeReport = {
	number: '0.4',
	id: 'logs-everywhere',
	title: 'Logs everywhere',
	status: 'fail',
	rollup: true,
	seeAlso: [],
	checks: [],
	leaves: [
		{ check: 'logging/no-print', number: '3.1', title: 'No print', status: 'pass', project: 'a' },
		{ check: 'logging/no-print', number: '3.1', title: 'Prints', status: 'fail', project: 'b' },
		{ check: 'logging/json', number: '3.1', title: 'JSON', status: 'pass', project: 'a' },
	],
	awaits: ['3.2'],
};

const texts = (practice: PracticeReport): readonly string[] =>
	leafLines(practice, 60)
		.map(line =>
			line
				.map(({ text }) => text)
				.join('')
				.trimEnd(),
		)
		.filter(text => text !== '');

test('each check that decides a roll-up is named once, the worst first, with the practice where it stands', () => {
	expect(texts(rollUp)).toEqual([' DECIDED BY', ' ✗ 3.1   Prints', ' ✓ 3.1   JSON', ' Not checked yet: 3.2']);
});

test('a roll-up that does not apply says why, and a plain practice says nothing', () => {
	expect(texts({ ...rollUp, status: 'not-applicable', leaves: [], reason: 'no service is here' })).toContain(
		' no service is here',
	);
	expect(texts({ ...rollUp, rollup: false })).toEqual([]);
});
