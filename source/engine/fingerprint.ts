import { createHash } from 'node:crypto';
import type { Finding } from '../core/finding.ts';

/** What names a finding besides its place: lines may move, these may not. */
export interface FindingOwner {
	readonly check: string;
	readonly project: string;
}

/** 16 hex digits for each finding, in order; equal ones in one file are told apart by their number. */
export const fingerprintsOf = (
	findings: readonly Finding[],
	{ check, project }: FindingOwner,
): readonly string[] => {
	const seen = new Map<string, number>();
	return findings.map(({ at, key, message }) => {
		const identity = [check, project, at.path, key ?? message].join('\0');
		const number = seen.get(identity) ?? 0;
		seen.set(identity, number + 1);
		return createHash('sha256').update(`${identity}\0${number}`).digest('hex').slice(0, 16);
	});
};
