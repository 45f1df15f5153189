import { describe, expect, test } from 'vitest';
import { defaultConfig } from '../../source/config/config.ts';
import { UserError } from '../../source/core/errors.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { AnyFixer, Plan } from '../../source/core/fixer.ts';
import type { Report, ReportedFinding } from '../../source/core/report.ts';
import { summaryOf } from '../../source/core/summary.ts';
import type { Edit } from '../../source/core/tree.ts';
import { memoryTree } from '../../source/core/tree.ts';
import { writeDecision } from '../../source/edit/decisions.ts';
import type { Analyse, TreeIdentity } from '../../source/engine/analyst.ts';
import type { SecretHistory } from '../../source/core/facts/history.ts';
import { memoryBranch } from '../../source/engine/memory-branch.ts';
import type { Pool } from '../../source/engine/pool.ts';
import { createWorkbench } from '../../source/engine/workbench.ts';

const check = 'structured-logging/no-print';
const fixTarget = { fixer: 'fake', check, project: '.' };

const finding = (fingerprint: string): ReportedFinding => ({
	level: 'fail',
	message: 'a finding',
	confidence: 'certain',
	at: { path: 'a.py', line: 1 },
	fingerprint,
	baselined: false,
	fix: { fixer: 'fake', safety: 'safe' },
});

const reportWith = (findings: readonly ReportedFinding[]): Report => {
	const status = findings.length === 0 ? ('pass' as const) : ('fail' as const);
	const found = { id: check, title: 't', status, severity: 'low' as const, project: '.', findings };
	const practice = { number: '3.1', id: 'structured-logging', title: 't', status, rollup: false };
	const summary = summaryOf([found]);
	return {
		schema: 1,
		tool: { name: 'bp-audit', version: '0' },
		repo: { commit: null, dirty: false, projects: [] },
		summary,
		sections: [{ id: '3', title: 't', summary, practices: [{ ...practice, seeAlso: [], checks: [found] }] }],
		skipped: [],
		timings: { totalMs: 0, files: 0, bytes: 0 },
	};
};

const facts: Facts = Object.assign(Object.create(null), { projects: [], repository: { name: 'r' } });

const fixer: AnyFixer = {
	id: 'fake',
	title: 'Mend it',
	checks: [check],
	safety: 'safe',
	needs: [],
	touches: ['*.py'],
	after: [],
	safetyNote: '',
	questions: () => [],
	reads: () => [],
	plan: () => ({ outcome: 'declined', reason: 'asked elsewhere' }),
};

const planOf = (edit: Edit): Plan => ({
	outcome: 'plan',
	summary: 'mend it',
	area: 'logging',
	changed: ['Something.'],
	atRunTime: 'Nothing.',
	followUps: [],
	edits: [edit],
});

const poolThatPlans = (edit: Edit): Pool => ({
	gather: async () => {},
	async ask(request) {
		switch (request.kind) {
			case 'reads':
				return { kind: 'reads', paths: [] };
			case 'verify':
				return { kind: 'verified', problem: null };
			case 'questions':
				return { kind: 'questions', questions: [] };
			case 'plan':
				return { kind: 'planned', planned: planOf(edit) };
			case 'decide':
				return { kind: 'decided', written: writeDecision(request.text, request.edit) };
		}
	},
	close: async () => {},
});

/** A workbench whose fixer always plans the same; each line of `a.py` is a finding. */
const benchThatPlans = (
	edit: Edit,
	diff: () => Promise<string> = async () => 'diff --git',
	assertAudits: () => void = () => {},
	text = '1\n2\n',
	past: {
		readonly history?: () => Promise<SecretHistory | null>;
		readonly told?: (identity: TreeIdentity) => void;
	} = {},
) => {
	const base = memoryTree(new Map([['a.py', new Uint8Array(Buffer.from(text))]]));
	const analyse: Analyse = async (tree, identity, cache) => {
		assertAudits();
		past.told?.(identity);
		const found: ReportedFinding[] = [];
		for await (const read of tree.read(['a.py'])) {
			const lines = 'bytes' in read ? Buffer.from(read.bytes).toString().trim().split('\n') : [];
			found.push(...lines.filter(line => line !== '').map(finding));
		}
		if (tree.files.has('new.py')) found.pop();
		const report = reportWith(found);
		return { tree, facts, config: defaultConfig, cache, bare: report, report, unread: new Set() };
	};
	return createWorkbench({
		target: {
			name: 'r',
			root: '/r',
			branch: 'main',
			commit: 'base',
			dirty: [],
			fixes: { branch: 'b' },
			banners: [],
		},
		pool: poolThatPlans(edit),
		analyse,
		fixers: [fixer],
		execute: null,
		branch: memoryBranch({ commit: 'base', tree: base, name: 'b' }, diff),
		base,
		tryOut: () => Promise.resolve([]),
		...(past.history === undefined ? {} : { history: past.history }),
		cache: new Map(),
		today: '2026-11-22',
		user: 'Ada',
		keep: async () => {},
		dispose: async () => {},
	});
};

const past: SecretHistory = { secrets: [], versions: 3, read: 3, cut: null, isShallow: false };

/** A workbench that has a history, and what each audit knew of it. */
const benchWithHistory = () => {
	const known: (SecretHistory | null | undefined)[] = [];
	const bench = benchThatPlans(
		{ kind: 'create', path: 'new.py', text: 'x\n' },
		undefined,
		undefined,
		undefined,
		{ history: async () => past, told: ({ history }) => known.push(history) },
	);
	return { bench, known };
};

describe('the workbench', () => {
	test('knows the history from when it is asked for', async () => {
		const { bench, known } = benchWithHistory();
		await bench.audit(() => {});
		await bench.audit(() => {}, undefined, undefined, true);
		await bench.audit(() => {});
		expect(known).toEqual([null, past, past]);
	});

	test('keeps nothing of a history whose reading was stopped', async () => {
		const { bench, known } = benchWithHistory();
		const controller = new AbortController();
		controller.abort();
		await bench.audit(() => {}, controller.signal, undefined, true);
		expect(known).toEqual([null]);
	});

	test('refuses a fixer that would make the same new file again', async () => {
		const bench = benchThatPlans({ kind: 'create', path: 'new.py', text: 'x\n' });
		expect(await bench.propose(fixTarget, {})).toMatchObject({
			outcome: 'declined',
			reason: 'the result did not pass the gate: the fixer would change it again',
		});
	});

	test('refuses a plan that changes a file its fixer does not name', async () => {
		const bench = benchThatPlans({ kind: 'create', path: 'setup.cfg', text: 'x\n' });
		expect(await bench.propose(fixTarget, {})).toMatchObject({
			outcome: 'declined',
			reason: expect.stringContaining('`setup.cfg` is not among the files that this fix may change'),
		});
	});

	test('declines what git would not take, and goes on', async () => {
		const bench = benchThatPlans(line, async () => {
			throw new UserError('`a:b` is not a name that every system can check out');
		});
		expect(await bench.propose({ ...fixTarget, fingerprints: ['1'] }, {})).toMatchObject({
			outcome: 'declined',
			reason: '`a:b` is not a name that every system can check out',
		});
	});

	const line = { kind: 'splice', path: 'a.py', splices: [{ start: 0, end: 2, text: '' }] } as const;

	test('a patch of the log hides what was a secret before the commit took it out', async () => {
		const secret = ['q7Zk', '9Wm2', 'Lr5T'].join('');
		const text = `password = "${secret}"\ncheck("${secret}")\n`;
		const bench = benchThatPlans(
			{ kind: 'splice', path: 'a.py', splices: [{ start: 0, end: text.length, text: '' }] },
			async () => `diff --git a/a.py b/a.py\n-check("${secret}")\n`,
			undefined,
			text,
		);
		const proposal = await bench.propose(fixTarget, {});
		if (proposal.outcome !== 'ready') throw new Error('nothing was planned');
		expect(proposal.diff).not.toContain(secret);
		const { commit } = await bench.commit(proposal.id);
		expect(await bench.show(commit.commit)).toContain('check(');
		expect(await bench.show(commit.commit)).not.toContain(secret);
	});

	test('commits no preview of a commit that is no longer the last', async () => {
		const bench = benchThatPlans(line);
		const first = await bench.propose({ ...fixTarget, fingerprints: ['1'] }, {});
		if (first.outcome !== 'ready') throw new Error(first.reason);
		await bench.commit(first.id);
		const late = bench.propose({ ...fixTarget, fingerprints: ['2'] }, {});
		await bench.undo();
		const second = await late;
		if (second.outcome !== 'ready') throw new Error(second.reason);
		await expect(bench.commit(second.id)).rejects.toThrow('out of date');
		expect(bench.commits()).toEqual([]);
	});

	test('says that the branch moved where only the audit behind it failed, and goes on', async () => {
		let isBroken = false;
		const bench = benchThatPlans(line, undefined, () => {
			if (isBroken) throw new Error('out of memory');
		});
		const proposal = await bench.propose({ ...fixTarget, fingerprints: ['1'] }, {});
		if (proposal.outcome !== 'ready') throw new Error(proposal.reason);
		await bench.commit(proposal.id);
		isBroken = true;
		await expect(bench.undo()).rejects.toMatchObject({
			name: 'UserError',
			message: expect.stringMatching(/^The branch was changed as asked, but .*: out of memory$/),
		});
		expect(bench.commits()).toEqual([]);
		isBroken = false;
		const again = await bench.propose({ ...fixTarget, fingerprints: ['1'] }, {});
		expect(again.outcome).toBe('ready');
	});

	test('takes commits back, newest first, and audits what is left when it is asked', async () => {
		const bench = benchThatPlans(line);
		for (const fingerprint of ['1', '2']) {
			const proposal = await bench.propose({ ...fixTarget, fingerprints: [fingerprint] }, {});
			if (proposal.outcome !== 'ready') throw new Error(proposal.reason);
			await bench.commit(proposal.id);
		}
		const gone = await bench.takeBack(9);
		expect(gone.map(({ fingerprints }) => fingerprints)).toEqual([['2'], ['1']]);
		expect(bench.commits()).toEqual([]);
		const again = await bench.propose({ ...fixTarget, fingerprints: ['1'] }, {});
		expect(again.outcome).toBe('ready');
	});
});
