import { expect, test } from 'vitest';
import { textReport } from '../../source/report/text.ts';
import { aCheck, aFinding, aReport, passing } from './sample.ts';

const plain = { name: 'orders', colour: false } as const;

const two = {
	commit: null,
	dirty: false,
	projects: [
		{ path: 'a', name: 'a', kinds: [] },
		{ path: 'b', name: 'b', kinds: [] },
	],
};

test('a report reads: headline, section, practice, check, evidence', () => {
	const report = aReport([
		passing(),
		aCheck({ findings: [aFinding({ found: 'requests.get(url)', expected: 'timeout=…' })] }),
	]);
	expect(textReport(report, plain)).toBe(
		[
			'orders  score 33/100  FAIL 1  PASS 1',
			'',
			'6 HTTP clients and retries',
			'  FAIL   6.1 HTTP calls wait for ever (1 finding)   1 check passed',
			'    FAIL   A call of requests waits for ever   fix: review, http-timeout',
			'        src/a.py:4:2  `requests.get` has no timeout',
			'          found     requests.get(url)',
			'          expected  timeout=…',
			'',
			'Not checked: 7 Testing',
			'',
		].join('\n'),
	);
});

test('the worst check of a practice comes first', () => {
	const text = textReport(
		aReport([aCheck({ status: 'warn', title: 'Doubtful' }), aCheck({ title: 'Broken' })]),
		plain,
	);
	expect(text.indexOf('Broken')).toBeLessThan(text.indexOf('Doubtful'));
});

test('what a repository calls its files cannot drive the terminal', () => {
	const text = textReport(
		aReport([aCheck({ findings: [aFinding({ at: { path: 'a\u001b[2J.py' } })] })]),
		plain,
	);
	expect(text).toContain('a␛[2J.py');
	expect(text).not.toContain('\u001b');
});

test('colours appear only when asked for', () => {
	const report = aReport([aCheck()]);
	expect(textReport(report, { ...plain, colour: true })).toContain('\u001b[31m');
	expect(textReport(report, plain)).not.toContain('\u001b');
});

test('beyond the first findings the rest is counted', () => {
	const findings = Array.from({ length: 12 }, (_, at) => aFinding({ at: { path: 'a.py', line: at + 1 } }));
	const text = textReport(aReport([aCheck({ findings })]), plain);
	expect(text).toContain('a.py:10');
	expect(text).not.toContain('a.py:11');
	expect(text).toContain('and 2 more; --format json lists all');
});

test('skipped paths are counted by reason', () => {
	const skipped = [
		{ path: 'a', reason: 'binary' },
		{ path: 'b', reason: 'binary' },
		{ path: 'c', reason: 'too large' },
	] as const;
	expect(textReport(aReport([passing()], { skipped }), plain)).toContain(
		'Not read: 3 paths (2 binary, 1 too large)',
	);
});

test('checks name their project where there are several', () => {
	expect(textReport(aReport([aCheck({ project: 'b' })], { repo: two }), plain)).toContain('  in b');
});

test('a check that ends alike in several projects has one title and the number of projects', () => {
	const checks = ['a', 'b'].map(project =>
		aCheck({ project, findings: [aFinding({ at: { path: `${project}/x.py`, line: 1 } })] }),
	);
	expect(
		textReport(aReport(checks, { repo: two }), plain)
			.split('\n')
			.slice(3, 7),
	).toEqual([
		'  FAIL   6.1 HTTP calls wait for ever (2 findings)',
		'    FAIL   A call of requests waits for ever  in 2 projects   fix: review, http-timeout',
		'        a/x.py:1  `requests.get` has no timeout',
		'        b/x.py:1  `requests.get` has no timeout',
	]);
});

test('a check that fails here and warns there has a title for each', () => {
	const checks = [aCheck({ project: 'a' }), aCheck({ project: 'b', status: 'warn' })];
	const text = textReport(aReport(checks, { repo: two }), plain);
	expect(text).toContain('FAIL   A call of requests waits for ever  in a');
	expect(text).toContain('WARN   A call of requests waits for ever  in b');
});

test('a long list of one project leaves room for another', () => {
	const many = (path: string) =>
		Array.from({ length: 9 }, (_, at) => aFinding({ at: { path, line: at + 1 } }));
	const checks = [
		aCheck({ project: 'a', findings: many('a.py') }),
		aCheck({ project: 'b', findings: many('b.py') }),
	];
	const text = textReport(aReport(checks, { repo: two }), plain);
	expect(text.match(/[ab]\.py:\d/gu)).toEqual(['a.py:1', 'a.py:2', 'a.py:3', 'b.py:1', 'b.py:2']);
	expect(text).toContain('and 13 more');
});

test('one question is asked once for all projects, different ones name theirs', () => {
	const ask = (project: string, question: string) =>
		aCheck({ project, status: 'manual', question, findings: [] });
	const same = textReport(aReport([ask('a', 'Is it so?'), ask('b', 'Is it so?')], { repo: two }), plain);
	expect(same.split('Is it so?')).toHaveLength(2);
	const other = textReport(aReport([ask('a', 'Is it so?'), ask('b', 'Or so?')], { repo: two }), plain);
	expect(other).toContain('a  Is it so?');
	expect(other).toContain('b  Or so?');
});

test('a finding on white space shows no empty line of code', () => {
	const text = textReport(aReport([aCheck({ findings: [aFinding({ found: '   ' })] })]), plain);
	expect(text).not.toContain('found ');
});

test('a manual check shows its question, an error its message, a heuristic its doubt', () => {
	const report = aReport([
		aCheck({ status: 'manual', question: 'Is it versioned?', findings: [] }),
		aCheck({ status: 'error', message: 'a.py line 3: bad', findings: [] }),
		aCheck({ findings: [aFinding({ confidence: 'likely' })] }),
	]);
	const text = textReport(report, plain);
	expect(text).toContain('Is it versioned?');
	expect(text).toContain('a.py line 3: bad');
	expect(text).toContain('(likely)');
});

test('a waived check shows the reason and hides its findings', () => {
	const text = textReport(aReport([aCheck({ status: 'waived', waiver: { reason: 'fake server' } })]), plain);
	expect(text).toContain('Waived: fake server');
	expect(text).not.toContain('src/a.py');
});

test('a practice that does not apply says why', () => {
	const text = textReport(
		aReport([aCheck({ status: 'not-applicable', reason: 'no template here', findings: [] })]),
		plain,
	);
	expect(text).toContain('        No template');
});

test('what is expected of a whole list is said once', () => {
	const findings = [1, 2].map(line => aFinding({ at: { path: 'a.py', line }, expected: 'timeout=…' }));
	const text = textReport(aReport([aCheck({ findings })]), plain);
	expect(text.split('expected')).toHaveLength(2);
});

test('what is told beside the faults comes last, marked as a note and not counted', () => {
	const text = textReport(
		aReport([
			aCheck({
				findings: [
					aFinding({ level: 'info', message: 'Three calls print, which is fine here' }),
					aFinding({ message: 'This one is not' }),
				],
			}),
		]),
		plain,
	);
	expect(text).toContain('(1 finding)');
	expect(text).toMatch(/This one is not\n[^]*fine here \(note\)/);
});
