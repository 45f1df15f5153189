import { expect, test } from 'vitest';
import type { Question, Safety } from '../../source/core/fixer.ts';
import type { LockStep } from '../../source/core/lock.ts';
import { lockDebtsOf } from '../../source/core/lock.ts';
import type { CheckReport, ReportedFinding } from '../../source/core/report.ts';
import { fixHeadless } from '../../source/session/headless.ts';
import type { Bench, HeadlessOptions, Step } from '../../source/session/headless.ts';
import type { FixCommit, FixTarget } from '../../source/session/ports.ts';
import { aCheck, aFinding, aReport } from '../report/sample.ts';

interface Work {
	readonly id: string;
	readonly fixer: string;
	readonly safety: Safety;
	/** How often the fixer mends before the check passes; 0 for one that declines. */
	readonly times: number;
	readonly questions?: readonly Question[];
	/** Graver than the fixer says. */
	readonly graver?: Safety;
	/** What its commit does to the lockfile. */
	readonly lock?: LockStep;
	/** Declines until this one is mended. */
	readonly behind?: string;
}

const findingOf = ({ id, fixer, safety }: Work, round: number): ReportedFinding =>
	aFinding({ fix: { fixer, safety }, fingerprint: `${id}-${round}` });

/** A workbench in memory: each commit mends one round of one check. */
const benchOf = (works: readonly Work[]) => {
	const left = new Map(works.map(({ id, times }) => [id, times]));
	const made: FixCommit[] = [];
	const asked: { target: FixTarget; answers: unknown }[] = [];
	const report = () =>
		aReport(
			works.map((work): CheckReport => {
				const rounds = left.get(work.id) ?? 0;
				return rounds === 0 && work.times > 0
					? aCheck({ id: work.id, status: 'pass', findings: [] })
					: aCheck({ id: work.id, findings: [findingOf(work, rounds)] });
			}),
		);
	const workOf = (target: FixTarget): Work => {
		const found = works.find(({ id }) => id === target.check);
		if (!found) throw new Error('no such check');
		return found;
	};
	const bench: Bench = {
		audit: async () => report(),
		questions: async target => workOf(target).questions ?? [],
		async propose(target, answers) {
			asked.push({ target, answers });
			const work = workOf(target);
			if (work.times === 0) return { outcome: 'declined', target, reason: 'it is passed on' };
			if (work.behind !== undefined && (left.get(work.behind) ?? 0) > 0)
				return { outcome: 'declined', target, reason: `it waits for ${work.behind}` };
			return {
				outcome: 'ready',
				id: work.id,
				target,
				subject: `fix(x): ${work.id}`,
				safety: work.graver ?? work.safety,
				changed: [],
				atRunTime: 'Nothing.',
				followUps: [],
				diff: `diff of ${work.id}`,
				paths: ['src/a.py'],
			};
		},
		async undo() {
			const last = made.pop();
			if (!last) return null;
			left.set(last.check, (left.get(last.check) ?? 0) + 1);
			return { commit: last, report: report() };
		},
		async commit(proposal) {
			left.set(proposal, (left.get(proposal) ?? 0) - 1);
			const work = works.find(({ id }) => id === proposal);
			const done = {
				commit: {
					commit: `c0ffee-${proposal}`,
					subject: `fix(x): ${proposal}`,
					practice: '6.1',
					check: proposal,
					project: '.',
					fixer: work?.fixer ?? '',
					safety: work?.safety ?? 'safe',
					fingerprints: [],
					conflicts: [],
					followUps: [],
					...(work?.lock === undefined ? {} : { lock: work.lock }),
				},
				report: report(),
			};
			made.push(done.commit);
			return done;
		},
	};
	return { bench, asked };
};

const optionsWith = (over: Partial<HeadlessOptions> = {}): HeadlessOptions => ({
	allowed: new Set<Safety>(['safe']),
	only: [],
	skip: [],
	answers: null,
	order: ['first', 'second'],
	onStep: () => {},
	...over,
});

const safe: Work = { id: 'p/safe', fixer: 'second', safety: 'safe', times: 1 };
const review: Work = { id: 'p/review', fixer: 'first', safety: 'review', times: 1 };
const guided: Work = { id: 'p/guided', fixer: 'asks', safety: 'guided', times: 1 };
const floor: Question = {
	id: 'floor',
	prompt: 'Which?',
	explanation: '',
	kind: {
		type: 'choice',
		choices: [
			{ value: '3.12', label: '' },
			{ value: '3.13', label: '' },
		],
	},
	fallback: '3.13',
};

const committed = async (works: readonly Work[], options: HeadlessOptions): Promise<readonly string[]> => {
	const { bench } = benchOf(works);
	return (await fixHeadless(bench, options)).commits.map(({ check }) => check);
};

test('only fixes of an allowed class are committed', async () => {
	expect(await committed([safe, review, guided], optionsWith())).toEqual(['p/safe']);
});

test('fixers run in their order, not in that of the report', async () => {
	const allowed = new Set<Safety>(['safe', 'review']);
	expect(await committed([safe, review], optionsWith({ allowed }))).toEqual(['p/review', 'p/safe']);
});

test('a guided fix runs where it is named, or where answers are given', async () => {
	expect(await committed([guided], optionsWith({ only: ['p/guided'] }))).toEqual(['p/guided']);
	expect(await committed([guided], optionsWith({ only: ['asks'] }))).toEqual(['p/guided']);
	expect(await committed([guided], optionsWith({ only: ['6'] }))).toEqual([]);
	expect(await committed([guided], optionsWith({ answers: new Map() }))).toEqual(['p/guided']);
});

test('only and skip narrow the work', async () => {
	const other = { ...safe, id: 'p/other' };
	expect(await committed([safe, other], optionsWith({ only: ['p/other'] }))).toEqual(['p/other']);
	expect(await committed([safe, other], optionsWith({ skip: ['p/other'] }))).toEqual(['p/safe']);
});

test('what a fixer leaves is tried again while it changes', async () => {
	expect(await committed([{ ...safe, times: 3 }], optionsWith())).toEqual(['p/safe', 'p/safe', 'p/safe']);
});

test('a fixer that never finishes is stopped', async () => {
	expect(await committed([{ ...safe, times: 1000 }], optionsWith())).toHaveLength(8);
});

test('what is declined is collected once, and the rest goes on', async () => {
	const steps: Step[] = [];
	const { bench } = benchOf([{ ...safe, id: 'p/no', times: 0 }, safe]);
	const result = await fixHeadless(bench, optionsWith({ onStep: step => steps.push(step) }));
	expect(result.declined).toEqual([{ check: 'p/no', path: 'src/a.py', reason: 'it is passed on' }]);
	expect(result.commits[0]?.diff).toBe('diff of p/safe');
	expect(steps.map(({ step }) => step)).toEqual(['declined', 'committed']);
	expect(result.before.summary.fail).toBe(2);
	expect(result.after.summary.fail).toBe(1);
});

const postponed: Work = { ...review, behind: 'p/safe' };
const both = new Set<Safety>(['safe', 'review']);

test('what was declined is tried again behind a later commit, and is no longer told as declined', async () => {
	const { bench } = benchOf([postponed, safe]);
	const result = await fixHeadless(bench, optionsWith({ allowed: both }));
	expect(result.commits.map(({ check }) => check)).toEqual(['p/safe', 'p/review']);
	expect(result.declined).toEqual([]);
});

test('after a run there is nothing that a second one would do', async () => {
	const chain: readonly Work[] = [
		{ ...review, id: 'p/last', behind: 'p/middle' },
		{ ...review, id: 'p/middle', behind: 'p/safe' },
		{ ...review, id: 'p/never', times: 0 },
		safe,
	];
	const { bench } = benchOf(chain);
	const first = await fixHeadless(bench, optionsWith({ allowed: both }));
	expect(first.commits.map(({ check }) => check)).toEqual(['p/safe', 'p/middle', 'p/last']);
	const second = await fixHeadless(bench, optionsWith({ allowed: both }));
	expect(second.commits).toEqual([]);
	expect(second.declined).toEqual(first.declined);
});

test('what was declined is not planned again where nothing was committed since', async () => {
	const { bench, asked } = benchOf([
		{ ...safe, id: 'p/one', times: 0 },
		{ ...safe, id: 'p/two', times: 0 },
	]);
	await fixHeadless(bench, optionsWith());
	expect(asked.map(({ target }) => target.check)).toEqual(['p/one', 'p/two']);
});

test('what is declined for the same reason again is told once', async () => {
	const steps: Step[] = [];
	const { bench, asked } = benchOf([{ ...review, times: 0 }, safe]);
	await fixHeadless(bench, optionsWith({ allowed: both, onStep: step => steps.push(step) }));
	expect(steps.map(({ step }) => step)).toEqual(['declined', 'committed']);
	expect(asked.map(({ target }) => target.check)).toEqual(['p/review', 'p/safe', 'p/review']);
});

test('a case that is graver than its fixer is left for the session', async () => {
	const { bench } = benchOf([{ ...safe, graver: 'review' }]);
	const result = await fixHeadless(bench, optionsWith());
	expect(result.commits).toEqual([]);
	expect(result.declined[0]?.reason).toContain('`review`');
});

test("questions take the fixer's answer, then the shared one, then the fallback", async () => {
	const work = { ...guided, questions: [floor] };
	const answerFor = async (answers: HeadlessOptions['answers']): Promise<unknown> => {
		const { bench, asked } = benchOf([work]);
		await fixHeadless(bench, optionsWith({ only: ['asks'], answers }));
		return asked[0]?.answers;
	};
	expect(await answerFor(null)).toEqual({ floor: '3.13' });
	expect(await answerFor(new Map([['', { floor: '3.12' }]]))).toEqual({ floor: '3.12' });
	expect(
		await answerFor(
			new Map([
				['asks', { floor: '3.12' }],
				['', { floor: '3.13' }],
			]),
		),
	).toEqual({ floor: '3.12' });
});

test.each<[Question['kind'], string, string]>([
	[floor.kind, '2.7', 'Known answers: 3.12, 3.13'],
	[{ type: 'number', minimum: 1, maximum: 9 }, '10', 'Known answers: a number from 1 to 9'],
	[{ type: 'yes-no' }, 'maybe', 'Known answers: yes or no'],
])('an answer that does not fit is refused: %j', async (kind, answer, tryThis) => {
	const { bench } = benchOf([{ ...guided, questions: [{ ...floor, kind }] }]);
	const run = fixHeadless(bench, optionsWith({ answers: new Map([['', { floor: answer }]]) }));
	await expect(run).rejects.toMatchObject({ tryThis });
});

test('text and numbers that fit are taken', async () => {
	const number = { ...floor, id: 'n', kind: { type: 'number', minimum: 1, maximum: 9 } } as const;
	const text = { ...floor, id: 't', kind: { type: 'text' } } as const;
	const { bench, asked } = benchOf([{ ...guided, questions: [number, text] }]);
	await fixHeadless(bench, optionsWith({ answers: new Map([['', { n: '4', t: 'x' }]]) }));
	expect(asked[0]?.answers).toEqual({ n: '4', t: 'x' });
});

test('waived and baselined findings are left alone', async () => {
	const bench: Bench = {
		...benchOf([]).bench,
		audit: async () =>
			aReport([
				aCheck({ status: 'waived', findings: [aFinding({ fix: { fixer: 'first', safety: 'safe' } })] }),
				aCheck({ findings: [aFinding({ baselined: true, fix: { fixer: 'first', safety: 'safe' } })] }),
			]),
	};
	expect((await fixHeadless(bench, optionsWith())).commits).toEqual([]);
});

const poetry: LockStep = { state: 'outdated', path: 'poetry.lock', directory: '.', command: 'poetry lock' };
const outdated: LockStep = { state: 'outdated', path: 'uv.lock', directory: '.', command: 'uv lock' };
const written: LockStep = { state: 'written', path: 'uv.lock' };
const writer: Work = {
	id: 'python-version/lock-fresh',
	fixer: 'first',
	safety: 'exec',
	times: 1,
	lock: written,
};
const withPrograms = new Set<Safety>(['safe', 'exec']);

test('a plan that a question stood in the way of says which', async () => {
	const ask: Question = { ...floor, id: 'now', kind: { type: 'yes-no' }, fallback: 'no' };
	const reasonWith = async (answers: HeadlessOptions['answers']): Promise<string | undefined> => {
		const { bench } = benchOf([{ ...guided, times: 0, questions: [ask] }]);
		return (await fixHeadless(bench, optionsWith({ only: ['asks'], answers }))).declined[0]?.reason;
	};
	expect(await reasonWith(null)).toBe('it is passed on (for want of `--answers`, no was taken for `now`)');
	expect(await reasonWith(new Map([['asks', { now: 'no' }]]))).toBe('it is passed on');
});

test('the lockfile is written once, behind everything else', async () => {
	const works = [writer, { ...safe, id: 'p/a', lock: outdated }, { ...safe, id: 'p/b', lock: outdated }];
	expect(await committed(works, optionsWith({ allowed: withPrograms }))).toEqual([
		'p/a',
		'p/b',
		'python-version/lock-fresh',
	]);
});

test('a lockfile left behind is written although only another fix was named', async () => {
	const named = { allowed: withPrograms, only: ['second'] };
	const works = [writer, { ...safe, lock: outdated }];
	expect(await committed(works, optionsWith(named))).toEqual(['p/safe', 'python-version/lock-fresh']);
	expect(await committed([writer, safe], optionsWith(named))).toEqual(['p/safe']);
});

test('without consent to run programs the lockfile is left, and known', async () => {
	const { bench } = benchOf([writer, { ...safe, lock: outdated }]);
	const { commits } = await fixHeadless(bench, optionsWith());
	expect(lockDebtsOf(commits)).toEqual([{ path: 'uv.lock', directory: '.', command: 'uv lock' }]);
});

test('a lockfile written since owes nothing', () => {
	expect(lockDebtsOf([{ lock: outdated }, { lock: poetry }, {}, { lock: written }])).toEqual([
		{ path: 'poetry.lock', directory: '.', command: 'poetry lock' },
	]);
});

test('a commit that fails the check of the user is taken back, and the others stay', async () => {
	const other: Work = { id: 'p/other', fixer: 'first', safety: 'safe', times: 1 };
	const { bench } = benchOf([safe, other]);
	const steps: Step[] = [];
	const tried: string[] = [];
	const { commits, declined, after } = await fixHeadless(
		bench,
		optionsWith({
			onStep: step => steps.push(step),
			verify: async commit => {
				tried.push(commit);
				return commit === 'c0ffee-p/other' ? '`make` fails: 1 failed' : null;
			},
		}),
	);
	expect(commits.map(({ check }) => check)).toEqual(['p/safe']);
	expect(declined).toMatchObject([{ check: 'p/other', reason: '`make` fails: 1 failed' }]);
	expect(after.summary).toMatchObject({ fail: 1, pass: 1 });
	expect(steps.map(({ step }) => step)).toContain('declined');
	// Once more behind the other commit, whose work it may have waited for.
	expect(tried).toEqual(['c0ffee-p/other', 'c0ffee-p/safe', 'c0ffee-p/other']);
});
