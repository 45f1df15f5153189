import type { PracticeReport } from '../../source/core/report.ts';
import { check, hostile, practice } from './fake-practices.ts';

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

/** The report's sections, as the session's tests know them. */
export const sections: readonly (readonly [string, string, readonly PracticeReport[]])[] = [
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

/** Practices of sections that are empty otherwise, one of each rarer status. */
export const filler: readonly (readonly [string, PracticeReport])[] = [
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
