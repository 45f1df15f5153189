import type { Finding } from './finding.ts';
import type { Safety } from './fixer.ts';
import type { ProjectKind } from './facts.ts';
import type { Severity, Status } from './practice.ts';
import type { RanMeasure } from './measure.ts';
import type { SkippedPath } from './tree.ts';

/** A check's status in a report; a waiver takes the place of `warn`, `fail` and `manual`. */
export type ReportStatus = Status | 'waived';

export interface Summary {
	/** 0 to 100, rounded; 100 where nothing applies. */
	readonly score: number;
	readonly pass: number;
	readonly warn: number;
	readonly fail: number;
	readonly manual: number;
	readonly notApplicable: number;
	readonly waived: number;
	readonly error: number;
}

export interface ReportedFinding extends Finding {
	/** 16 hex digits; the same finding keeps it when lines move. */
	readonly fingerprint: string;
	readonly baselined: boolean;
	readonly fix?: { readonly fixer: string; readonly safety: Safety };
}

/** An accepted decision: shown with its reason, never counted as a pass. */
export interface Waiver {
	readonly reason: string;
	readonly owner?: string;
	/** ISO date; the waiver ends after this day. */
	readonly until?: string;
}

/** A person's answer to the question of a manual check. */
export interface Attestation {
	readonly answer: 'yes' | 'no';
	readonly note: string;
	readonly by?: string;
	/** ISO date on which it was said. */
	readonly date?: string;
	/** ISO date; the answer ends after this day. */
	readonly until?: string;
}

/** One check in one project. */
export interface CheckReport {
	/** `practice/check`. */
	readonly id: string;
	/** The title that is true. */
	readonly title: string;
	readonly status: ReportStatus;
	readonly severity: Severity;
	/** Project path. */
	readonly project: string;
	/** For a pass. */
	readonly evidence?: string;
	/** For not-applicable. */
	readonly reason?: string;
	/** For manual. */
	readonly question?: string;
	/** For error. */
	readonly message?: string;
	readonly waiver?: Waiver;
	/** What decided a manual check; it passes or fails by it. */
	readonly attestation?: Attestation;
	/** Sorted by path, line, column, message. */
	readonly findings: readonly ReportedFinding[];
}

/** A check that a roll-up shows again; its findings stand where it is counted. */
export interface LeafReport {
	/** `practice/check`. */
	readonly check: string;
	/** The number of its practice. */
	readonly number: string;
	/** The title that is true. */
	readonly title: string;
	readonly status: ReportStatus;
	/** Project path. */
	readonly project: string;
}

export interface PracticeReport {
	readonly number: string;
	readonly id: string;
	/** The title that is true. */
	readonly title: string;
	/** The worst of its checks: fail, error, manual, warn, waived, pass, not-applicable. */
	readonly status: ReportStatus;
	/** True where other practices' checks decide it too. */
	readonly rollup: boolean;
	readonly seeAlso: readonly string[];
	/** Its own checks. */
	readonly checks: readonly CheckReport[];
	/** Of a roll-up, in checklist order. */
	readonly leaves?: readonly LeafReport[];
	/** Of an item of the final checklist: set up, and heeded by a build; null where no check tells. */
	readonly stages?: { readonly configured: ReportStatus | null; readonly enforced: ReportStatus | null };
	/** Leaves of a roll-up that the program does not check yet. */
	readonly awaits?: readonly string[];
	/** Why a roll-up does not apply. */
	readonly reason?: string;
	/** Only in what an audit shows while it runs: not judged yet. Its status is `error` then, which nothing takes for a pass. */
	readonly pending?: true;
}

export interface SectionReport {
	readonly id: string;
	readonly title: string;
	readonly summary: Summary;
	readonly practices: readonly PracticeReport[];
}

/** The one thing that reporters, the session and other programs read. Practices and checks in checklist order. */
export interface Report {
	readonly schema: 1;
	readonly tool: { readonly name: 'bp-audit'; readonly version: string };
	readonly repo: {
		readonly commit: string | null;
		readonly dirty: boolean;
		readonly projects: readonly {
			readonly path: string;
			readonly name: string;
			readonly kinds: readonly ProjectKind[];
		}[];
	};
	readonly summary: Summary;
	readonly sections: readonly SectionReport[];
	readonly skipped: readonly SkippedPath[];
	/** Runs that the user asked for with `--run`: they stand beside the verdicts and change none of them. */
	readonly ran?: readonly RanMeasure[];
	/** Said beside the report, one sentence each. Not part of the JSON. */
	readonly notices?: readonly string[];
	/** The only part that differs between two runs on the same tree. */
	readonly timings: { readonly totalMs: number; readonly files: number; readonly bytes: number };
}
