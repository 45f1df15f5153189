import { describe, expect, test } from 'vitest';
import type { Report } from '../../source/core/report.ts';
import { decisionOf, halfYearAfter, isComing } from '../../source/session/decide.ts';
import type { Decide } from '../../source/session/state.ts';
import { drive } from './drive.ts';
import type { Driver } from './drive.ts';
import { check } from './fake-practices.ts';
import { createFakeWorkbench } from './fake-workbench.ts';

const decideIn = ({ session }: Driver): Decide => {
	const { screen } = session();
	if (screen.name !== 'decide') throw new Error(`not a decision: ${screen.name}`);
	return screen;
};

const open = async (...keys: readonly string[]) => {
	const driver = await drive(createFakeWorkbench());
	await driver.press(...keys);
	const choose = async (index: number) => {
		driver.dispatch({ type: 'chosen', index });
		await driver.settle();
	};
	const type = async (text: string) => driver.press('ctrl-u', ...text.split(''), 'enter');
	return { ...driver, choose, type };
};

describe('waiving', () => {
	test('asks what, why, who and until when, and records it after y', async () => {
		const driver = await open('N', 'N', '2', 'j', 'w');
		await driver.choose(0);
		await driver.choose(2);
		await driver.type('comes with the new client');
		await driver.type('team-orders');
		await driver.press('enter');
		expect(decideIn(driver).draft).toMatchObject({ outcome: 'ready', path: 'bp-audit.toml' });
		expect(decisionOf(decideIn(driver))).toEqual({
			kind: 'waiver',
			scope: {
				of: 'finding',
				check: 'http-timeouts/requests-timeout',
				fingerprint: expect.any(String),
				path: 'src/orders/client.py',
			},
			reason: 'Planned: comes with the new client',
			owner: 'team-orders',
			until: '2027-05-22',
		});
		await driver.press('y');
		expect(driver.session()).toMatchObject({
			screen: { name: 'browse' },
			commits: [{ decision: 'waiver' }],
			notice: { kind: 'committed' },
		});
		await driver.press('u');
		expect(driver.session().commits).toEqual([]);
	});

	test('takes no reason that says nothing, and no day that is gone', async () => {
		const driver = await open('w');
		await driver.choose(0);
		await driver.choose(4);
		await driver.type('because');
		expect(decideIn(driver)).toMatchObject({ step: 'text', refusal: 'too-short' });
		await driver.type('it is another way here');
		await driver.type('');
		await driver.type('2020-01-01');
		expect(decideIn(driver)).toMatchObject({ step: 'until', refusal: 'no-date' });
	});

	test('esc goes back step by step and keeps what was written', async () => {
		const driver = await open('w');
		await driver.choose(1);
		await driver.choose(0);
		await driver.type('it is another way here');
		await driver.press('esc');
		expect(decideIn(driver).field?.text).toBe('it is another way here');
		await driver.press('esc', 'esc', 'esc');
		expect(driver.session()).toMatchObject({ screen: { name: 'browse' }, commits: [] });
	});
});

test('a question is answered with yes or no and a note', async () => {
	const driver = await open('/', '7', '.', '3', 'enter', 'w');
	expect(decideIn(driver).subject.kind).toBe('attestation');
	await driver.choose(1);
	await driver.type('the broker is not there yet');
	await driver.type('');
	expect(decisionOf(decideIn(driver))).toMatchObject({
		kind: 'attestation',
		answer: 'no',
		note: 'the broker is not there yet',
	});
	await driver.press('y');
	expect(driver.session().commits).toMatchObject([{ decision: 'attestation' }]);
});

test('where something is wrong too, the question is answered from the list of what could be waived', async () => {
	const bench = createFakeWorkbench();
	const question = 'Who verifies that the calls are needed?';
	const withQuestion = (report: Report): Report => ({
		...report,
		sections: report.sections.map(section => ({
			...section,
			practices: section.practices.map(each =>
				each.number === '6.1'
					? {
							...each,
							checks: [
								...each.checks,
								check({ id: 'http-timeouts/need', title: 'Need', status: 'manual', note: question }),
							],
						}
					: each,
			),
		})),
	});
	const audit = async (...told: Parameters<typeof bench.audit>) => withQuestion(await bench.audit(...told));
	const driver = await drive({ ...bench, audit });
	await driver.press('N', 'N', 'w');
	const { subject } = decideIn(driver);
	if (subject.kind !== 'waiver') throw new Error('nothing to waive');
	expect(driver.frame().rows.join('\n')).toContain(`Answer instead: ${question}`);
	driver.dispatch({ type: 'chosen', index: subject.scopes.length });
	expect(decideIn(driver)).toMatchObject({
		step: 'choice',
		subject: { kind: 'attestation', check: 'http-timeouts/need', question },
	});
	driver.dispatch({ type: 'chosen', index: 0 });
	expect(decideIn(driver)).toMatchObject({ step: 'text' });
});

test('there is nothing to waive where nothing is wrong', async () => {
	const driver = await open('/', ...'is:pass'.split(''), 'enter', 'w');
	expect(driver.session().notice).toEqual({ kind: 'obstacle', why: 'nothing-to-decide' });
});

test.each([
	['2026-11-22', '2027-05-22'],
	['2026-08-31', '2027-02-28'],
	['', ''],
])('half a year after %j is %j', (today, then) => {
	expect(halfYearAfter(today)).toBe(then);
});

test.each([
	['2026-11-22', true],
	['2026-11-21', false],
	['2027-13-01', false],
	['soon', false],
])('whether %s is still to come', (date, isIt) => {
	expect(isComing(date, '2026-11-22')).toBe(isIt);
});
