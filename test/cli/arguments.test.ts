import { expect, test } from 'vitest';
import { parseArguments } from '../../source/cli/arguments.ts';
import type { Command } from '../../source/cli/arguments.ts';
import { UserError } from '../../source/core/errors.ts';

const commandOf = (line: string): Command => parseArguments(line.split(' ').filter(Boolean)).command;
const failure = (line: string): UserError => {
	try {
		commandOf(line);
	} catch (thrown) {
		if (thrown instanceof UserError) return thrown;
	}
	throw new Error('it was accepted');
};

test('nothing is the guided session here', () => {
	expect(commandOf('')).toEqual({ command: 'session', path: '.', cache: true, jobs: null, branch: null });
});

test('a path is the guided session there', () => {
	expect(commandOf('../orders --branch fixes')).toMatchObject({ path: '../orders', branch: 'fixes' });
});

test('check takes all of its flags', () => {
	expect(
		commandOf(
			'check src --format json=a.json --format text --only 6,6.1 --only ruff --skip 9 --rev HEAD~1 --fail-on=warn --changed-since main --no-cache --jobs 2 --quiet',
		),
	).toEqual({
		command: 'check',
		path: 'src',
		outputs: [
			{ format: 'json', file: 'a.json' },
			{ format: 'text', file: null },
		],
		only: ['6', '6.1', 'ruff'],
		skip: ['9'],
		rev: 'HEAD~1',
		failOn: 'warn',
		changedSince: 'main',
		baseline: null,
		updateBaseline: false,
		run: false,
		history: false,
		cache: false,
		jobs: 2,
		quiet: true,
	});
});

test('check writes every format, and a baseline where one is named', () => {
	expect(
		commandOf('check --format sarif=a --format junit=b,markdown=c --format html=d,github'),
	).toMatchObject({
		outputs: [
			{ format: 'sarif', file: 'a' },
			{ format: 'junit', file: 'b' },
			{ format: 'markdown', file: 'c' },
			{ format: 'html', file: 'd' },
			{ format: 'github', file: null },
		],
	});
	expect(commandOf('check --baseline b.json --update-baseline --run --history')).toMatchObject({
		baseline: 'b.json',
		updateBaseline: true,
		run: true,
		history: true,
	});
});

test('fix is safe unless told otherwise', () => {
	expect(commandOf('fix')).toMatchObject({ level: 'safe', dryRun: false, allowExec: false, answers: null });
	expect(commandOf('fix --review')).toMatchObject({ level: 'review' });
	expect(commandOf('fix --only 6.1')).toMatchObject({ level: 'named', only: ['6.1'] });
	expect(commandOf('fix --safe --only 6.1')).toMatchObject({ level: 'safe' });
});

test('fix takes the rest of its flags', () => {
	expect(commandOf('fix . --dry-run --answers a.toml --branch b --allow-exec --format json')).toMatchObject({
		dryRun: true,
		answers: 'a.toml',
		branch: 'b',
		allowExec: true,
		outputs: [{ format: 'json', file: null }],
	});
});

test.each([
	['undo', { path: '.', what: { take: 'last' } }],
	['undo ../x', { path: '../x', what: { take: 'last' } }],
	['undo --all', { path: '.', what: { take: 'all' } }],
	['undo ../x --all', { path: '../x', what: { take: 'all' } }],
	['undo 8c41d02', { path: '.', what: { take: 'one', commit: '8c41d02' } }],
	['undo ../x 8c41d02', { path: '../x', what: { take: 'one', commit: '8c41d02' } }],
])('%s', (line, expected) => {
	expect(commandOf(line)).toMatchObject(expected);
});

test('explain, list and demo', () => {
	expect(commandOf('explain 6.1')).toEqual({ command: 'explain', id: '6.1' });
	expect(commandOf('list --format json')).toEqual({
		command: 'list',
		outputs: [{ format: 'json', file: null }],
	});
	expect(commandOf('demo')).toEqual({ command: 'demo' });
});

test('help and version go before everything else', () => {
	expect(commandOf('--version')).toEqual({ command: 'version' });
	expect(commandOf('check --help')).toEqual({ command: 'help', about: 'check' });
	expect(commandOf('-h')).toEqual({ command: 'help', about: null });
	expect(commandOf('explain --help')).toEqual({ command: 'help', about: 'explain' });
});

test('flags of every command', () => {
	expect(parseArguments(['list', '--no-color', '--ascii', '--debug']).common).toEqual({
		colour: false,
		ascii: true,
		plain: false,
		tui: false,
		debug: true,
	});
});

test('waive takes an id, a reason, and what else is known', () => {
	expect(parseArguments(['waive', '6.1', '--reason', ' fake server ']).command).toEqual({
		command: 'waive',
		id: '6.1',
		reason: 'fake server',
		until: null,
		glob: null,
		owner: null,
	});
	expect(commandOf('waive 6.1 --reason=x --until 2027-01-31 --path tests/** --owner team')).toMatchObject({
		until: '2027-01-31',
		glob: 'tests/**',
		owner: 'team',
	});
});

test('attest takes an id, an answer and a note', () => {
	expect(commandOf('attest 7.3 --answer no --note x --until 2027-01-31')).toEqual({
		command: 'attest',
		id: '7.3',
		answer: 'no',
		note: 'x',
		until: '2027-01-31',
	});
});

test('after `--` a word is a path, whatever it looks like', () => {
	expect(commandOf('check -- --odd')).toMatchObject({ path: '--odd' });
});

test.each([
	['check --fromat json', 'Unknown flag `--fromat` for `bp-audit check`', 'Did you mean `--format`?'],
	['--jbos 2', 'Unknown flag `--jbos`', 'Did you mean `--jobs`?'],
	['check --xyzzy', 'Unknown flag `--xyzzy`', '`bp-audit check --help` shows every flag'],
	['check --rev', '`--rev` needs a value', 'Write `--rev REV`'],
	['check --rev --quiet', '`--rev` needs a value', ''],
	['check --rev a --rev b', '`--rev` is given twice', ''],
	['check --quiet=yes', '`--quiet` takes no value', ''],
	['check --format xml', '`xml` is no value for `--format`', 'Known: text, json, sarif, junit'],
	['fix --format sarif', '`sarif` is no value for `--format`', 'Known: text, json'],
	['check --update-baseline', '`--update-baseline` needs `--baseline FILE`', 'Write'],
	['check --baseline f --update-baseline --changed-since main', 'a baseline is of all files', ''],
	['check --format jsno', '`jsno` is no value for `--format`', 'Did you mean `json`?'],
	['check --format json=', 'names no file', ''],
	['check --format json --format text', 'Two reports cannot both go to standard output', ''],
	['check --fail-on all', '`all` is no value for `--fail-on`', 'Known: fail, warn, never'],
	['check --jobs 0', '`--jobs` takes a whole number from 1 to 64', ''],
	['check --jobs 1e9', '`--jobs` takes a whole number from 1 to 64', ''],
	['check a b', 'Unexpected argument `b`', 'bp-audit check [PATH]'],
	['a b', 'Unexpected argument `b`', 'bp-audit [PATH]'],
	['fix --safe --review', '`--safe` and `--review` cannot both be given', ''],
	['undo a b', '`b` is not a commit', ''],
	['undo 8c41d02 --all', '`undo` takes a commit or `--all`, not both', ''],
	['fix --dry-run --verify make', '`--dry-run` makes no commit that `--verify` could try', ''],
	['fix --plan p.toml --only 6.1', '`--plan` and `--only` exclude each other', ''],
	['explain', '`bp-audit explain` needs an id', ''],
	['waive', '`bp-audit waive` needs an id', ''],
	['waive 6.1', '`bp-audit waive` needs `--reason`', 'Say why'],
	['waive 6.1 src --reason x', 'Unexpected argument `src`', 'bp-audit waive ID'],
	['attest 7.3 --note x', '`bp-audit attest` needs `--answer`', '--answer yes'],
	['attest 7.3 --answer maybe --note x', '`maybe` is no value for `--answer`', 'Known: yes, no'],
	['attest 7.3 --answer yes', '`bp-audit attest` needs `--note`', 'how you know'],
])('%s is refused', (line, message, tryThis) => {
	const error = failure(line);
	expect(error.message).toContain(message);
	expect(error.tryThis).toContain(tryThis);
});
