import type { Facts, Project } from '../facts.ts';
import type { Resource, Template } from '../facts/templates.ts';
import type { Finding } from '../finding.ts';
import type { Verdict } from '../practice.ts';
import { conclude, isSample, obstaclesIn, ownerOf, terraformIn, unlessSilenced } from './judge.ts';
import { resourcesOf } from './resources.ts';

/** Facts that checks of single resources read. */
export const stackNeeds = ['templates', 'projects', 'terraform'] as const;
export type StackFacts = Pick<Facts, (typeof stackNeeds)[number]>;

/** A template with what it declares. */
export interface Stack {
	readonly template: Template;
	readonly resources: readonly Resource[];
	/** It is there to show or to test something. */
	readonly sample: boolean;
}

/** The readable templates that a project answers for. */
export const stacksIn = (facts: StackFacts, project: Project): readonly Stack[] =>
	[...facts.templates].flatMap(([path, parsed]): readonly Stack[] => {
		if (!parsed.ok || parsed.value.outcome !== 'read' || ownerOf(path, facts) !== project.path) return [];
		const template = parsed.value;
		return [{ template, resources: resourcesOf(template), sample: isSample(path, project.path) }];
	});

/** What one check asks of resources. */
export interface ResourceRule {
	/** Full id of the check. */
	readonly check: string;
	/** Types of resources that show up in the words of obstacles; matched whole. */
	readonly types: RegExp;
	/** Types of Terraform that are the same. */
	readonly terraform: RegExp;
	/** In the plural: `SQS queues`. */
	readonly subject: string;
	readonly question: string;
	/** Follows `Each of 3 SQS queues` in the evidence. */
	readonly good: string;
	/** Whether a resource of such a type is asked; each one where left out. */
	asks?(resource: Resource, stack: Stack): boolean;
	judge(resource: Resource, stack: Stack): readonly Finding[];
	/** What stands in code beside the templates. */
	readonly aside?: { readonly judged: number; readonly findings: readonly Finding[] };
}

/** Asks every resource of the types in the templates that a project deploys. */
export const judgeResources = (facts: StackFacts, project: Project, rule: ResourceRule): Verdict => {
	const found = stacksIn(facts, project).flatMap(stack =>
		stack.resources
			.filter(
				resource => rule.types.test(resource.type) && (rule.asks === undefined || rule.asks(resource, stack)),
			)
			.map(resource => ({ resource, stack })),
	);
	const judged = found.filter(({ stack }) => !stack.sample);
	const findings = judged.flatMap(({ resource, stack }) =>
		rule.judge(resource, stack).map(finding => unlessSilenced(finding, resource.silenced, rule.check)),
	);
	const samples = found.length - judged.length;
	const inCode = rule.aside?.judged ?? 0;
	return conclude({
		judged: judged.length + inCode,
		findings: [...findings, ...(rule.aside?.findings ?? [])],
		subject: rule.subject,
		question: rule.question,
		evidence: `Of ${judged.length + inCode} ${rule.subject}${inCode > 0 ? '' : ' in templates'}, each ${rule.good}`,
		reason:
			samples > 0
				? `Only tests and examples declare ${rule.subject} (${samples})`
				: `No template of this project declares ${rule.subject} that this is asked of`,
		obstacles: obstaclesIn(facts, project, rule.types),
		terraform: terraformIn(facts, project, rule.terraform),
	});
};
