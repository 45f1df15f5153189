import { describe, expect, test } from 'vitest';
import { fixers } from '../../fixers/index.ts';
import type { Answers } from '../../source/core/fixer.ts';
import type { FileMode } from '../../source/core/tree.ts';
import { memoryTree } from '../../source/core/tree.ts';
import { memoryBranch } from '../../source/engine/memory-branch.ts';
import { createWorkbench } from '../../source/engine/workbench.ts';
import { fixHeadless } from '../../source/session/headless.ts';
import type { HeadlessOptions, HeadlessResult } from '../../source/session/headless.ts';
import { fakeSecrets } from '../fake-secrets.ts';
import { localAnalyst } from './local-analyst.ts';
import { localPool } from './local-pool.ts';

// Merged, `untrack-env` deletes the user's own `.env`, and `secret-from-environment` stops a program whose variable
// nobody has set: somebody has to say yes to exactly that.

const token = fakeSecrets['github']?.(3) ?? '';
const files = {
	'.env': `API_TOKEN=${token}\n`,
	'app.py': `API_TOKEN = "${token}"\n`,
	'pyproject.toml': '[project]\nname = "orders"\nversion = "1"\n',
};
const grave = ['secret-from-environment', 'untrack-env'];

const fixed = async (options: Partial<HeadlessOptions>): Promise<HeadlessResult> => {
	const pool = localPool();
	const tree = memoryTree(
		new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)])),
		new Map<string, FileMode>(),
	);
	const bench = createWorkbench({
		target: {
			name: 'orders',
			root: '/nowhere',
			branch: 'main',
			commit: 'c0',
			dirty: [],
			fixes: { branch: 'bp-audit/x' },
			banners: [],
		},
		pool,
		analyse: localAnalyst('orders', { pool, only: ['8.3'] }),
		fixers,
		execute: null,
		branch: memoryBranch({ commit: 'c0', tree, name: 'bp-audit/x' }, async () => ''),
		base: tree,
		tryOut: async () => [],
		cache: new Map(),
		today: '2026-11-22',
		user: null,
		keep: async () => {},
		dispose: async () => {},
	});
	return fixHeadless(bench, {
		allowed: new Set(['safe', 'review']),
		only: [],
		skip: [],
		answers: null,
		order: fixers.map(({ id }) => id),
		onStep: () => {},
		...options,
	});
};

const madeBy = ({ commits }: HeadlessResult): readonly string[] =>
	commits.map(({ fixer }) => fixer).filter(id => grave.includes(id));
const answers = (entries: Readonly<Record<string, Answers>>) => new Map(Object.entries(entries));

describe('what takes a secret away', () => {
	test('is offered, and is a fix that asks', async () => {
		const { before } = await fixed({ skip: ['8.3'] });
		const offered = before.sections
			.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks))
			.flatMap(({ findings }) => findings.flatMap(({ fix }) => fix ?? []))
			.filter(({ fixer }) => grave.includes(fixer));
		expect([...new Set(offered.map(({ fixer }) => fixer))].toSorted()).toEqual(grave);
		expect(new Set(offered.map(({ safety }) => safety))).toEqual(new Set(['guided']));
	});

	test.each([
		['of all that is safe or for review', {}],
		['of a section', { only: ['8'] }],
		['with answers to other questions', { answers: answers({ 'ignore-env': { anything: 'yes' } }) }],
		['of a practice, without an answer', { only: ['8.3'] }],
	])('is in no run %s', async (_, options) => {
		expect(madeBy(await fixed(options))).toEqual([]);
	});

	test('is done for whoever says yes to it by name', async () => {
		const yes = answers({
			'untrack-env': { 'copied-aside': 'yes' },
			'secret-from-environment': { revoked: 'yes' },
		});
		expect(madeBy(await fixed({ answers: yes })).toSorted()).toEqual(grave);
	});
});
