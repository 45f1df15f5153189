import type { Decision } from '../../source/core/decision.ts';
import { UserError } from '../../source/core/errors.ts';
import type { Question, Safety } from '../../source/core/fixer.ts';
import type { RanMeasure } from '../../source/core/measure.ts';
import type { Report } from '../../source/core/report.ts';
import { fixesOf, isSameTarget } from '../../source/session/fixes.ts';
import type { FixCommit, FixTarget, Proposal, Target, Trial, Workbench } from '../../source/session/ports.ts';
import { decidedReport, fakeDraft } from './fake-decisions.ts';
import { questions, fakeGuides } from './fake-guides.ts';
import { fakeReport, judgedUpTo } from './fake-report.ts';

const diffFor = ({ fixer: id }: FixTarget, isCalm: boolean): string =>
	[
		'diff --git a/src/orders/client.py b/src/orders/client.py',
		'index 1111111..2222222 100644',
		'--- a/src/orders/client.py',
		'+++ b/src/orders/client.py',
		'@@ -39,5 +39,5 @@ class OrdersClient:',
		'     def fetch(self, order_id):',
		'         url = f"{BASE}/o/{order_id}"',
		'-        r = requests.get(url)',
		'+        r = requests.get(url, timeout=(3.05, 10))',
		'         return r.json()',
		'@@ -75,3 +75,3 @@ class OrdersClient:',
		'-    r = requests.post(u, json={"id": order_id, "lines": [line.as_json() for line in lines], "note": note})',
		'+    r = requests.post(u, json={"id": order_id, "lines": [line.as_json() for line in lines], "note": note}, timeout=(3.05, 10))',
		`\tx = 1  # ${id}${isCalm ? '' : ' \u001B]0;PWNED\u0007 \u202E'}`,
		'diff --git a/src/new.py b/src/new.py',
		'new file mode 100644',
		'--- /dev/null',
		'+++ b/src/new.py',
		'@@ -0,0 +1,2 @@',
		...Array.from({ length: 30 }, (_, index) => `+value_${String(index)} = ${String(index)}`),
		'\\ No newline at end of file',
		'',
	].join('\n');

export interface FakeOptions {
	/** Waits this long in each call, milliseconds. */
	readonly delay?: number;
	/** Steps of the audit; with the second one the first three sections are judged. */
	readonly steps?: number;
	readonly target?: Partial<Target>;
	/** What the guided fixer asks; the usual questions unless told. */
	readonly questions?: readonly Question[];
	/** Fixers that decline. */
	readonly declines?: readonly string[];
	/** Fixers that decline until another one's commit is there. */
	readonly behind?: Readonly<Record<string, string>>;
	/** Fixers whose commit fails. */
	readonly breaks?: readonly string[];
	/** Findings of 6.1. */
	readonly extra?: number;
	/** Without the bytes that attack a terminal: for pictures. */
	readonly isCalm?: boolean;
	/** What could be run. */
	readonly trials?: readonly Trial[];
	/** Throws outside any call, this long after a commit. */
	readonly throwsLater?: boolean;
}

export const fakeTarget: Target = {
	name: 'orders-service',
	root: '/home/user/orders-service',
	branch: 'main',
	commit: '3f9c2e1a5b0c4d6e8f00112233445566778899aa',
	dirty: ['src/orders/client.py'],
	fixes: { branch: 'bp-audit/2026-11-22' },
	banners: [],
};

const fakeTrials: readonly Trial[] = [
	{ command: 'ruff check --no-cache .', project: '.' },
	{ command: 'pytest -q', project: 'services/mail' },
];

const fakeRan: readonly RanMeasure[] = [
	{
		item: '11.1',
		id: 'lint',
		project: '.',
		command: 'ruff check --no-cache .',
		outcome: 'passed',
		said: 'it finds nothing',
		before: 'failed',
	},
	{
		item: '11.2',
		id: 'tests',
		project: 'services/mail',
		command: 'pytest -q',
		outcome: 'failed',
		said: '1 failed, 4 passed \u001B]0;PWNED\u0007',
	},
];

const stepOf = ({ fixer, check, project, fingerprints }: FixTarget) => ({
	fixer,
	check,
	project,
	...(fingerprints === undefined ? {} : { findings: fingerprints }),
});

interface Entry {
	/** Null where it records a decision. */
	readonly target: FixTarget | null;
	readonly decision: Decision | null;
	readonly commit: FixCommit;
}

/** A workbench without a repository: what is fixed is gone from the next report. Refuses calls that overlap. */
export const createFakeWorkbench = (
	options: FakeOptions = {},
): Workbench & { readonly closed: () => boolean } => {
	const { delay = 0, steps = 0, declines = [], breaks = [], extra = 0 } = options;
	let entries: readonly Entry[] = [];
	let undone: readonly Entry[] = [];
	let ready: { readonly id: string; readonly target: FixTarget; readonly safety: Safety } | null = null;
	let serial = 0;
	let isBusy = false;
	let isClosed = false;

	const mended = (): Report =>
		fakeReport(
			(check, finding) =>
				entries.some(
					({ target }) =>
						target !== null &&
						isSameTarget(target, {
							fixer: finding.fix?.fixer ?? '',
							check: check.id,
							project: check.project,
						}) &&
						(target.fingerprints?.includes(finding.fingerprint) ?? true),
				),
			extra,
		);
	const report = (): Report =>
		decidedReport(
			mended(),
			entries.flatMap(({ decision }) => decision ?? []),
		);
	const pause = () =>
		delay > 0 ? new Promise<void>(resolve => setTimeout(resolve, delay)) : Promise.resolve();
	const alone = async <T>(work: () => Promise<T> | T): Promise<T> => {
		if (isBusy) throw new Error('calls of the workbench overlap');
		isBusy = true;
		try {
			await pause();
			return await work();
		} finally {
			isBusy = false;
		}
	};
	const safetyOf = (target: FixTarget): Safety =>
		report()
			.sections.flatMap(({ practices }) => practices.flatMap(fixesOf))
			.find(fix => isSameTarget(fix.target, target))?.safety ?? 'safe';

	return {
		target: { ...fakeTarget, ...options.target },
		guides: fakeGuides,
		closed: () => isClosed,
		audit: (onProgress, signal, onPart) =>
			alone(async () => {
				for (let done = 1; done <= steps; done += 1) {
					if (signal?.aborted === true) {
						throw new UserError('the audit was stopped', { tryThis: 'Press r to audit again.' });
					}
					onProgress({
						done: Math.floor((done * 412) / steps),
						of: 412,
						path: `src/orders/module_${String(done)}.py`,
					});
					if (done <= 2) onPart?.(judgedUpTo(report(), done === 1 ? 0 : 3));
					await new Promise(resolve => setTimeout(resolve, 20));
				}
				return report();
			}),
		trials: () => alone(() => options.trials ?? fakeTrials),
		tryOut: (onStart, signal) =>
			alone(async () => {
				for (const trial of options.trials ?? fakeTrials) {
					onStart(trial);
					await new Promise(resolve => setTimeout(resolve, delay));
					if (signal?.aborted === true) throw new UserError('the run was stopped');
				}
				return fakeRan;
			}),
		questions: target =>
			alone(() => (target.fixer === 'bucket-encryption' ? (options.questions ?? questions) : [])),
		propose: (target, answers) =>
			alone((): Proposal => {
				if (declines.includes(target.fixer))
					return { outcome: 'declined', target, reason: 'the file is generated by another tool' };
				const first = options.behind?.[target.fixer];
				if (first !== undefined && !entries.some(entry => entry.target?.fixer === first))
					return { outcome: 'declined', target, reason: `${first} goes first` };
				serial += 1;
				const safety = safetyOf(target);
				ready = { id: `p${String(serial)}`, target, safety };
				const asked = Object.entries(answers)
					.map(([id, value]) => `${id}=${value}`)
					.join(' ');
				return {
					outcome: 'ready',
					id: ready.id,
					target,
					subject:
						`fix(tooling): ${target.fixer.replaceAll('-', ' ')} ${asked}`.trim() +
						(target.fingerprints ? ` (${String(target.fingerprints.length)} findings)` : ''),
					safety,
					changed: ['Each call gets a time limit.'],
					atRunTime:
						safety === 'safe' ? 'Nothing.' : 'A call that used to wait now raises after ten seconds.',
					followUps: target.fixer === 'exact-pins' ? ['Run `uv lock`'] : [],
					diff: diffFor(target, options.isCalm === true),
					paths: ['src/orders/client.py', 'src/new.py'],
				};
			}),
		commit: (id, subject) =>
			alone(() => {
				if (ready?.id !== id)
					throw new UserError('The proposal is out of date', { tryThis: 'Preview the fix again.' });
				const { target, safety } = ready;
				if (breaks.includes(target.fixer)) {
					throw new UserError('The branch was moved by somebody else', { tryThis: 'Audit again with r.' });
				}
				if (options.throwsLater)
					setTimeout(() => {
						throw new Error('thrown outside');
					}, 5);
				ready = null;
				serial += 1;
				const practice =
					report()
						.sections.flatMap(({ practices }) => practices)
						.find(({ checks }) => checks.some(check => check.id === target.check))?.number ?? '';
				const commit: FixCommit = {
					commit: serial.toString(16).padStart(4, '0').repeat(10),
					subject: subject ?? `fix(tooling): ${target.fixer.replaceAll('-', ' ')} (bp-audit ${practice})`,
					practice,
					check: target.check,
					project: target.project,
					fixer: target.fixer,
					safety,
					fingerprints: target.fingerprints ?? ['0000000000000001'],
					conflicts: [],
					followUps: target.fixer === 'exact-pins' ? ['Run `uv lock`'] : [],
					step: { kind: 'fix', ...stepOf(target), answers: {} },
				};
				entries = [...entries, { target, decision: null, commit }];
				undone = [];
				return { commit, report: report() };
			}),
		draft: decision => alone(() => fakeDraft(mended(), decision)),
		record: decision =>
			alone(() => {
				const draft = fakeDraft(mended(), decision);
				if (draft.outcome === 'declined') throw new UserError(draft.reason);
				serial += 1;
				const commit: FixCommit = {
					decision: decision.kind,
					commit: serial.toString(16).padStart(4, '0').repeat(10),
					subject: draft.subject,
					practice: draft.practice,
					check: draft.check,
					project: '.',
					fixer: '',
					safety: 'safe',
					fingerprints: [],
					conflicts: [],
					followUps: [],
				};
				entries = [...entries, { target: null, decision, commit }];
				undone = [];
				return { commit, report: report() };
			}),
		undo: () =>
			alone(() => {
				const last = entries.at(-1);
				if (!last) return null;
				entries = entries.slice(0, -1);
				undone = [...undone, last];
				return { commit: last.commit, report: report() };
			}),
		redo: asked =>
			alone(() => {
				const last = asked === undefined ? undone.at(-1) : undone.find(each => each.commit.commit === asked);
				if (!last) return null;
				undone = undone.filter(each => each !== last);
				entries = [...entries, last];
				return { commit: last.commit, report: report() };
			}),
		show: commit =>
			alone(() => {
				const entry = [...entries, ...undone].find(each => each.commit.commit === commit);
				return entry?.target ? diffFor(entry.target, options.isCalm === true) : '';
			}),
		// Fixes of one practice rest on each other.
		dependants: commit =>
			alone(() => {
				const at = entries.findIndex(each => each.commit.commit === commit);
				const practice = entries[at]?.commit.practice;
				return entries
					.slice(at + 1)
					.map(each => each.commit)
					.filter(each => each.practice === practice);
			}),
		drop: commits =>
			alone(() => {
				const gone = entries.filter(each => commits.includes(each.commit.commit));
				entries = entries.filter(each => !gone.includes(each));
				undone = [...undone, ...gone.toReversed()];
				return { dropped: gone.map(({ commit }) => commit).toReversed(), report: report() };
			}),
		takeBack: async count => {
			const gone = entries.slice(Math.max(0, entries.length - count)).toReversed();
			undone = [...undone, ...gone];
			entries = entries.slice(0, entries.length - gone.length);
			return gone.map(({ commit }) => commit);
		},
		commits: () => entries.map(({ commit }) => commit),
		excerpt: (path, line, around) =>
			alone(() => {
				if (path === 'template.yaml') return null;
				const from = Math.max(1, line - around);
				return {
					path,
					from,
					lines: Array.from({ length: around * 2 }, (_, index) => {
						const number = from + index;
						if (number === line)
							return `        requests.get(url)${options.isCalm === true ? '' : '\t# here \u001B[2J\u202E'}`;
						return number % 3 === 0 ? '' : `\tvalue_${String(number)} = compute(${String(number)})`;
					}),
				};
			}),
		close: async () => {
			isClosed = true;
		},
	};
};
