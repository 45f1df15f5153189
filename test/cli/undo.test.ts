import { expect, test } from 'vitest';
import { undoCommits } from '../../source/cli/run-undo.ts';
import type { FixCommit } from '../../source/session/ports.ts';

const commitOf = (commit: string): FixCommit => ({
	commit,
	subject: `fix(x): ${commit}`,
	practice: '6.1',
	check: 'p/c',
	project: '.',
	fixer: 'f',
	safety: 'safe',
	fingerprints: [],
	conflicts: [],
	followUps: [],
});

const benchOf = (...hashes: readonly string[]) => {
	const left = hashes.map(commitOf);
	return {
		commits: () => [...left],
		takeBack: async (count: number) => left.splice(left.length - count).toReversed(),
	};
};

test('the last commit is taken back', async () => {
	const gone = await undoCommits(benchOf('aaaa', 'bbbb'), { take: 'last' });
	expect(gone.map(({ commit }) => commit)).toEqual(['bbbb']);
});

test('a named commit goes with those after it, newest first', async () => {
	const gone = await undoCommits(benchOf('aaaa11', 'bbbb22', 'cccc33'), { take: 'one', commit: 'bbbb' });
	expect(gone.map(({ commit }) => commit)).toEqual(['cccc33', 'bbbb22']);
});

test('all go with --all', async () => {
	expect(await undoCommits(benchOf('aaaa', 'bbbb'), { take: 'all' })).toHaveLength(2);
});

test('with no commit there is nothing to take back', async () => {
	expect(await undoCommits(benchOf(), { take: 'last' })).toEqual([]);
});

test('a commit that is not a fix is refused', async () => {
	const undoing = undoCommits(benchOf('aaaa'), { take: 'one', commit: 'dddd' });
	await expect(undoing).rejects.toThrow('`dddd` is not a fix on this branch');
});
