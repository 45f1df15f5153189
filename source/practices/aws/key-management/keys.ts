import { usesAws } from '../../../core/aws-use.ts';
import type { KeyUse, KeyUseKind } from '../../../core/facts/key-uses.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import type { Verdict } from '../../../core/practice.ts';
import { notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';

export const keyNeeds = ['files', 'modules', 'keyUses'] as const;
type KeyFacts = Pick<Facts, (typeof keyNeeds)[number]>;

/** What one check asks of uses of keys. */
export interface KeyRule {
	readonly kinds: readonly KeyUseKind[];
	/** Only of projects that use AWS: KMS is no advice to others. */
	readonly onlyAws: boolean;
	readonly level: Level;
	message(use: KeyUse): string;
	readonly expected: string;
	readonly evidence: string;
}

/** Uses of keys in production code. */
export const keyUsesOf = (facts: KeyFacts, project: Project): readonly KeyUse[] =>
	filesIn(facts.keyUses, facts, project).flatMap(({ role, value }) => (role === 'prod' ? value : []));

/** Names every use of the kinds, at a level that a comment with a reason lowers. */
export const judgeKeys = (facts: KeyFacts, project: Project, rule: KeyRule): Verdict => {
	const uses = keyUsesOf(facts, project);
	if (uses.length === 0) return notApplicable('No production code works with cryptographic keys');
	if (rule.onlyAws && !usesAws(facts, project))
		return notApplicable('The project runs no code that uses AWS');
	const findings = uses
		.filter(({ kind }) => rule.kinds.includes(kind))
		.map((use): Finding => {
			const { suppression } = use;
			const accepted = suppression === null ? '' : `; accepted by \`# ${suppression.by}\``;
			const level = use.kind === 'label' ? 'info' : rule.level;
			return {
				level: accepted === '' ? level : 'info',
				message: rule.message(use) + accepted,
				confidence: 'likely',
				at: use.at,
				found: use.code,
				expected: rule.expected,
				key: `${rule.message(use)}\0${use.code}`,
			};
		});
	return verdictOf(findings, rule.evidence);
};
