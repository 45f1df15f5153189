import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SecretHistory } from '../../source/core/facts/history.ts';
import type { HistoryOptions } from '../../source/engine/read-history.ts';
import { mayHoldSecrets, readHistory } from '../../source/engine/read-history.ts';
import { localPool } from '../engine/local-pool.ts';
import { fakeSecrets } from '../fake-secrets.ts';
import { fingerprint } from './fingerprint.ts';
import { git, makeRepository, open, put } from './support.ts';

const token = fakeSecrets['github']?.(7) ?? '';
const withToken = `TOKEN = "${token}"\n`;
const without = 'import os\n\nTOKEN = os.environ["TOKEN"]\n';

const commitAll = (root: string, message: string): string => {
	git(root, 'add', '--all');
	git(root, 'commit', '--quiet', `--message=${message}`);
	return git(root, 'rev-parse', 'HEAD');
};

const all = { wants: mayHoldSecrets, known: new Set<string>(), maxVersions: 1000, maxBytes: 1 << 20 };

const searched = async (
	root: string,
	wanted: Partial<typeof all> = {},
	options: Partial<HistoryOptions> = {},
): Promise<SecretHistory> => {
	const history = await (await open(root)).history({ ...all, ...wanted });
	if (history === null) throw new Error('there is a history');
	return readHistory(history, {
		pool: localPool(),
		jobs: 1,
		clock: () => 0,
		limitMs: 60_000,
		onProgress: () => {},
		...options,
	});
};

describe('the history', () => {
	test('a secret that was taken out is found at the first commit that had it, and no part of it is kept', async () => {
		const root = makeRepository({ 'app.py': 'x = 1\n' });
		put(root, 'app.py', withToken);
		const guilty = commitAll(root, 'token');
		put(root, 'app.py', `# later\n${withToken}`);
		commitAll(root, 'still there');
		put(root, 'app.py', without);
		commitAll(root, 'gone');
		const before = fingerprint(root);
		const found = await searched(root);
		expect(found).toMatchObject({
			cut: null,
			isShallow: false,
			secrets: [{ path: 'app.py', commit: guilty, site: { kind: 'github', line: 1, name: 'TOKEN' } }],
		});
		expect(found.read).toBe(found.versions);
		expect(JSON.stringify(found)).not.toContain(token.slice(4, 12));
		expect(fingerprint(root)).toEqual(before);
	});

	test('other branches, remote branches and tags count; the stash does not', async () => {
		const root = makeRepository({ 'a.py': 'x = 1\n' });
		git(root, 'checkout', '--quiet', '-b', 'other');
		put(root, 'branch.py', withToken);
		commitAll(root, 'branch');
		git(root, 'checkout', '--quiet', '--detach', 'main');
		put(root, 'tag.py', `${withToken}y = 1\n`);
		git(root, 'tag', 'v1', commitAll(root, 'tag'));
		git(root, 'checkout', '--quiet', '--detach', 'main');
		put(root, 'remote.py', `${withToken}y = 2\n`);
		git(root, 'update-ref', 'refs/remotes/origin/x', commitAll(root, 'remote'));
		git(root, 'checkout', '--quiet', 'main');
		put(root, 'a.py', `${withToken}y = 3\n`);
		git(root, 'stash', '--quiet');
		const { secrets } = await searched(root);
		expect(secrets.map(({ path }) => path)).toEqual(['branch.py', 'remote.py', 'tag.py']);
	});

	test('versions that are known, large or not wanted are not read', async () => {
		const root = makeRepository({
			'a.py': withToken,
			'b.lock': withToken,
			'big.txt': `${'x'.repeat(3000)}\n`,
		});
		const known = new Set([git(root, 'rev-parse', 'HEAD:a.py')]);
		expect(await searched(root, { known, maxBytes: 2000 })).toMatchObject({ versions: 0, secrets: [] });
	});

	test('the newest are read first, and what is cut off is told', async () => {
		const root = makeRepository({ 'old.py': withToken });
		put(root, 'new.py', `${withToken}y = 1\n`);
		commitAll(root, 'new');
		expect(await searched(root, { maxVersions: 1 })).toMatchObject({
			versions: 1,
			cut: 'number',
			secrets: [{ path: 'new.py' }],
		});
		let now = 0;
		const late = await searched(root, {}, { clock: () => now++ * 50, limitMs: 60 });
		expect(late).toMatchObject({ versions: 2, read: 1, cut: 'time', secrets: [{ path: 'new.py' }] });
	});

	test('a clone that lacks commits says so', async () => {
		const root = makeRepository({ 'a.py': withToken });
		put(root, 'a.py', without);
		commitAll(root, 'gone');
		const clone = `${root}-clone`;
		git(root, 'clone', '--quiet', '--depth=1', `file://${root}`, clone);
		expect(await searched(clone)).toMatchObject({ isShallow: true, secrets: [] });
	});

	test('contents that are not on this machine are told, not taken for clean', async () => {
		const root = makeRepository({ 'a.py': withToken, 'b.py': without });
		const id = git(root, 'rev-parse', 'HEAD:a.py');
		rmSync(`${root}/.git/objects/${id.slice(0, 2)}/${id.slice(2)}`);
		expect(await searched(root)).toMatchObject({ read: 1, cut: 'not local', secrets: [] });
	});

	test('a repository without a commit has none', async () => {
		const root = makeRepository();
		git(root, 'update-ref', '-d', 'HEAD');
		expect(await (await open(root)).history(all)).toBeNull();
	});
});
