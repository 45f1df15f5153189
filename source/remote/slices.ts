import type {
	CheckReport,
	LeafReport,
	PracticeReport,
	Report,
	ReportedFinding,
	SectionReport,
} from '../core/report.ts';
import type { SkippedPath } from '../core/tree.ts';

// A large report takes tens of milliseconds to copy from one process to another, in which no key is read. So it goes
// in slices, and keys are read between them.

/** A part of a report; what it holds of other parts is empty and follows. */
export type Piece =
	| { readonly of: 'report'; readonly report: Report }
	| { readonly of: 'skipped'; readonly skipped: readonly SkippedPath[] }
	| { readonly of: 'section'; readonly section: SectionReport }
	| { readonly of: 'practice'; readonly practice: PracticeReport }
	| { readonly of: 'leaves'; readonly leaves: readonly LeafReport[] }
	| { readonly of: 'check'; readonly check: CheckReport }
	| { readonly of: 'findings'; readonly findings: readonly ReportedFinding[] };

/** Things in a slice at most: checks, findings and the like. Copied in about a millisecond. */
export const sliceSize = 400;

const portions = function* <Item>(items: readonly Item[]): Generator<readonly Item[]> {
	for (let from = 0; from < items.length; from += sliceSize) yield items.slice(from, from + sliceSize);
};

const piecesOf = function* (report: Report): Generator<Piece> {
	yield { of: 'report', report: { ...report, sections: [], skipped: [] } };
	for (const skipped of portions(report.skipped)) yield { of: 'skipped', skipped };
	for (const section of report.sections) {
		yield { of: 'section', section: { ...section, practices: [] } };
		for (const practice of section.practices) {
			const { leaves } = practice;
			yield { of: 'practice', practice: { ...practice, checks: [], ...(leaves ? { leaves: [] } : {}) } };
			for (const portion of portions(leaves ?? [])) yield { of: 'leaves', leaves: portion };
			for (const check of practice.checks) {
				yield { of: 'check', check: { ...check, findings: [] } };
				for (const findings of portions(check.findings)) yield { of: 'findings', findings };
			}
		}
	}
};

/** How many things a piece holds. */
export const sizeOf = (piece: Piece): number => {
	switch (piece.of) {
		case 'report':
			return piece.report.repo.projects.length + 1;
		case 'skipped':
			return piece.skipped.length;
		case 'leaves':
			return piece.leaves.length;
		case 'findings':
			return piece.findings.length;
		case 'section':
		case 'practice':
		case 'check':
			return 1;
	}
};

/** Cuts a report so that no slice takes long to copy; nothing is cut before it is asked for. */
export const slicesOf = function* (report: Report): Generator<readonly Piece[]> {
	let slice: Piece[] = [];
	let size = 0;
	for (const piece of piecesOf(report)) {
		const own = sizeOf(piece);
		if (size > 0 && size + own > sliceSize) {
			yield slice;
			slice = [];
			size = 0;
		}
		slice.push(piece);
		size += own;
	}
	yield slice;
};

/** Puts a report together from its slices, in their order. */
export const createJoin = () => {
	const state: { report: Report | null } = { report: null };
	let sections: SectionReport[] = [];
	let skipped: SkippedPath[] = [];
	let practices: PracticeReport[] = [];
	let leaves: LeafReport[] = [];
	let checks: CheckReport[] = [];
	let findings: ReportedFinding[] = [];
	const add = (piece: Piece): void => {
		switch (piece.of) {
			case 'report':
				sections = [];
				skipped = [];
				state.report = { ...piece.report, sections, skipped };
				return;
			case 'skipped':
				skipped.push(...piece.skipped);
				return;
			case 'section':
				practices = [];
				sections.push({ ...piece.section, practices });
				return;
			case 'practice':
				checks = [];
				leaves = [];
				practices.push({ ...piece.practice, checks, ...(piece.practice.leaves ? { leaves } : {}) });
				return;
			case 'leaves':
				leaves.push(...piece.leaves);
				return;
			case 'check':
				findings = [];
				checks.push({ ...piece.check, findings });
				return;
			case 'findings':
				findings.push(...piece.findings);
				return;
		}
	};
	return {
		take(slice: readonly Piece[]): void {
			for (const piece of slice) add(piece);
		},
		/** What has come so far; null before the first slice. */
		report: (): Report | null => state.report,
	};
};
