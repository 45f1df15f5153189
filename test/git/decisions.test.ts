import { describe, expect, test } from 'vitest';
import type { Decision } from '../../source/core/decision.ts';
import type { Report } from '../../source/core/report.ts';
import { localAnalyst } from '../engine/local-analyst.ts';
import { createWorkbench } from '../../source/engine/workbench.ts';
import type { Workbench } from '../../source/session/ports.ts';
import { localPool } from '../engine/local-pool.ts';
import { fingerprint } from './fingerprint.ts';
import { git, makeRepository, open, put } from './support.ts';

const check = 'safe-deserialization/yaml-load';
const files = {
	'pyproject.toml': '[project]\nname = "orders"\nversion = "1"\n',
	'src/a.py': 'import yaml\n\ndef f(text):\n    return yaml.load(text, Loader=yaml.Loader)\n',
	'src/b.py': 'import yaml\n\ndef g(text):\n    return yaml.unsafe_load(text)\n',
};
const branchName = 'bp-audit/2026-11-22';

const openBench = async (root: string): Promise<Workbench> => {
	const repository = await open(root);
	const head = repository.git?.head ?? '';
	const branch = await repository.startBranch({ base: head, name: branchName });
	const pool = localPool();
	return createWorkbench({
		target: {
			name: 'orders',
			root,
			branch: 'main',
			commit: head,
			dirty: await repository.dirtyPaths(),
			fixes: { branch: branch.name },
			banners: [],
		},
		pool,
		analyse: localAnalyst('orders', { pool, only: ['8.2'] }),
		fixers: [],
		execute: null,
		branch: { ...branch, close: async () => branch.close() },
		base: await repository.commitTree(head),
		tryOut: () => Promise.resolve([]),
		cache: new Map(),
		today: '2026-11-22',
		user: (await repository.identity())?.name ?? null,
		keep: async () => {},
		dispose: async () => repository.close(),
	});
};

const checksOf = (report: Report) =>
	report.sections.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks));
const checkIn = (report: Report, id = check) => checksOf(report).find(each => each.id === id);
const audited = (bench: Workbench): Promise<Report> => bench.audit(() => {});
const waiver = (over: Partial<Extract<Decision, { kind: 'waiver' }>> = {}): Decision => ({
	kind: 'waiver',
	scope: { of: 'check', check },
	reason: 'the input is our own',
	...over,
});
const onBranch = (root: string, path: string): string => git(root, 'show', `${branchName}:${path}`);

describe('a recorded decision', () => {
	test('is a commit of its own on the branch, and nothing else of the user changes', async () => {
		const root = makeRepository(files);
		put(root, 'src/b.py', 'changed = True\n');
		put(root, 'bp-audit.toml', '# a draft of the user, not committed\n');
		const before = fingerprint(root);
		const bench = await openBench(root);
		const first = checkIn(await audited(bench))?.findings[0];
		const { commit, report } = await bench.record(
			waiver({
				scope: { of: 'finding', check, fingerprint: first?.fingerprint ?? '', path: first?.at.path ?? '' },
				owner: 'team',
				until: '2027-05-22',
			}),
		);
		await bench.close();
		expect(fingerprint(root)).toEqual(before);
		expect(commit).toMatchObject({ decision: 'waiver', practice: '8.2', check, fixer: '' });
		expect(checkIn(report)?.findings.map(({ at }) => at.path)).toEqual(['src/b.py']);
		expect(git(root, 'diff', '--name-status', 'main', branchName)).toBe('A\tbp-audit.toml');
		expect(onBranch(root, 'bp-audit.toml')).toBe(
			[
				'[[waiver]]',
				`check = "${check}"`,
				'path = "src/a.py"',
				`finding = "${first?.fingerprint}"`,
				'reason = "the input is our own"',
				'owner = "team"',
				'until = 2027-05-22',
			].join('\n'),
		);
		expect(git(root, 'log', '-1', '--format=%an%n%B', branchName)).toBe(
			[
				'Ada',
				'chore(audit): waive yaml-load once in src/a.py (bp-audit 8.2)',
				'',
				'the input is our own',
				'',
				'Owner: team. Until 2027-05-22.',
				'',
				`Bp-Audit-Check: ${check}`,
				`Bp-Audit-Findings: ${first?.fingerprint}`,
				'Bp-Audit-Decision: waiver',
			].join('\n'),
		);
	});

	test('is undone and redone like a fix', async () => {
		const root = makeRepository(files);
		const before = fingerprint(root);
		const bench = await openBench(root);
		const whole = checkIn(await audited(bench));
		const { report } = await bench.record(waiver());
		expect(checkIn(report)?.status).toBe('waived');
		const undone = await bench.undo();
		expect(undone?.commit.decision).toBe('waiver');
		expect(undone && checkIn(undone.report)).toEqual(whole);
		expect(bench.commits()).toEqual([]);
		const redone = await bench.redo();
		expect(redone && checkIn(redone.report)?.status).toBe('waived');
		await bench.close();
		expect(fingerprint(root)).toEqual(before);
	});

	test('is known to the next session', async () => {
		const root = makeRepository(files);
		const first = await openBench(root);
		await first.record(waiver());
		await first.close();
		const second = await openBench(root);
		const step = { kind: 'decision', decision: waiver() };
		expect(second.commits()).toMatchObject([{ decision: 'waiver', check, step }]);
		expect(checkIn(await audited(second))?.status).toBe('waived');
		expect(await second.takeBack(1)).toHaveLength(1);
		await second.close();
	});

	test('goes with those that were written below it', async () => {
		const root = makeRepository(files);
		const bench = await openBench(root);
		const { commit: first } = await bench.record(waiver());
		const { commit: second } = await bench.record(
			waiver({ scope: { of: 'practice', practice: '8.2', path: 'src/**' } }),
		);
		expect(await bench.dependants(first.commit)).toMatchObject([{ commit: second.commit }]);
		const { dropped, report } = await bench.drop([first.commit, second.commit]);
		expect(dropped).toHaveLength(2);
		expect(checkIn(report)?.status).toBe('fail');
		await bench.close();
	});

	test('about the same is written anew in place, and comments and line endings stay', async () => {
		const old = [
			'# why we accept things',
			'skip = ["6.1"] # later',
			'',
			'[[waiver]] # yaml',
			`check = "${check}"`,
			'reason = "old" # see the ticket',
			'owner = "team"',
			'until = 2026-01-31',
			'',
			'[limits]',
			'coverage = 80',
			'',
		].join('\r\n');
		const root = makeRepository({ ...files, 'bp-audit.toml': old });
		const bench = await openBench(root);
		const decision = waiver({ until: '2027-01-31' });
		const draft = await bench.draft(decision);
		expect(draft).toMatchObject({ outcome: 'ready', replaces: true, matches: 2, path: 'bp-audit.toml' });
		const { report } = await bench.record(decision);
		await bench.close();
		expect(checkIn(report)?.waiver).toEqual({ reason: 'the input is our own', until: '2027-01-31' });
		expect(git(root, 'diff', '--numstat', 'main', branchName)).toBe('2\t3\tbp-audit.toml');
		expect(onBranch(root, 'bp-audit.toml')).toBe(
			old
				.replace('"old"', '"the input is our own"')
				.replace('owner = "team"\r\n', '')
				.replace('2026', '2027')
				.trimEnd(),
		);
	});

	test('goes to pyproject.toml where its table stands there', async () => {
		const pyproject = `${files['pyproject.toml']}\n[tool.bp-audit]\nskip = ["6.1"]\n\n[tool.other]\nx = 1\n`;
		const root = makeRepository({ ...files, 'pyproject.toml': pyproject });
		const bench = await openBench(root);
		await bench.record(waiver());
		await bench.close();
		expect(git(root, 'diff', '--name-status', 'main', branchName)).toBe('M\tpyproject.toml');
		expect(onBranch(root, 'pyproject.toml')).toContain(
			`skip = ["6.1"]\n\n[[tool.bp-audit.waiver]]\ncheck = "${check}"\nreason = "the input is our own"\n\n[tool.other]`,
		);
	});

	test.each<[string, Decision, string]>([
		[
			'of a finding that is not there',
			waiver({ scope: { of: 'finding', check, fingerprint: '0000000000000000', path: 'src/a.py' } }),
			`\`${check}\` has no finding \`0000000000000000\``,
		],
		[
			'of a path where nothing is found',
			waiver({ scope: { of: 'check', check, path: 'docs/**' } }),
			'finds nothing in `docs/**`',
		],
		['without a reason', waiver({ reason: ' ' }), 'a waiver needs a reason'],
		['that has ended', waiver({ until: '2026-11-21' }), '2026-11-21 is past'],
		[
			'that answers what nobody asks',
			{ kind: 'attestation', scope: { of: 'check', check }, answer: 'yes', note: 'so it is' },
			'asks no question',
		],
	])('%s is refused, and no commit is made', async (_what, decision, reason) => {
		const root = makeRepository(files);
		const before = fingerprint(root);
		const bench = await openBench(root);
		const draft = await bench.draft(decision);
		expect(draft.outcome === 'declined' && draft.reason).toContain(reason);
		await expect(bench.record(decision)).rejects.toThrow(reason);
		expect(bench.commits()).toEqual([]);
		await bench.close();
		expect(fingerprint(root)).toEqual(before);
		expect(git(root, 'branch', '--list', 'bp-audit/*')).toBe('');
	});
});
