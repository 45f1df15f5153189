import { describe, expect, test } from 'vitest';
import { githubReport } from '../../source/report/github.ts';
import { htmlReport } from '../../source/report/html.ts';
import { junitReport } from '../../source/report/junit.ts';
import { markdownReport } from '../../source/report/markdown.ts';
import { sarifReport } from '../../source/report/sarif.ts';
import { aCheck, aFinding, aReport, passing } from './sample.ts';

const manual = aCheck({
	id: 'http-timeouts/question',
	title: 'Calls end',
	status: 'manual',
	question: 'Do they end?',
	findings: [],
});
const waived = aCheck({
	id: 'http-timeouts/accepted',
	status: 'waived',
	waiver: { reason: 'a fake server' },
});
const broken = aCheck({ id: 'http-timeouts/broken', status: 'error', message: 'it broke', findings: [] });
const warned = aCheck({
	id: 'http-timeouts/warned',
	status: 'warn',
	findings: [
		aFinding({ level: 'warn', confidence: 'likely', at: { path: 'b.py' } }),
		aFinding({ level: 'info', message: 'a note', at: { path: 'c.py' } }),
	],
});
const report = aReport([aCheck(), passing(), manual, waived, broken, warned]);

const hostile = 'a <b>\u001b[2J\u202e "q" & `code` | x::y,%0A\n@all [l](javascript:1) -->';
const hostileReport = aReport([
	aCheck({
		title: hostile,
		findings: [aFinding({ message: hostile, found: hostile, at: { path: 'a,b:c\n.py', line: 1 } })],
	}),
	passing({ status: 'waived', waiver: { reason: hostile } }),
	passing({ status: 'error', message: hostile }),
]);
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('SARIF', () => {
	const parsed = JSON.parse(sarifReport(report, []));
	const [run] = parsed.runs;

	test('has a rule for each check with results, and results point to their rule', () => {
		expect(parsed.version).toBe('2.1.0');
		expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
			'http-timeouts/requests-timeout',
			'http-timeouts/accepted',
			'http-timeouts/warned',
		]);
		for (const { ruleId, ruleIndex } of run.results) {
			expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
		}
	});
	test('gives level, place and fingerprint', () => {
		expect(run.results[0]).toMatchObject({
			level: 'error',
			partialFingerprints: { 'bpAudit/v1': '0123456789abcdef' },
			locations: [
				{
					physicalLocation: {
						artifactLocation: { uri: 'src/a.py' },
						region: { startLine: 4, startColumn: 2, endLine: 4, endColumn: 9 },
					},
				},
			],
		});
		expect(run.results.map(({ level }: { level: string }) => level)).toEqual([
			'error',
			'error',
			'warning',
			'note',
		]);
	});
	test('shows waivers as suppressions, broken checks as notifications', () => {
		expect(run.results[1].suppressions).toEqual([
			{ kind: 'external', status: 'accepted', justification: 'a fake server' },
		]);
		expect(run.invocations[0]).toMatchObject({
			executionSuccessful: false,
			toolExecutionNotifications: [{ message: { text: 'http-timeouts/broken: it broke' } }],
		});
	});
	test('writes paths as references', () => {
		const text = sarifReport(aReport([aCheck({ findings: [aFinding({ at: { path: 'a b/ü#.py' } })] })]), []);
		expect(text).toContain('"uri": "a%20b/%C3%BC%23.py"');
	});
});

describe('JUnit', () => {
	test('has a case a check, and what does not pass says why', () => {
		const xml = junitReport(report, { failsOnWarn: false });
		expect(xml).toContain('<testsuites name="bp-audit" tests="6" failures="1" errors="1" skipped="2">');
		expect(xml).toContain(
			'<testcase classname="6.1 http-timeouts" name="http-timeouts/requests-timeout">\n      <failure message="A call of requests waits for ever">src/a.py:4  `requests.get` has no timeout</failure>',
		);
		expect(xml).toContain('<skipped message="manual: Do they end?"></skipped>');
		expect(xml).toContain('<skipped message="waived: a fake server"></skipped>');
		expect(xml).toContain('<testcase classname="6.1 http-timeouts" name="http-timeouts/retries"/>');
		expect(xml).toContain('<system-out>');
	});
	test('fails on warnings where they are to fail', () => {
		expect(junitReport(report, { failsOnWarn: true })).toContain('failures="2"');
	});
});

describe('GitHub annotations', () => {
	test('come worst first, and end with the score', () => {
		const lines = githubReport(report).trimEnd().split('\n');
		expect(lines).toEqual([
			'::error title=http-timeouts/broken::The check broke: it broke',
			'::error file=src/a.py,line=4,endLine=4,col=2,endColumn=9,title=6.1 A call of requests waits for ever::`requests.get` has no timeout',
			'::warning file=b.py,title=6.1 A call of requests waits for ever::`requests.get` has no timeout (likely)',
			expect.stringMatching(/^bp-audit: score \d+\/100, 1 failing, 1 with warnings$/),
		]);
	});
	test('carry nothing that ends a property or starts another command', () => {
		const lines = githubReport(hostileReport).trimEnd().split('\n');
		expect(lines).toHaveLength(3);
		expect(lines[1]).toContain('file=a%2Cb%3Ac␊.py,line=1,title=6.1 a <b>');
		expect(lines[1]).toContain('%250A');
	});
});

describe('Markdown', () => {
	test('has a summary and what is open', () => {
		const text = markdownReport(report, { name: 'orders' });
		expect(text).toContain('| 6 HTTP clients and retries |');
		expect(text).toContain('- **FAIL** A call of requests waits for ever\n  - `src/a.py:4` `requests.get`');
		expect(text).toContain('Do they end?');
		expect(text).not.toContain('Calls are retried');
	});
	test('keeps markup of a repository from being markup', () => {
		const text = markdownReport(hostileReport, { name: 'orders' });
		expect(text).toContain('a \\<b\\>');
		expect(text).toContain('\\[l\\](javascript');
		expect(text).toContain('␊@<!-- -->all');
	});
});

describe('HTML', () => {
	test('is one page with everything in it and nothing from elsewhere', () => {
		const page = htmlReport(report, { name: 'orders', practices: [] });
		expect(page).toContain('<code>src/a.py:4</code>');
		expect(page).toContain('<code>requests.get</code> has no timeout');
		expect(page).toContain("default-src 'none'");
		expect(page).not.toMatch(/<(?:script|link|img)/);
	});
	test('escapes what a repository says', () => {
		const page = htmlReport(hostileReport, { name: '<x>', practices: [] });
		expect(page).toContain('a &lt;b&gt;');
		expect(page).not.toMatch(/<b>\W*\[2J/);
		expect(page).toContain('&lt;x&gt;');
	});
});

test.each([
	['sarif', sarifReport(hostileReport, [])],
	['junit', junitReport(hostileReport, { failsOnWarn: true })],
	['github', githubReport(hostileReport)],
	['markdown', markdownReport(hostileReport, { name: hostile })],
	['html', htmlReport(hostileReport, { name: hostile, practices: [] })],
])('%s lets no control character through', (_format, text) => {
	expect(text).not.toMatch(control);
});
