import type { Decision, WaiverScope } from '../core/decision.ts';
import type { Safety } from '../core/fixer.ts';
import type { LockStep } from '../core/lock.ts';
import type { PlanStep } from '../core/plan-file.ts';
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

const objectIn = (record: object, key: string): object | null => {
	const value: unknown = Object.getOwnPropertyDescriptor(record, key)?.value;
	return typeof value === 'object' && value !== null ? value : null;
};

/** A key with its text, where there is one. */
const maybe = <K extends string>(record: object, key: K): { readonly [key in K]?: string } => {
	const text = textIn(record, key);
	const out: { [key in K]?: string } = {};
	if (text !== '') out[key] = text;
	return out;
};

const scopeIn = (scope: object): WaiverScope => {
	switch (textIn(scope, 'of')) {
		case 'finding':
			return {
				of: 'finding',
				check: textIn(scope, 'check'),
				fingerprint: textIn(scope, 'fingerprint'),
				path: textIn(scope, 'path'),
			};
		case 'check':
			return { of: 'check', check: textIn(scope, 'check'), ...maybe(scope, 'path') };
		default:
			return { of: 'practice', practice: textIn(scope, 'practice'), ...maybe(scope, 'path') };
	}
};

const decisionIn = (decision: object): Decision => {
	const scope = scopeIn(objectIn(decision, 'scope') ?? {});
	const until = maybe(decision, 'until');
	if (textIn(decision, 'kind') === 'waiver' || scope.of === 'finding') {
		return {
			kind: 'waiver',
			scope,
			reason: textIn(decision, 'reason'),
			...maybe(decision, 'owner'),
			...until,
		};
	}
	return {
		kind: 'attestation',
		scope,
		answer: textIn(decision, 'answer') === 'yes' ? 'yes' : 'no',
		note: textIn(decision, 'note'),
		...maybe(decision, 'by'),
		...until,
	};
};

const stepIn = (record: object): PlanStep | null => {
	const step = objectIn(record, 'step');
	if (step === null) return null;
	const decision = objectIn(step, 'decision');
	if (decision !== null) return { kind: 'decision', decision: decisionIn(decision) };
	const answers = objectIn(step, 'answers') ?? {};
	return {
		kind: 'fix',
		fixer: textIn(step, 'fixer'),
		check: textIn(step, 'check'),
		project: textIn(step, 'project'),
		...(objectIn(step, 'findings') === null ? {} : { findings: textsIn(step, 'findings') }),
		answers: Object.fromEntries(Object.keys(answers).map(key => [key, textIn(answers, key)])),
		...maybe(step, 'subject'),
	};
};

/** A record as it comes back from the operation log; a field of another build's record that is missing is empty. */
export const recordOf = (stored: unknown): FixRecord => {
	const record = typeof stored === 'object' && stored !== null ? stored : {};
	const safety = textIn(record, 'safety');
	const lock = lockIn(record);
	const decision = textIn(record, 'decision');
	const step = stepIn(record);
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
		...(step === null ? {} : { step }),
	};
};
