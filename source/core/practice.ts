import type { FactName, Facts, Project, ProjectKind } from './facts.ts';
import type { Finding, Level } from './finding.ts';

/** The queue's order; says nothing about the status. */
export type Severity = 'high' | 'medium' | 'low' | 'info';

/** What a check says of one project. */
export type Verdict =
	| {
			readonly status: 'pass';
			/** What was seen that makes it pass, one sentence. */
			readonly evidence: string;
			/** Level `info` only. */
			readonly notes: readonly Finding[];
	  }
	| {
			readonly status: 'warn' | 'fail';
			readonly findings: readonly [Finding, ...Finding[]];
			/** Where this case weighs more or less than the check usually does. */
			readonly severity?: Severity;
	  }
	| {
			readonly status: 'manual';
			/** Answerable with yes or no; yes means that the check holds. */
			readonly question: string;
			/** What was found on the way, level `info` or `warn`. */
			readonly findings: readonly Finding[];
	  }
	| { readonly status: 'not-applicable'; readonly reason: string };

/** Only the engine can say that a check broke. */
export type Outcome =
	| Verdict
	| { readonly status: 'error'; readonly message: string; readonly path?: string };

export type Status = Outcome['status'];

/** One verifiable statement. `check` is pure and total over its facts. */
export interface Check<Needs extends FactName = FactName> {
	/** The part after the practice's id: `fail-fast` in `pytest/fail-fast`. Never changes once released. */
	readonly id: string;
	/** The letter the specification knows it by, such as `2.4a`; for maintainers. */
	readonly spec: string;
	/** A sentence that is true when the check passes. */
	readonly title: string;
	/** A sentence that is true when it does not. */
	readonly failTitle: string;
	readonly severity: Severity;
	/** `project` runs once for each project that applies; `repository` once, filed under the root project. */
	readonly scope: 'project' | 'repository';
	readonly needs: readonly Needs[];
	check(facts: Pick<Facts, Needs>, project: Project): Verdict;
}

/** One rule of the checklist. */
export interface Practice {
	/** The number in the checklist, such as `2.4`. */
	readonly number: string;
	/** Kebab-case noun phrase, the file's name; never changes once released. */
	readonly id: string;
	/** True when the practice is followed. */
	readonly title: string;
	/** True when it is not. */
	readonly failTitle: string;
	/** Why it matters, a short paragraph; never how to mend it. */
	readonly why: string;
	/** How to mend it by hand. */
	readonly remedy: string;
	/** What good looks like: a short sample and its language. */
	readonly example: { readonly language: string; readonly text: string };
	/** Where to read on; the tools' own documentation. */
	readonly links: readonly string[];
	/** Where the checklist is out of date or unclear, and how we judge; one sentence each. */
	readonly errata?: readonly string[];
	/** Ruff rules that the checks read; the engine runs ruff once for all practices. */
	readonly ruff?: readonly string[];
	/** Numbers of practices, EARS lines and final items that say the same. */
	readonly seeAlso: readonly string[];
	/** Its own statements; none for a pure roll-up. */
	readonly checks: readonly AnyCheck[];
	/**
	 * For a roll-up: what elsewhere decides it, by number of a practice, id of a check, or its letter in the
	 * specification. Shown again and counted once, where it stands.
	 */
	readonly leaves?: readonly string[];
	/**
	 * For an item of the final checklist: which of its leaves and checks show that it is set up, and which that a build
	 * heeds it. Told apart in the report; an empty list where nothing can show it.
	 */
	readonly stages?: { readonly configured: readonly string[]; readonly enforced: readonly string[] };
	/** A roll-up of a line that says SHOULD: at most a warning. */
	readonly isAdvice?: boolean;
	/** The kinds of project that a roll-up is about, and what is said where there is none. */
	readonly appliesTo?: { readonly kinds: readonly ProjectKind[]; readonly reason: string };
}

/** A check in a list: which facts it asked for is known to the engine, not to the type. */
export type AnyCheck = Omit<Check, 'check'> & { check(facts: Facts, project: Project): Verdict };

/** Checks the facts a check asks for against the facts it uses. */
export const defineCheck = <const Needs extends FactName>(check: Check<Needs>): AnyCheck => check;

export const definePractice = <const P extends Practice>(practice: P): P => practice;

export const pass = (evidence: string, notes: readonly Finding[] = []): Verdict => ({
	status: 'pass',
	evidence,
	notes,
});
export const notApplicable = (reason: string): Verdict => ({ status: 'not-applicable', reason });
export const manual = (question: string, findings: readonly Finding[] = []): Verdict => ({
	status: 'manual',
	question,
	findings,
});

const rank: Readonly<Record<Level, number>> = { fail: 2, warn: 1, info: 0 };

/** Status from the worst finding; with nothing above `info` it passes on the evidence. */
export const verdictOf = (findings: readonly Finding[], evidence: string, severity?: Severity): Verdict => {
	const worst = Math.max(0, ...findings.map(({ level }) => rank[level]));
	const [first, ...rest] = findings;
	if (!first || worst === 0) return pass(evidence, findings);
	return {
		status: worst === 2 ? 'fail' : 'warn',
		findings: [first, ...rest],
		...(severity === undefined ? {} : { severity }),
	};
};
