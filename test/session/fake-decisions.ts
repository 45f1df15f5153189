import type { AttestationEntry, WaiverEntry } from '../../source/config/decisions.ts';
import type { Decision } from '../../source/core/decision.ts';
import type { Report } from '../../source/core/report.ts';
import { isAbout, scopeOf } from '../../source/engine/decision-scope.ts';
import type { Known } from '../../source/engine/decision-scope.ts';
import { applyDecisions } from '../../source/engine/decisions.ts';
import { subjectOfDecision } from '../../source/engine/message.ts';
import { coverOf, waivable } from '../../source/engine/waivers.ts';
import type { Draft } from '../../source/session/ports.ts';

const practicesIn = (report: Report): readonly Known[] =>
	report.sections.flatMap(({ practices }) =>
		practices.map(({ number, id, title, checks }) => ({
			number,
			id,
			title,
			failTitle: title,
			checks: checks.map(check => ({
				id: check.id.slice(check.id.indexOf('/') + 1),
				failTitle: check.title,
			})),
		})),
	);

const at = { path: 'bp-audit.toml', line: 1 };

const scopeIn = ({ scope }: Decision) => ({
	...(scope.of === 'practice' ? { practice: scope.practice } : { check: scope.check }),
	...('path' in scope && scope.path !== undefined ? { path: scope.path } : {}),
	...(scope.of === 'finding' ? { finding: scope.fingerprint } : {}),
});

const until = ({ until: day }: Decision) => (day === undefined ? {} : { until: day });

/** The report with decisions as they would stand in the file, on 2026-11-22. */
export const decidedReport = (report: Report, decisions: readonly Decision[]): Report =>
	applyDecisions(report, {
		waivers: decisions.flatMap((decision): readonly WaiverEntry[] => {
			if (decision.kind !== 'waiver') return [];
			const owner = decision.owner === undefined ? {} : { owner: decision.owner };
			return [{ at, ...scopeIn(decision), reason: decision.reason, ...owner, ...until(decision) }];
		}),
		attestations: decisions.flatMap((decision): readonly AttestationEntry[] => {
			if (decision.kind !== 'attestation') return [];
			const { answer, note } = decision;
			return [{ at, ...scopeIn(decision), answer, note, date: '2026-11-22', ...until(decision) }];
		}),
		today: '2026-11-22',
		practices: practicesIn(report),
		isPartial: true,
	});

/** What the fake would write, without the exact layout. */
export const fakeDraft = (
	report: Report,
	decision: Decision,
): Draft & { readonly check: string; readonly practice: string } => {
	const names = scopeIn(decision);
	const practices = practicesIn(report);
	const scope = scopeOf(names, practices);
	const none = { check: '', practice: '' };
	if ('flaw' in scope) return { outcome: 'declined', reason: scope.flaw, ...none };
	const checks = report.sections
		.flatMap(section => section.practices.flatMap(practice => practice.checks))
		.filter(check => isAbout(scope, check));
	const covers = coverOf(names);
	const matches =
		decision.kind === 'attestation'
			? checks.filter(({ status }) => status === 'manual').length
			: checks
					.filter(({ status }) => waivable.has(status))
					.reduce(
						(sum, { findings, status }) =>
							sum + (status === 'manual' ? 1 : 0) + findings.filter(covers).length,
						0,
					);
	const words = decision.kind === 'waiver' ? decision.reason : decision.note;
	const reason =
		words.trim() === '' ? 'it needs a reason' : matches === 0 ? 'there is nothing that it is about' : null;
	if (reason !== null) return { outcome: 'declined', reason, ...none };
	const check = checks[0]?.id ?? '';
	const practice = practices.find(({ id }) => check.startsWith(`${id}/`))?.number ?? '';
	return {
		outcome: 'ready',
		path: 'bp-audit.toml',
		lines: [
			`[[${decision.kind}]]`,
			...Object.entries(names).map(([key, value]) => `${key} = ${JSON.stringify(value)}`),
			...(decision.kind === 'waiver' ? [] : [`answer = "${decision.answer}"`]),
			`${decision.kind === 'waiver' ? 'reason' : 'note'} = ${JSON.stringify(words)}`,
			...(decision.until === undefined ? [] : [`until = ${decision.until}`]),
		],
		subject: subjectOfDecision(decision, practice),
		matches,
		replaces: false,
		check,
		practice,
	};
};
