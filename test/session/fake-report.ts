import type { Safety } from '../../source/core/fixer.ts';
import type {
	CheckReport,
	PracticeReport,
	Report,
	ReportedFinding,
	ReportStatus,
	SectionReport,
	Summary,
} from '../../source/core/report.ts';

/** Strings that a repository could hold to fool whoever reads them. */
export const hostile = [
	'a\u001B]52;c;cm0gLXJm\u0007b',
	'a\u001B]0;PWNED\u0007b',
	'\u001B[2J\u001B[3J\u001B[Hgone',
	'\u001B[32mPASS\u001B[0m',
	'a\u009B2Jb',
	'evil.py\rgood.py',
	'evil\b\b\b\bgood',
	'a\tb\u0000c\u000Bd',
	'a\u202Ecod.exe',
	'if x:\u2066 # ok\u2069',
	'pass\u200Bword',
	'tag\u{E0041}s',
	'a\nPASS everything',
	'family 👨‍👩‍👧 flag 🇨🇭 warn ⚠️ keycap 1️⃣',
	'中文字符 wide',
	'lone \uD800 surrogate',
	'x'.repeat(10_000),
] as const;

interface Place {
	readonly path: string;
	readonly line: number;
	readonly column?: number;
	readonly endColumn?: number;
	readonly message: string;
	readonly found?: string;
	readonly expected?: string;
	readonly fix?: { readonly fixer: string; readonly safety: Safety };
}

const finding = (
	check: string,
	index: number,
	{ path, line, column, endColumn, ...rest }: Place,
): ReportedFinding => ({
	level: 'fail',
	confidence: index % 5 === 4 ? 'likely' : 'certain',
	at: {
		path,
		line,
		...(column === undefined ? {} : { column, endLine: line, endColumn: endColumn ?? column + 4 }),
	},
	fingerprint: `${check.length.toString(16)}${index.toString(16)}`.padStart(16, '0'),
	baselined: false,
	...rest,
});

interface CheckInput {
	readonly id: string;
	readonly title: string;
	readonly status: ReportStatus;
	readonly note?: string;
	readonly project?: string;
	readonly places?: readonly Place[];
}

const check = ({ id, title, status, note, project = '.', places = [] }: CheckInput): CheckReport => ({
	id,
	title,
	status,
	severity: status === 'fail' ? 'high' : 'medium',
	project,
	findings: places.map((place, index) => finding(id, index, place)),
	...(note === undefined
		? {}
		: status === 'pass'
			? { evidence: note }
			: status === 'manual'
				? { question: note }
				: status === 'error'
					? { message: note }
					: status === 'waived'
						? { waiver: { reason: note, owner: 'team-orders', until: '2027-01-31' } }
						: { reason: note }),
});

const practice = (
	number: string,
	id: string,
	title: string,
	checks: readonly CheckReport[],
	seeAlso: readonly string[] = [],
): PracticeReport => {
	const order: readonly ReportStatus[] = [
		'fail',
		'error',
		'manual',
		'warn',
		'waived',
		'pass',
		'not-applicable',
	];
	const status = order.find(each => checks.some(other => other.status === each)) ?? 'not-applicable';
	return { number, id, title, status, rollup: checks.length === 0, seeAlso, checks };
};

const safe = (fixer: string) => ({ fixer, safety: 'safe' }) as const;
const calls = [
	['src/orders/client.py', 41],
	['src/orders/client.py', 77],
	['src/pay/gateway.py', 18],
	['src/pay/gateway.py', 52],
	['src/stock/sync.py', 9],
	['src/stock/sync.py', 30],
	['tests/fake_http.py', 12],
] as const;

const sections: readonly (readonly [string, string, readonly PracticeReport[]])[] = [
	[
		'0',
		'Golden rules',
		[
			practice(
				'0.1',
				'python-version',
				'Python or a dependency is not pinned to one exact version',
				[
					check({
						id: 'python-version/exact-pins',
						title: 'Some requirements are ranges',
						status: 'fail',
						places: [
							{
								path: 'pyproject.toml',
								line: 12,
								column: 3,
								endColumn: 18,
								message: '`boto3>=1.34` is a range',
								found: 'boto3>=1.34',
								expected: 'boto3==1.34.162',
								fix: safe('exact-pins'),
							},
							{
								path: 'pyproject.toml',
								line: 13,
								column: 3,
								endColumn: 14,
								message: '`structlog` has no version',
								fix: safe('exact-pins'),
							},
						],
					}),
					check({
						id: 'python-version/lock-committed',
						title: 'The lockfile is committed',
						status: 'pass',
						note: '`uv.lock` is committed and fits `pyproject.toml`',
					}),
				],
				['10.U1', '11.1'],
			),
		],
	],
	[
		'1',
		'Project layout',
		[
			practice('1.2', 'module-size', 'Some modules are longer than 400 lines', [
				check({
					id: 'module-size/lines',
					title: 'Some modules are longer than 400 lines',
					status: 'warn',
					places: [
						{
							path: 'src/orders/handlers/checkout_with_a_rather_long_name.py',
							line: 1,
							message: 'The module has 612 lines, 400 are the limit',
						},
					],
				}),
			]),
		],
	],
	[
		'2',
		'Tooling and configuration',
		[
			practice('2.2', 'ruff', 'Ruff does not check or format everything', [
				check({
					id: 'ruff/lint-rules',
					title: 'Rule families are missing',
					status: 'fail',
					places: [
						{
							path: 'pyproject.toml',
							line: 40,
							message: '`select` leaves out `B` and `S`',
							fix: safe('ruff-rules'),
						},
					],
				}),
				check({
					id: 'ruff/format',
					title: 'CI does not check the format',
					status: 'fail',
					places: [
						{
							path: '.github/workflows/ci.yml',
							line: 22,
							column: 9,
							endColumn: 30,
							message: 'No step runs `ruff format --check`',
							fix: { fixer: 'ruff-format-in-ci', safety: 'review' },
						},
					],
				}),
			]),
			practice('2.3', 'mypy', 'Type checking is not strict', [
				check({
					id: 'mypy/strict',
					title: 'mypy is not strict',
					status: 'fail',
					places: [
						{ path: 'pyproject.toml', line: 58, message: '`strict` is not set', fix: safe('mypy-strict') },
					],
				}),
			]),
			practice('2.4', 'pytest', 'pytest runs with its flags', [
				check({
					id: 'pytest/flags',
					title: 'pytest runs with its flags',
					status: 'pass',
					note: '`addopts` has `-ra --strict-markers --strict-config`',
				}),
			]),
		],
	],
	[
		'3',
		'Logging and observability',
		[
			practice('3.1', 'structured-logs', 'Some production code prints or logs plain text', [
				check({
					id: 'structured-logs/no-print',
					title: 'Production code prints',
					status: 'fail',
					places: [
						{
							path: 'src/orders/handlers/checkout.py',
							line: 88,
							column: 5,
							endColumn: 33,
							message: '`print` in production code',
							fix: { fixer: 'print-to-log', safety: 'review' },
						},
						...hostile.map((text, index) => ({
							path: `src/${text}.py`,
							line: index + 1,
							column: 2,
							endColumn: 9,
							message: `Found ${text}`,
							found: text,
							expected: text,
						})),
					],
				}),
			]),
		],
	],
	[
		'4',
		'AWS conventions',
		[
			practice('4.5', 's3', 'Buckets are not encrypted or not versioned', [
				check({
					id: 's3/encryption',
					title: 'A bucket has no encryption',
					status: 'fail',
					places: [
						{
							path: 'template.yaml',
							line: 31,
							column: 5,
							endColumn: 20,
							message: '`ReceiptsBucket` sets no encryption',
							fix: { fixer: 'bucket-encryption', safety: 'guided' },
						},
					],
				}),
			]),
		],
	],
	[
		'5',
		'Lambda guidance',
		[
			practice('5.4', 'lambda-timeout', 'No Lambda function could be read', [
				check({
					id: 'lambda-timeout/limit',
					title: 'No Lambda function could be read',
					status: 'error',
					note: 'template.yaml: mapping values are not allowed here',
				}),
			]),
		],
	],
	[
		'6',
		'HTTP clients and retries',
		[
			practice(
				'6.1',
				'http-timeouts',
				'Some HTTP calls wait for ever',
				[
					check({
						id: 'http-timeouts/requests-timeout',
						title: 'Some HTTP calls wait for ever',
						status: 'fail',
						places: calls.map(([path, line]) => ({
							path,
							line,
							column: 9,
							endColumn: 21,
							message: '`requests.get` is called without `timeout`',
							found: 'requests.get(url)',
							expected: 'requests.get(url, timeout=(3.05, 10))',
							fix: { fixer: 'requests-timeout', safety: 'review' as const },
						})),
					}),
				],
				['10.U4', '11.3'],
			),
		],
	],
	['7', 'Testing', []],
	[
		'8',
		'Security',
		[
			practice('8.2', 'safe-deserialization', 'Untrusted data can run code when it is read', [
				check({
					id: 'safe-deserialization/yaml',
					title: 'YAML is read with an unsafe loader',
					status: 'fail',
					places: [
						{
							path: 'src/stock/config.py',
							line: 14,
							column: 12,
							endColumn: 21,
							message: '`yaml.load` builds any object',
							found: 'yaml.load(stream)',
							expected: 'yaml.safe_load(stream)',
							fix: safe('yaml-safe-load'),
						},
					],
				}),
				check({
					id: 'safe-deserialization/yaml',
					title: 'YAML is read with an unsafe loader',
					status: 'fail',
					project: 'tools',
					places: [
						{
							path: 'tools/seed.py',
							line: 3,
							column: 1,
							endColumn: 10,
							message: '`yaml.load` builds any object',
							fix: safe('yaml-safe-load'),
						},
					],
				}),
				check({
					id: 'safe-deserialization/pickle',
					title: 'Nothing is unpickled',
					status: 'pass',
					note: 'No module imports `pickle`',
				}),
			]),
		],
	],
	['9', 'Performance', []],
	['10', 'Requirements (EARS)', []],
	['11', 'Final checklist', []],
];

const filler: readonly (readonly [string, PracticeReport])[] = [
	[
		'7',
		practice('7.3', 'contract-tests', 'Contract tests with Pact cannot be seen from here', [
			check({
				id: 'contract-tests/pact',
				title: 'Contract tests',
				status: 'manual',
				note: 'Does another repository verify the contracts of this service?',
			}),
		]),
	],
	[
		'9',
		practice('9.3', 'profiling', 'Profiling is planned', [
			check({
				id: 'profiling/py-spy',
				title: 'Profiling',
				status: 'waived',
				note: 'accepted until the new cluster runs',
			}),
		]),
	],
	['10', practice('10.U4', 'ears-timeouts', 'Some calls have no time limit', [], ['6.1'])],
	[
		'11',
		practice('11.1', 'final-pins', 'Nothing to look at in containers', [
			check({
				id: 'final-pins/image',
				title: 'Containers',
				status: 'not-applicable',
				note: 'the repository has no container image',
			}),
		]),
	],
];

const summaryOf = (practices: readonly PracticeReport[]): Summary => {
	const own = practices.filter(({ rollup }) => !rollup);
	const count = (status: ReportStatus) => own.filter(each => each.status === status).length;
	const [pass, warn, fail] = [count('pass'), count('warn'), count('fail')];
	const all = pass + warn + fail;
	return {
		score: all === 0 ? 100 : Math.round(((pass + warn / 2) / all) * 100),
		pass,
		warn,
		fail,
		manual: count('manual'),
		notApplicable: count('not-applicable'),
		waived: count('waived'),
		error: count('error'),
	};
};

/** Whether a fix for this check in this project is on the branch. */
export type IsMended = (check: CheckReport, finding: ReportedFinding) => boolean;

const mend = (original: PracticeReport, isMended: IsMended): PracticeReport => {
	if (original.rollup) return original;
	const checks = original.checks.map((each): CheckReport => {
		const findings = each.findings.filter(other => !isMended(each, other));
		return findings.length === each.findings.length || findings.length > 0
			? { ...each, findings }
			: {
					id: each.id,
					title: 'It is as it should be',
					status: 'pass',
					severity: each.severity,
					project: each.project,
					evidence: 'Nothing is left to find',
					findings,
				};
	});
	return practice(original.number, original.id, original.title, checks, original.seeAlso);
};

/** The report as it is with these fixes on the branch. `extra` adds places to 6.1, for long lists. */
export const fakeReport = (isMended: IsMended = () => false, extra = 0): Report => {
	const made = sections.map(([id, title, own]): SectionReport => {
		const practices = [...own, ...filler.filter(([section]) => section === id).map(([, each]) => each)]
			.map(each =>
				extra > 0 && each.number === '6.1'
					? {
							...each,
							checks: each.checks.map(other => ({
								...other,
								findings: Array.from({ length: extra }, (_, index) =>
									finding(other.id, index, {
										path: `src/module_${String(index)}.py`,
										line: index + 1,
										column: 9,
										endColumn: 21,
										message: '`requests.get` is called without `timeout`',
									}),
								),
							})),
						}
					: each,
			)
			.map(each => mend(each, isMended));
		return { id, title, summary: summaryOf(practices), practices };
	});
	return {
		schema: 1,
		tool: { name: 'bp-audit', version: '0.1.0' },
		repo: {
			commit: '3f9c2e1a5b0c4d6e8f00112233445566778899aa',
			dirty: true,
			projects: [{ path: '.', name: 'orders-service', kinds: ['lambda'] }],
		},
		summary: summaryOf(made.flatMap(({ practices }) => practices)),
		sections: made,
		skipped: [],
		timings: { totalMs: 900, files: 412, bytes: 1_200_000 },
	};
};
