import { describe, expect, test } from 'vitest';
import type { AttestationEntry, WaiverEntry } from '../../source/config/decisions.ts';
import type { CheckReport } from '../../source/core/report.ts';
import { applyDecisions } from '../../source/engine/decisions.ts';
import type { Known } from '../../source/engine/decision-scope.ts';
import { aCheck, aFinding, aReport, passing } from '../report/sample.ts';

const id = 'http-timeouts/requests-timeout';
const practices: readonly Known[] = [
	{
		number: '6.1',
		id: 'http-timeouts',
		title: 'HTTP calls end',
		failTitle: 'HTTP calls wait for ever',
		checks: [
			{ id: 'requests-timeout', failTitle: 'A call waits for ever' },
			{ id: 'retries', failTitle: 'Calls are not retried' },
		],
	},
	{ number: '10.U1', id: 'repeats', title: 't', failTitle: 'f', checks: [], leaves: [id] },
];
const at = { path: 'bp-audit.toml', line: 3, column: 1 };
type Loose<E> = Omit<E, 'at'>;
const decided = (
	checks: readonly CheckReport[],
	{
		waivers = [],
		attestations = [],
		today = '2026-11-22',
		isPartial = false,
	}: {
		readonly waivers?: readonly Loose<WaiverEntry>[];
		readonly attestations?: readonly Loose<AttestationEntry>[];
		readonly today?: string;
		readonly isPartial?: boolean;
	},
) =>
	applyDecisions(aReport(checks), {
		waivers: waivers.map(entry => ({ at, ...entry })),
		attestations: attestations.map(entry => ({ at, ...entry })),
		today,
		practices,
		isPartial,
	});
const waived = (checks: readonly CheckReport[], ...waivers: readonly Loose<WaiverEntry>[]) =>
	decided(checks, { waivers });
type Decided = ReturnType<typeof decided>;
const checkIn = (report: Decided) => report.sections[0]?.practices[0]?.checks[0];
/** What is said of the decisions themselves. */
const saidOf = (report: Decided) =>
	report.sections
		.filter(section => section.id === 'D')
		.flatMap(({ practices: own }) => own)
		.flatMap(({ checks }) => checks)
		.flatMap(({ id: check, findings }) =>
			findings.map(({ level, message }) => `${check} ${level}: ${message}`),
		);

test('a waiver takes the check out of the score and shows its reason', () => {
	const report = waived([aCheck(), passing()], { check: id, reason: 'fake server', owner: 'team' });
	expect(checkIn(report)).toMatchObject({
		status: 'waived',
		waiver: { reason: 'fake server', owner: 'team' },
	});
	expect(report.summary).toMatchObject({ score: 100, waived: 1, fail: 0, warn: 0 });
	expect(report.sections[0]?.practices[0]?.status).toBe('waived');
	expect(saidOf(report)).toEqual([]);
});

test('with a path only findings there are waived, and the rest decides', () => {
	const findings = [aFinding({ at: { path: 'tests/x/a.py' } }), aFinding({ level: 'warn' })];
	const report = waived([aCheck({ findings })], { check: id, path: 'tests/**', reason: 'fake server' });
	expect(checkIn(report)).toMatchObject({ status: 'warn', waiver: { reason: 'fake server' } });
	expect(checkIn(report)?.findings).toHaveLength(1);
});

test('when every finding is waived by path the check is waived and keeps them', () => {
	const report = waived([aCheck()], { check: id, path: 'src/*.py', reason: 'old' });
	expect(checkIn(report)).toMatchObject({ status: 'waived' });
	expect(checkIn(report)?.findings).toHaveLength(1);
});

test('a waiver holds on its last day and not after', () => {
	expect(checkIn(waived([aCheck()], { check: id, reason: 'x', until: '2026-11-22' }))?.status).toBe('waived');
	const report = waived([aCheck()], { check: id, reason: 'x', until: '2026-11-21' });
	expect(checkIn(report)?.status).toBe('fail');
	expect(saidOf(report)).toEqual([
		`decisions/current warn: The waiver of \`${id}\` expired on 2026-11-21; its findings count`,
	]);
});

test('an invalid waiver fails open and is told', () => {
	const report = waived([aCheck()], { check: id, reason: '', invalid: 'it gives no reason' });
	expect(checkIn(report)?.status).toBe('fail');
	expect(saidOf(report)).toEqual([
		`decisions/complete warn: The waiver of \`${id}\` is invalid: it gives no reason; its findings count`,
	]);
});

test('a waiver of an unknown check is invalid', () => {
	expect(saidOf(waived([aCheck()], { check: 'nope', reason: 'x' }))[0]).toContain(
		'is invalid: there is no check `nope`',
	);
});

test('a waiver that matches nothing is told', () => {
	const report = waived([aCheck()], { check: id, path: 'docs/**', reason: 'x' });
	expect(checkIn(report)?.status).toBe('fail');
	expect(saidOf(report)).toEqual([
		`decisions/needed warn: The waiver of \`${id}\` for \`docs/**\` matches no finding`,
	]);
});

test('a pass is not waived, and the waiver matches nothing', () => {
	const report = waived([passing()], { check: 'http-timeouts/retries', reason: 'x' });
	expect(checkIn(report)?.status).toBe('pass');
	expect(saidOf(report)).toHaveLength(1);
});

test('a question is waived whole, and by path only loses what was found there', () => {
	const manual = aCheck({ status: 'manual', question: 'Is it?' });
	expect(checkIn(waived([manual], { check: id, reason: 'x' }))?.status).toBe('waived');
	const partly = checkIn(waived([manual], { check: id, path: 'src/**', reason: 'x' }));
	expect(partly).toMatchObject({ status: 'manual', findings: [] });
});

test('without decisions the report is the same', () => {
	const report = aReport([aCheck()]);
	const options = { waivers: [], attestations: [], today: '2026-11-22', practices, isPartial: false };
	expect(applyDecisions(report, options)).toBe(report);
});

test('by its fingerprint one finding is waived, whatever the path beside it says', () => {
	const other = aFinding({ fingerprint: 'ffffffffffffffff' });
	const entry = { check: id, finding: '0123456789abcdef', path: 'moved/*.py', reason: 'x' };
	const report = waived([aCheck({ findings: [aFinding(), other] })], entry);
	expect(checkIn(report)?.findings).toEqual([other]);
	expect(saidOf(report)).toEqual([]);
});

test('a waiver of a practice takes all of its checks, by number or by id', () => {
	for (const practice of ['6.1', 'http-timeouts']) {
		const report = waived([aCheck(), passing({ status: 'warn' })], { practice, reason: 'x' });
		expect(report.sections[0]?.practices[0]?.checks.map(({ status }) => status)).toEqual([
			'waived',
			'waived',
		]);
		expect(saidOf(report)).toEqual([]);
	}
});

test('what only repeats other practices cannot be waived itself', () => {
	expect(saidOf(waived([aCheck()], { practice: '10.U1', reason: 'x' }))[0]).toContain(
		`\`10.U1\` only repeats ${id}: name one of them`,
	);
});

test('a narrow waiver beside a wide one is not said to match nothing', () => {
	const report = waived([aCheck()], { check: id, reason: 'x' }, { check: id, path: 'src/**', reason: 'y' });
	expect(checkIn(report)).toMatchObject({ status: 'waived', waiver: { reason: 'x' } });
	expect(saidOf(report)).toEqual([]);
});

test('a waiver that ends within thirty days is noted, and the check passes', () => {
	const report = waived([aCheck()], { check: id, reason: 'x', until: '2026-12-22' });
	expect(saidOf(report)).toEqual([`decisions/current info: The waiver of \`${id}\` ends on 2026-12-22`]);
	expect(report.summary.warn).toBe(0);
	expect(saidOf(waived([aCheck()], { check: id, reason: 'x', until: '2026-12-23' }))).toEqual([]);
});

test('findings about decisions stand where the decision is written, and weigh nothing', () => {
	const report = waived([passing()], { check: 'http-timeouts/retries', reason: 'x' }, { reason: 'y' });
	const [practice] = report.sections.at(-1)?.practices ?? [];
	expect(practice).toMatchObject({ number: 'D.1', status: 'warn', title: 'Recorded decisions need a look' });
	expect(practice?.checks.flatMap(({ findings }) => findings.map(one => one.at))).toContainEqual(at);
	expect(report.summary.score).toBe(100);
});

describe('what may match elsewhere is not said to match nothing', () => {
	const entry = { check: 'http-timeouts/retries', reason: 'x' };
	const clean = passing({ id });
	test('where its check was left out', () => {
		expect(saidOf(decided([clean], { waivers: [entry] }))).toEqual([]);
	});
	test('where projects were left out', () => {
		const other = { check: id, reason: 'x' };
		expect(saidOf(decided([clean], { waivers: [other], isPartial: true }))).toEqual([]);
		expect(saidOf(decided([clean], { waivers: [other] }))).toHaveLength(1);
	});
	test('where its check broke', () => {
		const broken = aCheck({ status: 'error', message: 'm', findings: [] });
		expect(saidOf(decided([broken], { waivers: [{ check: id, reason: 'x' }] }))).toEqual([]);
	});
});

describe('an attestation', () => {
	const asked = aCheck({ status: 'manual', question: 'Is it?', findings: [aFinding({ level: 'warn' })] });
	const yes = { practice: '6.1', answer: 'yes', note: 'in the platform repo' } as const;

	test('with yes makes a manual check pass, and what was found on the way is only noted', () => {
		const report = decided([asked], { attestations: [{ ...yes, by: 'Ada', date: '2026-11-01' }] });
		expect(checkIn(report)).toMatchObject({
			status: 'pass',
			evidence: 'Attested by Ada on 2026-11-01: in the platform repo',
			attestation: { answer: 'yes', note: 'in the platform repo', by: 'Ada', date: '2026-11-01' },
			findings: [{ level: 'info' }],
		});
		expect(checkIn(report)?.findings[0]).not.toHaveProperty('fix');
		expect(report.summary).toMatchObject({ manual: 0, score: 100 });
	});

	test('with no makes it fail, with the answer as a finding where it is written', () => {
		const report = decided([asked], { attestations: [{ ...yes, answer: 'no' }] });
		expect(checkIn(report)).toMatchObject({
			status: 'fail',
			title: 'A call waits for ever',
			findings: [{ level: 'fail', message: 'Attested: in the platform repo', at }, { level: 'warn' }],
		});
		expect(report.sections[0]?.practices[0]).toMatchObject({
			status: 'fail',
			title: 'HTTP calls wait for ever',
		});
		expect(report.summary).toMatchObject({ fail: 1, score: 0 });
	});

	test('of a check goes before one of its practice', () => {
		const { practice: _, ...own } = yes;
		const attestations = [yes, { ...own, check: id, answer: 'no' as const }];
		expect(checkIn(decided([asked], { attestations }))?.status).toBe('fail');
	});

	test('that expired leaves the question open and is told', () => {
		const report = decided([asked], { attestations: [{ ...yes, until: '2026-11-21' }] });
		expect(checkIn(report)?.status).toBe('manual');
		expect(saidOf(report)).toEqual([
			'decisions/current warn: The attestation of `6.1` expired on 2026-11-21; its question is open',
		]);
	});

	test('of what asks nothing is told, and changes nothing', () => {
		const report = decided([aCheck(), passing()], { attestations: [yes] });
		expect(checkIn(report)?.status).toBe('fail');
		expect(saidOf(report)).toEqual([
			'decisions/needed warn: The attestation of `6.1` answers no open question',
		]);
	});

	test('with no can be waived', () => {
		const attestations = [{ ...yes, answer: 'no' as const }];
		const report = decided([asked], { attestations, waivers: [{ check: id, reason: 'known' }] });
		expect(checkIn(report)?.status).toBe('waived');
	});
});

test('the same entries say other things on another day, and only then', () => {
	const waivers = [{ check: id, reason: 'x', until: '2026-11-30' }];
	const once = decided([aCheck()], { waivers });
	expect(decided([aCheck()], { waivers })).toEqual(once);
	expect(checkIn(decided([aCheck()], { waivers, today: '2026-12-01' }))?.status).toBe('fail');
});
