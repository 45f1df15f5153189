import type { Report, CheckReport, ReportStatus } from '../core/report.ts';
import { checkKey } from './audit.ts';

const ranks: Readonly<Record<ReportStatus, number>> = {
	pass: 0,
	'not-applicable': 0,
	waived: 0,
	manual: 1,
	warn: 2,
	fail: 3,
	error: 4,
};

/** How bad a check is: first its status, then its failing findings, then its warnings. */
const badnessOf = ({ status, findings }: CheckReport): readonly [number, number, number] => [
	ranks[status],
	findings.filter(({ level }) => level === 'fail').length,
	findings.filter(({ level }) => level === 'warn').length,
];

/** Negative where `a` is better. */
const compare = (a: CheckReport, b: CheckReport): number => {
	const [left, right] = [badnessOf(a), badnessOf(b)];
	for (const [index, value] of left.entries()) {
		const difference = value - (right[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
};

const checksOf = (report: Pick<Report, 'sections'>): Map<string, CheckReport> =>
	new Map(
		report.sections
			.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks))
			.map(check => [checkKey(check.id, check.project), check]),
	);

/** Which check a plan is for. */
export interface GateTarget {
	readonly check: string;
	readonly project: string;
	/** The findings it set out to mend. */
	readonly fingerprints: ReadonlySet<string>;
	/** The plan says that the lockfile has to be written anew: what checks of locks make of it is known and told. */
	readonly lockDirty: boolean;
	/** The plan says that more is known of the project afterwards: checks may come to apply. */
	readonly reveals: boolean;
	/** Checks that only files broken before keep from passing now: all that could be mended is. */
	readonly unread: ReadonlySet<string>;
	/** The checks that the fixer is for: one that could not be asked before may find something left to do. */
	readonly kin: ReadonlySet<string>;
	/** Checks whose fixers go on from what this one makes. */
	readonly continuedBy?: ReadonlySet<string>;
}

/** What only a new lockfile settles. */
export const lockChecks: ReadonlySet<string> = new Set([
	'python-version/lock-fresh',
	'python-version/lock-committed',
	'python-version/exact-versions',
]);

interface Worsened {
	readonly check: CheckReport;
	readonly previous: CheckReport | undefined;
}

/** Each open finding was told before in the same words: a project that is declared now is only held to more. */
const saysTheSame = (check: CheckReport, previous: CheckReport): boolean => {
	const left = previous.findings.flatMap(({ level, message }) => (level === 'info' ? [] : [message]));
	const open = check.findings.filter(({ level }) => level !== 'info');
	return (
		open.length > 0 &&
		open.every(({ message }) => {
			const at = left.indexOf(message);
			if (at >= 0) left.splice(at, 1);
			return at >= 0;
		})
	);
};

const worsened = (
	old: ReadonlyMap<string, CheckReport>,
	now: ReadonlyMap<string, CheckReport>,
	target: GateTarget,
	key: string,
): readonly Worsened[] =>
	[...now].flatMap(([name, check]): readonly Worsened[] => {
		const previous = old.get(name);
		const worse = previous === undefined ? ranks[check.status] > 1 : compare(check, previous) > 0;
		if (!worse || (name === key && previous !== undefined && ranks[check.status] < ranks[previous.status]))
			return [];
		if (target.lockDirty && lockChecks.has(check.id)) return [];
		if (target.continuedBy?.has(check.id) === true) return [];
		if (target.reveals && previous && saysTheSame(check, previous)) return [];
		const wasNone = previous?.status === 'not-applicable';
		if (wasNone && (target.reveals || check.status === 'manual')) return [];
		if (wasNone && check.status === 'warn' && target.kin.has(check.id)) return [];
		return [{ check, previous }];
	});

/** Files with findings that were not there before. */
const newPathsOf = ({ check, previous }: Worsened): readonly string[] => {
	const known = new Set(previous?.findings.map(({ fingerprint }) => fingerprint));
	const fresh = check.findings.filter(
		({ level, fingerprint }) => level !== 'info' && !known.has(fingerprint),
	);
	return [...new Set(fresh.map(({ at }) => at.path))];
};

/** What speaks against a change, as a sentence, and the files that it is about, if it is about some. */
export interface Regression {
	readonly message: string;
	readonly paths: readonly string[];
}

const against = (message: string): Regression => ({ message, paths: [] });

/**
 * Compares two audits without waivers. Returns what speaks against the change, or null: the target must be better,
 * and no check of any project may be worse.
 */
export const regressionOf = (
	before: Pick<Report, 'sections'>,
	after: Pick<Report, 'sections'>,
	target: GateTarget,
): Regression | null => {
	const old = checksOf(before);
	const now = new Map(
		[...checksOf(after)].map(([name, check]) => [
			name,
			target.unread.has(name) ? { ...check, status: 'pass' as const } : check,
		]),
	);
	const key = checkKey(target.check, target.project);
	const then = old.get(key);
	const mended = now.get(key);
	if (then === undefined) return against(`\`${target.check}\` was not checked before`);
	if (mended === undefined) return against(`\`${target.check}\` could no longer be checked`);
	// A note that was the target is mended when it is gone, any other finding when it is at most a note.
	const notes = new Set(
		then.findings.flatMap(({ level, fingerprint }) => (level === 'info' ? [fingerprint] : [])),
	);
	const left = mended.findings.filter(
		({ level, fingerprint }) =>
			target.fingerprints.has(fingerprint) && (level !== 'info' || notes.has(fingerprint)),
	);
	// Numbered twins move up when one goes, so what counts is that fewer are left or that the status is better.
	const isNoneGone = left.length === target.fingerprints.size;
	if (isNoneGone && compare(mended, then) >= 0) return against(`it would not improve \`${target.check}\``);
	const [worst] = worsened(old, now, target, key);
	if (!worst) return null;
	const first = worst.check.findings.find(({ level }) => level !== 'info');
	const where = first
		? `: ${first.at.path}${first.at.line === undefined ? '' : `:${first.at.line}`} ${first.message}`
		: '';
	return { message: `it would make \`${worst.check.id}\` worse${where}`, paths: newPathsOf(worst) };
};
