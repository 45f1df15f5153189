import { counted } from '../core/counted.ts';
import type { Safety } from '../core/fixer.ts';
import type { LockDebt } from '../core/lock.ts';
import { lockInstruction } from '../core/lock.ts';
import { visible } from '../core/safe-text.ts';
import { jsonOf } from './json.ts';

/** One commit of a run without a screen. */
export interface FixedCommit {
	readonly commit: string;
	readonly subject: string;
	readonly practice: string;
	readonly fixer: string;
	readonly safety: Safety;
	readonly fingerprints: readonly string[];
	/** Git format, not sanitised. */
	readonly diff: string;
	readonly followUps: readonly string[];
	/** Paths that the user has changed too. */
	readonly conflicts: readonly string[];
}

/** What a run without a screen did. */
export interface FixRun {
	/** Null where nothing was committed or nothing may be. */
	readonly branch: string | null;
	readonly base: string;
	readonly commits: readonly FixedCommit[];
	readonly declined: readonly { readonly check: string; readonly path: string; readonly reason: string }[];
	/** Lockfiles that no longer fit their manifests. */
	readonly locks: readonly LockDebt[];
	readonly score: { readonly before: number; readonly after: number };
	readonly dryRun: boolean;
}

/** As its schema says: a dry run has diffs and no hashes. */
export const fixJson = (run: FixRun): string =>
	jsonOf({
		schema: 1,
		branch: run.branch,
		base: run.base,
		commits: run.commits.map(one => ({
			...(run.dryRun ? {} : { commit: one.commit }),
			subject: one.subject,
			practice: one.practice,
			fixer: one.fixer,
			safety: one.safety,
			fingerprints: one.fingerprints,
			...(run.dryRun ? { diff: one.diff } : {}),
		})),
		declined: run.declined.map(({ check, path, reason }) => ({ check, path, reason })),
		locks: run.locks.map(({ path, directory, command }) => ({ path, directory, command })),
		score: run.score,
	});

const shownDeclined = 10;

/** What a dry run tells beside its diffs: why there is none, or fewer than one may look for. */
export const dryRunNotes = (run: FixRun): readonly string[] => {
	const more = run.declined.length - shownDeclined;
	return [
		...(run.commits.length > 0
			? []
			: [
					run.declined.length > 0
						? 'No fix to show'
						: 'No fix to show: nothing is open that can be mended so',
				]),
		...run.declined
			.slice(0, shownDeclined)
			.map(
				({ check, path, reason }) =>
					`  ${visible(path)} stays as it is (${visible(check)}): ${visible(reason.startsWith(`${path}:`) ? reason.slice(path.length + 1).trimStart() : reason)}`,
			),
		...(more > 0 ? [`  and ${more} more; --format json lists them`] : []),
		...run.locks.map(debt => visible(lockInstruction(debt))),
	];
};

const shownDiff = (diff: string): string =>
	diff
		.split('\n')
		.map(line => (line.endsWith('\r') ? `${visible(line.slice(0, -1))}\r` : visible(line)))
		.join('\n');

/**
 * The same for reading. A dry run is its diffs and nothing else, so that it can be piped; `raw` leaves them byte for
 * byte, for a file or a pipe, where a terminal gets no control characters.
 */
export const fixText = (run: FixRun, { raw }: { readonly raw: boolean }): string => {
	if (run.dryRun) return run.commits.map(({ diff }) => (raw ? diff : shownDiff(diff))).join('');
	const declined = run.declined.map(
		({ check, path, reason }) =>
			`  ${visible(check)}  ${visible(reason.startsWith(`${path}:`) ? reason : `${path}: ${reason}`)}`,
	);
	const followUps = [
		...run.locks.map(lockInstruction),
		...new Set(run.commits.flatMap(one => one.followUps)),
	];
	const conflicts = [...new Set(run.commits.flatMap(one => one.conflicts))];
	const count = run.commits.length;
	return [
		...run.commits.map(({ commit, subject }) => `${commit.slice(0, 10)} ${visible(subject)}`),
		...(declined.length === 0 ? [] : ['', 'Not mended', ...declined]),
		...(followUps.length === 0 ? [] : ['', 'Next', ...followUps.map(step => `  ${visible(step)}`)]),
		...(conflicts.length === 0
			? []
			: ['', 'You have changed these files too', ...conflicts.map(path => `  ${visible(path)}`)]),
		'',
		count === 0
			? `Nothing was committed; score ${run.score.after}`
			: `${counted(count, 'commit')} on ${visible(run.branch ?? '')}; score ${run.score.before} to ${run.score.after}`,
		'',
	].join('\n');
};
