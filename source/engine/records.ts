import type { Safety } from '../core/fixer.ts';
import type { LockStep } from '../core/lock.ts';
import type { FixCommit } from '../session/ports.ts';

const safeties: readonly Safety[] = ['safe', 'review', 'guided', 'exec'];

/** What the operation log keeps of a commit, besides its id. */
export type FixRecord = Omit<FixCommit, 'commit' | 'conflicts'>;

const textIn = (record: object, key: string): string => {
	const value: unknown = Object.getOwnPropertyDescriptor(record, key)?.value;
	return typeof value === 'string' ? value : '';
};

const textsIn = (record: object, key: string): readonly string[] => {
	const value: unknown = Object.getOwnPropertyDescriptor(record, key)?.value;
	return Array.isArray(value) ? value.filter((item: unknown) => typeof item === 'string') : [];
};

const lockIn = (record: object): LockStep | null => {
	const lock: unknown = Object.getOwnPropertyDescriptor(record, 'lock')?.value;
	if (typeof lock !== 'object' || lock === null) return null;
	const path = textIn(lock, 'path');
	switch (textIn(lock, 'state')) {
		case 'written':
			return { state: 'written', path };
		case 'outdated':
			return {
				state: 'outdated',
				path,
				directory: textIn(lock, 'directory'),
				command: textIn(lock, 'command'),
			};
		default:
			return null;
	}
};

/** A record as it comes back from the operation log; a field of another build's record that is missing is empty. */
export const recordOf = (stored: unknown): FixRecord => {
	const record = typeof stored === 'object' && stored !== null ? stored : {};
	const safety = textIn(record, 'safety');
	const lock = lockIn(record);
	const decision = textIn(record, 'decision');
	return {
		...(decision === 'waiver' || decision === 'attestation' ? { decision } : {}),
		subject: textIn(record, 'subject'),
		practice: textIn(record, 'practice'),
		check: textIn(record, 'check'),
		project: textIn(record, 'project'),
		fixer: textIn(record, 'fixer'),
		safety: safeties.find(one => one === safety) ?? 'review',
		fingerprints: textsIn(record, 'fingerprints'),
		followUps: textsIn(record, 'followUps'),
		...(lock === null ? {} : { lock }),
	};
};
