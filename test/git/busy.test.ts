import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { change, cleanEnv, git, gitSucceeds, makeRepository, open } from './support.ts';

const run = promisify(execFile);

/** Plain git beside the session; how often it failed. */
const beBusy = async (root: string, isDone: () => boolean): Promise<readonly string[]> => {
	const failures: string[] = [];
	const commands: readonly (readonly string[])[] = [
		['commit', '--quiet', '--allow-empty', '--message=mine'],
		['gc', '--quiet', '--prune=now'],
		['checkout', '--quiet', '-B', 'other'],
		['pack-refs', '--all', '--prune'],
		['checkout', '--quiet', 'main'],
		['stash', 'list'],
		['repack', '-adq'],
		['prune', '--expire=now'],
	];
	for (let at = 0; !isDone(); at++) {
		const command = commands[at % commands.length] ?? [];
		await run('git', ['-C', root, ...command], { env: cleanEnv }).catch(error =>
			failures.push(String(error)),
		);
	}
	return failures;
};

test(
	'a user who commits, packs and prunes meanwhile disturbs nothing and is not disturbed',
	{ timeout: 60_000 },
	async () => {
		const root = makeRepository(
			Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`src/m${at}.py`, `${at}\n`])),
		);
		const repository = await open(root);
		const branch = await repository.startBranch({ base: 'HEAD' });
		let isDone = false;
		const busy = beBusy(root, () => isDone);
		const made: string[] = [];
		try {
			for (let at = 0; at < 15; at++) {
				const commit = {
					changes: [change(`src/m${at}.py`, 'fixed\n')],
					message: `fix ${at}`,
					record: { at },
				};
				made.push(await branch.commit(commit));
				if (at % 5 === 4) {
					await branch.undo();
					await branch.redo();
				}
			}
		} finally {
			isDone = true;
		}
		expect(await busy).toEqual([]);
		expect(git(root, 'rev-list', '--reverse', `${branch.base}..${branch.name}`).split('\n')).toEqual(made);
		expect(gitSucceeds(root, 'fsck', '--strict')).toBe(true);
	},
);

test('a session that is told to end while it publishes leaves no lock', { timeout: 60_000 }, async () => {
	const root = makeRepository(
		Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`src/m${at}.py`, `${at}\n`])),
	);
	const script = new URL('torture-session.ts', import.meta.url).pathname;
	const child = spawn(process.execPath, ['--import', 'tsx', script, root, `${root}/../state`], {
		env: cleanEnv,
	});
	const ended = new Promise(resolve => {
		child.on('close', resolve);
	});
	while (
		!gitSucceeds(root, 'rev-parse', '--verify', '--quiet', 'bp-audit/torture') &&
		child.exitCode === null
	) {
		await run('true');
	}
	child.kill('SIGTERM');
	await ended;
	const repository = await open(root);
	const branch = await repository.startBranch({ name: 'bp-audit/torture', base: 'HEAD' });
	expect(branch.log().length).toBeGreaterThan(0);
	await branch.commit({ changes: [change('src/m39.py', 'x\n')], message: 'on', record: null });
	expect(git(root, 'rev-parse', 'bp-audit/torture')).toBe(branch.tip());
});
