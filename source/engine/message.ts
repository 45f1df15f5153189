import type { Decision } from '../core/decision.ts';
import type { Execution, Plan, Safety } from '../core/fixer.ts';
import type { LockStep } from '../core/lock.ts';

const subjectLength = 72;
const bodyWidth = 72;

const wrap = (paragraph: string, indent = ''): string => {
	const lines: string[] = [];
	let line = '';
	for (const word of paragraph.split(/\s+/)) {
		if (line !== '' && line.length + 1 + word.length > bodyWidth) {
			lines.push(line);
			line = indent + word;
		} else line = line === '' ? word : `${line} ${word}`;
	}
	return [...lines, line].join('\n');
};

/** One line without control characters; what a repository calls its files must not shape a message. */
export const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').trim();

const fitted = (text: string, frame: (summary: string) => string): string => {
	let summary = oneLine(text);
	while (frame(summary).length > subjectLength) {
		const shorter = summary.replace(/…$/, '').replace(/\s*\S+$/, '');
		if (shorter === '') break;
		summary = `${shorter}…`;
	}
	return frame(summary);
};

/** `fix(<area>): <what> (bp-audit <number>)`, at most 72 characters: the summary loses words until it fits. */
export const subjectOf = (plan: Pick<Plan, 'area' | 'summary'>, practice: string): string =>
	fitted(plan.summary, summary => `fix(${oneLine(plan.area)}): ${summary} (bp-audit ${practice})`);

export interface CommitFacts {
	/** The first line: see {@link subjectOf}, or the user's own. */
	readonly subject: string;
	readonly check: string;
	/** The practice's why. */
	readonly why: string;
	readonly safety: Safety;
	readonly fingerprints: readonly string[];
	/** What the commit does to a lockfile. */
	readonly lock?: LockStep | null;
}

const nextOf = (followUps: readonly string[], lock: LockStep | null | undefined): readonly string[] => [
	// A later commit may write it, which this one cannot know.
	...(lock?.state === 'outdated'
		? [`Have \`${lock.command}\` write \`${lock.path}\` again, unless a later commit does`]
		: []),
	...followUps,
];

/** The whole commit message: subject, why, what changed, what changes at run time, what to do next, trailers. */
export const messageOfCommit = (plan: Plan | Execution, facts: CommitFacts): string => {
	const next = nextOf(plan.followUps, facts.lock)
		.map(followUp => wrap(`- ${oneLine(followUp)}`, '  '))
		.join('\n');
	return [
		facts.subject,
		wrap(oneLine(facts.why)),
		...plan.changed.map(paragraph => wrap(oneLine(paragraph))),
		wrap(`At run time: ${oneLine(plan.atRunTime)}`),
		...(next === '' ? [] : [`Next:\n${next}`]),
		[
			`Bp-Audit-Check: ${facts.check}`,
			`Bp-Audit-Findings: ${facts.fingerprints.join(' ')}`,
			`Bp-Audit-Safety: ${facts.safety}`,
		].join('\n'),
	].join('\n\n');
};

const aboutOf = (scope: Decision['scope'], practice: string): string => {
	if (scope.of === 'finding') return `${checkNameOf(scope.check)} once in ${scope.path}`;
	const name = scope.of === 'check' ? checkNameOf(scope.check) : practice;
	return 'path' in scope && scope.path !== undefined ? `${name} in ${scope.path}` : name;
};

const checkNameOf = (check: string): string => check.slice(check.indexOf('/') + 1);

/** The first line of a commit that records a decision; see {@link subjectOf}. */
export const subjectOfDecision = (decision: Decision, practice: string): string =>
	fitted(
		decision.kind === 'waiver'
			? `waive ${aboutOf(decision.scope, practice)}`
			: `attest ${aboutOf(decision.scope, practice)}: ${decision.answer}`,
		summary => `chore(audit): ${summary} (bp-audit ${practice})`,
	);

/** The whole message of a commit that records a decision. */
export const messageOfDecision = (
	decision: Decision,
	facts: {
		readonly subject: string;
		readonly check: string;
		readonly fingerprints: readonly string[];
		readonly questions: readonly string[];
	},
): string => {
	const isWaiver = decision.kind === 'waiver';
	const until = decision.until === undefined ? '' : `Until ${decision.until}.`;
	const owner = isWaiver && decision.owner !== undefined ? `Owner: ${oneLine(decision.owner)}.` : '';
	const terms = [owner, until].filter(part => part !== '').join(' ');
	return [
		facts.subject,
		...facts.questions.map(question => wrap(oneLine(question))),
		wrap(oneLine(isWaiver ? decision.reason : decision.note)),
		...(terms === '' ? [] : [wrap(terms)]),
		[
			`Bp-Audit-Check: ${facts.check}`,
			...(facts.fingerprints.length === 0 ? [] : [`Bp-Audit-Findings: ${facts.fingerprints.join(' ')}`]),
			`Bp-Audit-Decision: ${decision.kind}`,
		].join('\n'),
	].join('\n\n');
};
