import { cdkModulesIn, suppressedIn } from '../../../core/template/constructs.ts';
import { isList, isTable, tableAt, valueAt } from '../../../core/data.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding, Place } from '../../../core/finding.ts';
import type { Verdict } from '../../../core/practice.ts';
import {
	conclude,
	obstaclesIn,
	terraformIn,
	undecided,
	unlessSilenced,
} from '../../../core/template/judge.ts';
import { refersTo } from '../../../core/template/references.ts';
import { placeOf } from '../../../core/template/resources.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { stackNeeds, stacksIn } from '../../../core/template/stacks.ts';
import { statementsOf, unfolded } from '../../../core/template/statements.ts';

export const grantNeeds = [...stackNeeds, 'cdk', 'files'] as const;

/** What a template lets somebody do. */
export interface Grant {
	/** The resource that holds it, or `provider` of Serverless. */
	readonly id: string;
	readonly at: Place;
	readonly silenced: readonly string[];
	/** Those that allow something. */
	readonly statements: readonly Table[];
	/** Some of its statements are not written out. */
	readonly open: boolean;
	/** Names of policies that AWS manages. */
	readonly managed: readonly string[];
	/** Those of who may take the role on. */
	readonly trust: readonly Table[];
	/** It deploys or sets up other things, which takes wide rights. */
	readonly deploys: boolean;
}

export const listOf = (value: Data | undefined): readonly Data[] =>
	value === undefined ? [] : isList(value) ? value : [value];

/** Actions or other texts of an element, lower-cased. */
export const textsOf = (value: Data | undefined): readonly string[] =>
	listOf(value).flatMap(one => (typeof one === 'string' ? [one.toLowerCase()] : []));

/** It is about everything there is. */
export const isEverywhere = (statement: Table): boolean =>
	textsOf(statement['Resource']).some(resource => resource === '*' || resource === 'arn:aws:s3:::*');

/** A policy of AWS by its name; null for one that the account keeps itself. */
const managedName = (policy: Data): string | null => {
	if (typeof policy === 'string' && /^[A-Za-z]\w+$/.test(policy)) return policy;
	const name = /:iam::aws:policy\/([\w/+=,.@-]+)/.exec(JSON.stringify(policy))?.[1];
	return name ?? null;
};

const deployers =
	/"(?:cloudformation|codebuild|codepipeline)\.amazonaws\.com|token\.actions\.githubusercontent\.com/;

const identity = /^AWS::IAM::(?:Role|Policy|ManagedPolicy|RolePolicy|UserPolicy|GroupPolicy|User|Group)$/;
const holder = /^AWS::(?:IAM::\w+|Serverless::(?:Function|StateMachine))$/;

/** Policies that are written out, as their statements, in the order of the file. */
const policiesOf = ({ type, properties }: Resource): readonly Data[] => {
	const listed = unfolded(properties['Policies']).filter(isTable);
	const inline = type.startsWith('AWS::Serverless::')
		? listed.filter(policy => policy['Statement'] !== undefined)
		: listed.flatMap(policy => unfolded(policy['PolicyDocument'] ?? null));
	return [...inline, ...unfolded(properties['PolicyDocument'])].map(
		policy => valueAt(policy, ['Statement']) ?? null,
	);
};

const grantOf = (resource: Resource, { resources }: Stack): Grant => {
	const { id, at, silenced, properties, type } = resource;
	const parts = policiesOf(resource).map(statementsOf);
	const trust = statementsOf(valueAt(properties, ['AssumeRolePolicyDocument', 'Statement'])) ?? [];
	const names = type.startsWith('AWS::Serverless::')
		? unfolded(properties['Policies'])
		: unfolded(properties['ManagedPolicyArns']);
	const attached = new Set(
		resources
			.filter(one => one.type === 'AWS::IAM::Role' && refersTo(properties['Roles'], one.id))
			.map(role => JSON.stringify(role.properties['AssumeRolePolicyDocument'] ?? '')),
	);
	const trusts = [JSON.stringify(trust), ...attached];
	return {
		id,
		at,
		silenced,
		statements: parts.flatMap(part => part ?? []).filter(({ Effect }) => Effect === 'Allow'),
		open: parts.includes(null),
		managed: names.flatMap(name => managedName(name) ?? []),
		trust: trust.filter(({ Effect }) => Effect === 'Allow'),
		deploys:
			trusts.some(text => deployers.test(text)) ||
			resources.some(one => refersTo(one.properties['ServiceToken'], id)),
	};
};

/** What Serverless gives to the functions of a service, in its new words and its old ones. */
const sharedIn = ({ template }: Stack): readonly Grant[] =>
	[
		['provider', 'iam', 'role', 'statements'],
		['provider', 'iamRoleStatements'],
	].flatMap((path): readonly Grant[] => {
		const value = template.kind === 'serverless' ? valueAt(template.value, path) : undefined;
		if (value === undefined) return [];
		const statements = statementsOf(value);
		return [
			{
				id: 'provider',
				at: placeOf(template, path),
				silenced: [],
				statements: (statements ?? []).filter(({ Effect }) => Effect === 'Allow'),
				open: statements === null,
				managed: [],
				trust: [],
				deploys: false,
			},
		];
	});

const grantsIn = (stack: Stack): readonly Grant[] => [
	...stack.resources
		.filter(
			({ type, properties }) =>
				identity.test(type) ||
				(holder.test(type) && properties['Policies'] !== undefined && tableAt(properties, []) !== undefined),
		)
		.map(resource => grantOf(resource, stack)),
	...sharedIn(stack),
];

/** What code for the CDK gives: it deploys, and the template that comes of it may say less, so nothing there is sure. */
const inCode = (facts: Pick<Facts, 'cdk' | 'files'>, project: Project): readonly Grant[] => {
	const files = cdkModulesIn(facts, project);
	const silenced = suppressedIn(facts, project);
	return files.flatMap(({ value }) =>
		value.permissions.map(({ id, at, actions, allBut, resources, isBound, managed, open }): Grant => {
			const statement: Table = {
				Effect: 'Allow',
				...(allBut ? { NotAction: [] } : { Action: actions }),
				Resource: resources,
				...(isBound ? { Condition: {} } : {}),
			};
			return {
				id,
				at,
				silenced,
				statements: managed === null ? [statement] : [],
				open,
				managed: managed === null ? [] : [managed],
				trust: [],
				deploys: true,
			};
		}),
	);
};

/** What one check asks of grants. */
export interface GrantRule {
	readonly check: string;
	readonly question: string;
	/** Follows `Of 3 holders of permissions in templates, each`. */
	readonly good: string;
	judge(grant: Grant): readonly Omit<Finding, 'at' | 'confidence'>[];
}

/** Asks each role, policy and function that a template of the project gives permissions to. */
export const judgeGrants = (
	facts: Pick<Facts, (typeof grantNeeds)[number]>,
	project: Project,
	rule: GrantRule,
): Verdict => {
	const stacks = stacksIn(facts, project);
	const code = inCode(facts, project);
	const grants = [...stacks.filter(({ sample }) => !sample).flatMap(grantsIn), ...code];
	const findings = grants.flatMap((grant): readonly Finding[] => {
		const found = rule.judge(grant).map((finding): Finding => {
			const level = grant.deploys && finding.level === 'fail' ? 'warn' : finding.level;
			const whole: Finding = { confidence: 'certain', at: grant.at, ...finding, level };
			return unlessSilenced(whole, grant.silenced, rule.check);
		});
		return grant.open
			? [...found, undecided(grant.at, `A policy of \`${grant.id}\``, 'it is not written out')]
			: found;
	});
	const samples = stacks.some(stack => stack.sample && grantsIn(stack).length > 0);
	return conclude({
		judged: grants.length,
		findings,
		subject: 'permissions',
		question: rule.question,
		evidence: `Of ${grants.length} holders of permissions${code.length > 0 ? '' : ' in templates'}, each ${rule.good}`,
		reason: samples
			? 'Only tests and examples give permissions'
			: 'No template of this project gives permissions',
		obstacles: obstaclesIn(facts, project, identity),
		terraform: terraformIn(facts, project, /^aws_iam_/),
	});
};
