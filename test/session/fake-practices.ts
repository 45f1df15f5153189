import type { Safety } from '../../source/core/fixer.ts';
import type { CheckReport, PracticeReport, ReportedFinding, ReportStatus } from '../../source/core/report.ts';
import { worstStatusOf } from '../../source/core/summary.ts';

/** Strings that a repository could hold to fool whoever reads them. */
export const hostile = [
	'a\u001B]52;c;cm0gLXJm\u0007b',
	'a\u001B]0;PWNED\u0007b',
	'\u001B[2J\u001B[3J\u001B[Hgone',
	'\u001B[32mPASS\u001B[0m',
	'a\u009B2Jb',
	'evil.py\rgood.py',
	'evil\b\b\b\bgood',
	'a\tb\u0000c\u000Bd',
	'a\u202Ecod.exe',
	'if x:\u2066 # ok\u2069',
	'pass\u200Bword',
	'tag\u{E0041}s',
	'a\nPASS everything',
	'family 👨‍👩‍👧 flag 🇨🇭 warn ⚠️ keycap 1️⃣',
	'中文字符 wide',
	'lone \uD800 surrogate',
	'x'.repeat(10_000),
] as const;

interface Place {
	readonly path: string;
	readonly line: number;
	readonly column?: number;
	readonly endColumn?: number;
	readonly message: string;
	readonly found?: string;
	readonly expected?: string;
	readonly fix?: { readonly fixer: string; readonly safety: Safety };
}

export const finding = (
	check: string,
	index: number,
	{ path, line, column, endColumn, ...rest }: Place,
): ReportedFinding => ({
	level: 'fail',
	confidence: index % 5 === 4 ? 'likely' : 'certain',
	at: {
		path,
		line,
		...(column === undefined ? {} : { column, endLine: line, endColumn: endColumn ?? column + 4 }),
	},
	fingerprint: `${check.length.toString(16)}${index.toString(16)}`.padStart(16, '0'),
	baselined: false,
	...rest,
});

interface CheckInput {
	readonly id: string;
	readonly title: string;
	readonly status: ReportStatus;
	readonly note?: string;
	readonly project?: string;
	readonly places?: readonly Place[];
}

export const check = ({ id, title, status, note, project = '.', places = [] }: CheckInput): CheckReport => ({
	id,
	title,
	status,
	severity: status === 'fail' ? 'high' : 'medium',
	project,
	findings: places.map((place, index) => finding(id, index, place)),
	...(note === undefined
		? {}
		: status === 'pass'
			? { evidence: note }
			: status === 'manual'
				? { question: note }
				: status === 'error'
					? { message: note }
					: status === 'waived'
						? { waiver: { reason: note, owner: 'team-orders', until: '2027-01-31' } }
						: { reason: note }),
});

export const practice = (
	number: string,
	id: string,
	title: string,
	checks: readonly CheckReport[],
	seeAlso: readonly string[] = [],
): PracticeReport => {
	const status = worstStatusOf(checks.map(each => each.status));
	return { number, id, title, status, rollup: checks.length === 0, seeAlso, checks };
};
