import type { Question } from '../../source/core/fixer.ts';
import type { Guides } from '../../source/session/ports.ts';

const guide = (why: string, remedy: string, text: string) => ({
	why,
	remedy,
	example: { language: 'python', text },
	links: ['https://docs.example.org/practice'],
});

const fixer = (title: string, after: readonly string[] = []) => ({
	title,
	safetyNote: 'Only a tool reads the file; the program is the same bytes.',
	after,
});

export const fakeGuides: Guides = {
	practices: new Map([
		[
			'python-version',
			guide(
				'Ranges make two installs differ, and the difference shows up where it costs most: in production.',
				'Write one exact version for each requirement and lock again.',
				'dependencies = ["boto3==1.34.162"]',
			),
		],
		[
			'http-timeouts',
			guide(
				'Without a timeout a stalled upstream holds the Lambda until its own limit, burns money and hides the real fault.',
				'Give every call a `timeout` for connecting and for reading.\nPut it on a session where there are many.',
				'requests.get(url, timeout=(3.05, 10))',
			),
		],
		[
			'ruff',
			guide(
				'Rules that are off find nothing.',
				'Select the families in `pyproject.toml`.',
				'[tool.ruff.lint]\nselect = ["B", "S"]',
			),
		],
		[
			's3',
			guide(
				'An unencrypted bucket is one mistake away from a leak.',
				'Set `BucketEncryption`.',
				'BucketEncryption: …',
			),
		],
		[
			'safe-deserialization',
			guide(
				'A loader that builds any object runs code that the file chooses.',
				'Read with `yaml.safe_load`.',
				'yaml.safe_load(stream)',
			),
		],
	]),
	fixers: new Map([
		['exact-pins', fixer('Pin every requirement to its locked version')],
		['ruff-rules', fixer('Add the missing rule families', ['exact-pins'])],
		['ruff-format-in-ci', fixer('Check the format in CI')],
		['mypy-strict', fixer('Make mypy strict', ['ruff-rules'])],
		['print-to-log', fixer('Log instead of printing')],
		['bucket-encryption', fixer('Encrypt the bucket')],
		['requests-timeout', fixer('Add timeouts to requests calls')],
		['yaml-safe-load', fixer('Read YAML with the safe loader')],
	]),
};

/** What the guided fixer of these tests asks. */
export const questions: readonly Question[] = [
	{
		id: 'key',
		prompt: 'Which key encrypts the bucket?',
		explanation: 'A key of your own costs a little and can be taken away.',
		kind: {
			type: 'choice',
			choices: [
				{ value: 's3', label: 'The key of S3 (AES-256)' },
				{ value: 'kms', label: 'A key of our own in KMS' },
			],
		},
		fallback: 's3',
	},
	{
		id: 'days',
		prompt: 'How long are old versions kept?',
		explanation: 'In days; the bucket grows with it.',
		kind: { type: 'number', minimum: 1, maximum: 365 },
		fallback: '30',
	},
	{
		id: 'owner',
		prompt: 'Who owns the bucket?',
		explanation: 'Becomes its tag.',
		kind: { type: 'text' },
		fallback: 'team-orders',
	},
	{
		id: 'public',
		prompt: 'Is any object public?',
		explanation: 'Public access stays possible with yes.',
		kind: { type: 'yes-no' },
		fallback: 'no',
	},
];
