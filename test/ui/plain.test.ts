import { expect, test } from 'vitest';
import { runPlainSession } from '../../source/ui/plain/run-plain-session.ts';
import { createFakeWorkbench } from '../session/fake-workbench.ts';

/** What is said after each line that is typed. */
const talk = async (typed: readonly string[], options: Parameters<typeof createFakeWorkbench>[0] = {}) => {
	const said: string[][] = [[]];
	const bench = createFakeWorkbench(options);
	const lines = async function* () {
		for (const line of typed) {
			said.push([]);
			yield line;
		}
	};
	const { exitCode } = await runPlainSession({
		name: 'orders',
		openWorkbench: () => bench,
		passing: false,
		today: '2026-11-22',
		savePlan: steps => Promise.resolve(`plan-of-${String(steps.length)}.toml`),
		saveReport: () => Promise.resolve('report.html'),
		lines: lines(),
		write: line => said.at(-1)?.push(line),
		prompt() {},
	});
	return { said: said.map(each => each.join('\n')), exitCode, bench };
};

test('says what was found, and the first problem', async () => {
	const { said, exitCode, bench } = await talk([]);
	expect(said[0]).toContain('Scan done. 412 files.');
	expect(said[0]).toContain('Problem 1 of 9. Section 0, Golden rules.');
	expect(said[0]).toContain('Fix available, safe.');
	expect(exitCode).toBe(0);
	expect(bench.closed()).toBe(true);
});

test('shows the diff as sentences and commits after yes', async () => {
	const { said, bench } = await talk(['f', 'yes', 'q']);
	expect(said[1]).toContain(
		'File src/orders/client.py.\nLine 39.\nRemove: r = requests.get(url)\nAdd: r = requests.get(url, timeout=(3.05, 10))',
	);
	expect(said[1]).toMatch(/Apply and commit\? yes or no\.$/);
	expect(said[2]).toMatch(/^Committed /);
	expect(said[2]).toContain('Problem 1 of 8.');
	expect(bench.commits()).toHaveLength(1);
});

test('anything but yes commits nothing', async () => {
	const { bench } = await talk(['f', '', 'f', 'no', 'f', 'f', 'q']);
	expect(bench.commits()).toEqual([]);
});

test('asks the questions of a guided fix, and takes what is suggested after an empty line', async () => {
	const { said } = await talk(['n', 'n', 'n', 'n', 'n', 'f', '2', '400', '', '', '', 'yes', 'q']);
	expect(said[6]).toContain('Question 1 of 4. Which key encrypts the bucket?');
	expect(said[6]).toContain('1: The key of S3 (AES-256), suggested.');
	expect(said[8]).toContain('That is not an answer here.');
	expect(said[11]).toContain('public=no');
});

test('an option is named as well as numbered', async () => {
	const { said } = await talk(['n', 'n', 'n', 'n', 'n', 'f', 'KMS', '', '', 'yes', 'no', 'quit']);
	expect(said[10]).toContain('public=yes');
});

test('chooses by number, and says no to a number that is none', async () => {
	const { said, bench } = await talk(['b', 'f', '9', '1', 'yes', 'q']);
	expect(said[2]).toContain('Which fix?');
	expect(said[3]).toBe('That is not an answer here.');
	expect(bench.commits()).toHaveLength(1);
});

test('makes all safe fixes, undoes one, and sums up', async () => {
	const { said, bench } = await talk(['a', 'yes', 'u', 's', 'q']);
	expect(said[1]).toContain('5 fixes, one commit each.');
	expect(said[2]).toContain('0.1, Pin every requirement to its locked version: committed.');
	expect(said[4]).toContain('4 commits on the branch.');
	expect(bench.commits()).toHaveLength(4);
});

test('what is typed and means nothing gets the help', async () => {
	const { said } = await talk(['zzz', 'w', 'e', 'h', 'l', 'p']);
	expect(said[1]).toContain('Type: n next');
	expect(said[2]).toContain('Why it matters. Ranges make two installs differ');
	expect(said[3]).toContain('1. pyproject.toml, line 12.');
	expect(said[4]).toContain('By hand.');
	expect(said[5]).toContain('FAIL. 0.1,');
	expect(said[6]).toContain('Problem 1 of 9.');
});

test('nothing of a repository steers the terminal', async () => {
	const { said } = await talk(['n', 'n', 'n', 'n', 'e', 'f', 'no', 'q']);
	// eslint-disable-next-line no-control-regex
	expect(said.join('')).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
});

test('waives step by step, and writes it down after yes', async () => {
	const { said, bench } = await talk([
		'v',
		'1',
		'1',
		'short',
		'the image pins all of them',
		'',
		'',
		'yes',
		'q',
	]);
	expect(said[1]).toMatch(/^Waive 0\.\d\.\nWhat is accepted as it is\?\n1: this finding/);
	expect(said[4]).toContain('At least ten characters.');
	expect(said[7]).toContain('reason = "Not applicable here: the image pins all of them"');
	expect(said[7]).toMatch(/Write it down\? yes or no\.$/);
	expect(said[8]).toMatch(/^Recorded /);
	expect(bench.commits()).toMatchObject([{ decision: 'waiver' }]);
});

test('a decision is cancelled with c or no', async () => {
	const { said, bench } = await talk([
		'v',
		'c',
		'v',
		'1',
		'1',
		'the image pins all of them',
		'',
		'',
		'no',
		'p',
		'q',
	]);
	expect(said[10]).toMatch(/^Problem 1 of 9/);
	expect(bench.commits()).toEqual([]);
});

test('a manual practice is gone to by its number and answered', async () => {
	const first = await talk(['m', 'q']);
	const number = /^(\S+)\. /.exec(first.said[1] ?? '')?.[1] ?? '';
	const { said, bench } = await talk([number, 'v', '1', 'the broker runs elsewhere', '-', 'yes', 'q']);
	expect(said[1]).toContain('To answer by hand:');
	expect(said[2]).toContain('1: Yes, it holds.');
	expect(said[5]).toContain('answer = "yes"');
	expect(said[5]).not.toContain('until');
	expect(bench.commits()).toMatchObject([{ decision: 'attestation' }]);
});

test('saves the choices as a plan', async () => {
	const { said } = await talk(['plan', 'f', 'yes', 'plan', 'q']);
	expect(said[1]).toContain('nothing was committed yet');
	expect(said[4]).toContain('Saved 1 choice in plan-of-1.toml');
});

test('writes the report', async () => {
	const { said } = await talk(['report', 'q']);
	expect(said.join('\n')).toContain('The report is in report.html');
});

test('runs the tools after a yes, and not without', async () => {
	const refused = await talk(['tools', 'no', 'q']);
	expect(refused.said.join('\n')).toContain('Run them? yes or no.');
	expect(refused.said.join('\n')).not.toContain('it finds nothing');
	const { said } = await talk(['tools', 'yes', 'n', 'q']);
	expect(said.join('\n')).toMatch(/PASS\. ruff check .*it finds nothing/);
	// The list goes on behind it.
	expect(said.at(-1)).toBeDefined();
});
