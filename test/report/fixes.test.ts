import { expect, test } from 'vitest';
import { dryRunNotes, fixJson, fixText } from '../../source/report/fixes.ts';
import type { FixRun } from '../../source/report/fixes.ts';

const run: FixRun = {
	branch: 'bp-audit/2026-11-22',
	base: 'b'.repeat(40),
	commits: [
		{
			commit: 'c'.repeat(40),
			subject: 'fix(http): add timeouts (bp-audit 6.1)',
			practice: '6.1',
			fixer: 'http-timeout',
			safety: 'review',
			fingerprints: ['0123456789abcdef'],
			diff: 'diff --git a/a.py b/a.py\n+x\u001b[2J\r\n',
			followUps: ['Run the tests'],
			conflicts: ['a.py'],
		},
	],
	declined: [{ check: 'yaml/safe', path: 'b.py', reason: 'the loader is passed on' }],
	locks: [],
	score: { before: 61, after: 84 },
	dryRun: false,
};

test('the JSON has the keys of its schema', () => {
	expect(JSON.parse(fixJson(run))).toEqual({
		schema: 1,
		branch: 'bp-audit/2026-11-22',
		base: 'b'.repeat(40),
		commits: [
			{
				commit: 'c'.repeat(40),
				subject: 'fix(http): add timeouts (bp-audit 6.1)',
				practice: '6.1',
				fixer: 'http-timeout',
				safety: 'review',
				fingerprints: ['0123456789abcdef'],
			},
		],
		declined: [{ check: 'yaml/safe', path: 'b.py', reason: 'the loader is passed on' }],
		locks: [],
		score: { before: 61, after: 84 },
	});
});

test('in a dry run a commit has its diff and no hash', () => {
	const [commit] = JSON.parse(fixJson({ ...run, dryRun: true, branch: null })).commits;
	expect(commit).toHaveProperty('diff');
	expect(commit).not.toHaveProperty('commit');
});

test('the text of a dry run is its diffs: as they are for a pipe, safe for a terminal', () => {
	const dry = { ...run, dryRun: true };
	expect(fixText(dry, { raw: true })).toBe('diff --git a/a.py b/a.py\n+x\u001b[2J\r\n');
	expect(fixText(dry, { raw: false })).toBe('diff --git a/a.py b/a.py\n+x␛[2J\r\n');
});

test('the text names commits, what was declined, what to do next and what will conflict', () => {
	const text = fixText(run, { raw: false });
	expect(text).toContain('cccccccccc fix(http): add timeouts (bp-audit 6.1)');
	expect(text).toContain('  yaml/safe  b.py: the loader is passed on');
	expect(text).toContain('  Run the tests');
	expect(text).toContain('You have changed these files too\n  a.py');
	expect(text).toContain('1 commit on bp-audit/2026-11-22; score 61 to 84');
});

test('without a commit the text says so', () => {
	expect(fixText({ ...run, commits: [], declined: [], branch: null }, { raw: false })).toContain(
		'Nothing was committed',
	);
});

const debt = { path: 'svc/poetry.lock', directory: 'svc', command: 'poetry lock' };

test('a lockfile left behind is told with the command that writes it', () => {
	expect(fixText({ ...run, locks: [debt] }, { raw: false })).toContain(
		'Run `poetry lock` in `svc` and commit `svc/poetry.lock`, which no longer fits its manifest',
	);
	expect(JSON.parse(fixJson({ ...run, locks: [debt] })).locks).toEqual([debt]);
});

test('a dry run says why there is nothing to show', () => {
	expect(dryRunNotes({ ...run, commits: [] })).toEqual([
		'No fix to show',
		'  b.py stays as it is (yaml/safe): the loader is passed on',
	]);
	expect(dryRunNotes({ ...run, commits: [], declined: [] })).toEqual([
		'No fix to show: nothing is open that can be mended so',
	]);
});

test('a dry run with diffs says what they leave out, the first ten of it', () => {
	const declined = Array.from({ length: 12 }, (_, at) => ({ check: 'a/b', path: `${at}.py`, reason: 'so' }));
	const notes = dryRunNotes({ ...run, declined });
	expect(notes).toHaveLength(11);
	expect(notes.at(-1)).toBe('  and 2 more; --format json lists them');
});
