import { expect, test } from 'vitest';
import { jsonReport } from '../../source/report/json.ts';
import { aCheck, aFinding, aReport, passing } from './sample.ts';

test('the report has the keys of its schema and no others', () => {
	const text = jsonReport(
		aReport([aCheck({ findings: [aFinding({ key: 'inner', found: 'x', expected: 'y' })] }), passing()]),
	);
	expect(JSON.parse(text)).toEqual({
		schema: 1,
		tool: { name: 'bp-audit', version: '0.1.0' },
		repo: { commit: null, dirty: false, projects: [{ path: '.', name: 'orders', kinds: ['library'] }] },
		summary: { score: 33, pass: 1, warn: 0, fail: 1, manual: 0, notApplicable: 0, waived: 0, error: 0 },
		sections: [
			{
				id: '6',
				title: 'HTTP clients and retries',
				summary: { score: 33, pass: 1, warn: 0, fail: 1, manual: 0, notApplicable: 0, waived: 0, error: 0 },
				practices: [
					{
						number: '6.1',
						id: 'http-timeouts',
						title: 'HTTP calls wait for ever',
						status: 'fail',
						rollup: false,
						seeAlso: ['10.E4'],
						checks: [
							{
								id: 'http-timeouts/requests-timeout',
								title: 'A call of requests waits for ever',
								status: 'fail',
								severity: 'high',
								project: '.',
								findings: [
									{
										path: 'src/a.py',
										line: 4,
										column: 2,
										endLine: 4,
										endColumn: 9,
										message: '`requests.get` has no timeout',
										found: 'x',
										expected: 'y',
										confidence: 'certain',
										fingerprint: '0123456789abcdef',
										baselined: false,
										fix: { fixer: 'http-timeout', safety: 'review' },
									},
								],
							},
							{
								id: 'http-timeouts/retries',
								title: 'Calls are retried',
								status: 'pass',
								severity: 'medium',
								project: '.',
								evidence: 'every session mounts an adapter with retries',
								findings: [],
							},
						],
					},
				],
			},
			{
				id: '7',
				title: 'Testing',
				summary: { score: 100, pass: 0, warn: 0, fail: 0, manual: 0, notApplicable: 0, waived: 0, error: 0 },
				practices: [],
			},
		],
		skipped: [],
		timings: { totalMs: 5, files: 1, bytes: 10 },
	});
});

test('characters that some terminals obey are escaped, and mean the same', () => {
	const path = 'a\u009b2J\u202eb\u{e0041}.py';
	const text = jsonReport(aReport([passing()], { skipped: [{ path, reason: 'binary' }] }));
	expect(text).toContain('a\\u009b2J\\u202eb\\udb40\\udc41.py');
	expect(JSON.parse(text).skipped[0].path).toBe(path);
});

test('the text ends with a newline', () => {
	expect(jsonReport(aReport([])).endsWith('}\n')).toBe(true);
});
