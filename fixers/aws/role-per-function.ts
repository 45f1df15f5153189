import { isList, isTable, tableAt, valueAt } from '../../source/core/data.ts';
import type { Data, Table } from '../../source/core/facts/config.ts';
import type { Resource, Template } from '../../source/core/facts/templates.ts';
import { referencesOf, refersTo } from '../../source/core/template/references.ts';
import type { TemplateEdit } from '../../source/edit/template.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import type { Change, Left } from './plan-templates.ts';
import { planEach } from './plan-templates.ts';
import type { ResourceCase } from './resources.ts';
import { pick, resourceCases } from './resources.ts';

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html

/** What a role may say for SAM to make the same one for a function. */
const known = new Set([
	'AssumeRolePolicyDocument',
	'ManagedPolicyArns',
	'Policies',
	'PermissionsBoundary',
	'Description',
	'Path',
	'RoleName',
]);

/** SAM gives this one to every role that it makes. */
const basic = /^arn:aws:iam::aws:policy\/service-role\/AWSLambdaBasicExecutionRole$/;

const listOf = (value: Data | undefined): readonly Data[] | null =>
	value === undefined ? [] : isList(value) ? value : null;

/** Only Lambda may take the role on, under no condition. */
const isForLambda = (trust: Data | undefined): boolean => {
	const statements = valueAt(trust ?? null, ['Statement']);
	const all = isList(statements) ? statements : statements === undefined ? [] : [statements];
	return (
		all.length > 0 &&
		all.every(statement => {
			const service = valueAt(statement, ['Principal', 'Service']);
			const services = isList(service) ? service : [service];
			return (
				services.every(one => one === 'lambda.amazonaws.com') &&
				Object.keys(tableAt(statement, ['Principal']) ?? {}).length === 1 &&
				valueAt(statement, ['Condition']) === undefined
			);
		})
	);
};

/** A policy as an item of `Policies`; null where it is not written out. */
const itemOf = (document: Data | undefined): Data | null =>
	isTable(document) && document['Statement'] !== undefined ? pick(document, ['Version', 'Statement']) : null;

/** The name that the role is given stands in the template a second time, such as in an ARN, or cannot be told. */
const isNamedAgain = ({ properties }: Resource, { value }: Template): boolean => {
	const given = properties['RoleName'];
	if (given === undefined) return false;
	const name = isTable(given) ? given['Fn::Sub'] : given;
	return typeof name !== 'string' || JSON.stringify(value).split(name).length > 2;
};

/** What a resource waits for by its id. */
const waitsFor = ({ attributes }: Resource): readonly Data[] => [attributes['DependsOn'] ?? []].flat();

/** Takes the role and its policies out of what a function waits for: its own role is made in time anyway. */
const unbound = (one: Resource, mine: ReadonlySet<string>): readonly TemplateEdit[] => {
	const all = waitsFor(one);
	const gone = all.flatMap((id, at) => (typeof id === 'string' && mine.has(id) ? [at] : []));
	const path = [...one.path, 'DependsOn'];
	if (gone.length === 0) return [];
	return gone.length === all.length
		? [{ kind: 'delete', path }]
		: gone.map(at => ({ kind: 'delete', path: [...path, at] }));
};

const harmless = /^(?:logs|xray|cloudwatch|ec2):/;

/** Allows whole services, or things of any resource. */
const isWide = (policy: Data): boolean => {
	const statements = valueAt(policy, ['Statement']);
	return (isList(statements) ? statements : [statements]).some(statement => {
		const actions = [valueAt(statement, ['Action']) ?? '*']
			.flat()
			.filter(action => typeof action !== 'string' || !harmless.test(action));
		const resources = [valueAt(statement, ['Resource']) ?? '*'].flat();
		return (
			valueAt(statement, ['Effect']) !== 'Deny' &&
			actions.length > 0 &&
			(JSON.stringify(actions).includes('*') || resources.includes('*'))
		);
	});
};

interface Sharing {
	readonly functions: readonly Resource[];
	/** Policies that are resources of their own, and are about this role alone. */
	readonly attached: readonly Resource[];
	readonly policies: readonly Data[];
}

/** What all functions of a role get instead of it; a reason where that is not the same. */
const sharingOf = ({ resource: role, resources, template }: ResourceCase): Sharing | string => {
	if (role.type !== 'AWS::IAM::Role' || template.kind !== 'sam') return 'its template is not one of SAM';
	const odd = Object.keys(role.properties).find(key => !known.has(key));
	if (odd !== undefined) return `the role sets \`${odd}\``;
	if ((role.properties['Path'] ?? '/') !== '/') return 'the role has a path';
	if (isNamedAgain(role, template)) return 'its name may be used elsewhere in the template';
	if (Object.keys(role.attributes).some(key => !/^(?:Type|Properties|Metadata)$/.test(key)))
		return 'the role depends on a condition or on other resources';
	if (!isForLambda(role.properties['AssumeRolePolicyDocument']))
		return 'others than Lambda may take the role on';

	const functions = resources.filter(({ properties }) => refersTo(properties['Role'], role.id));
	const attached = resources.filter(
		({ type, properties }) => type === 'AWS::IAM::Policy' && refersTo(properties['Roles'], role.id),
	);
	const mine = new Set([role.id, ...attached.map(({ id }) => id)]);
	const other = functions.find(
		({ type, path, properties }) =>
			type !== 'AWS::Serverless::Function' ||
			properties['Policies'] !== undefined ||
			properties['PermissionsBoundary'] !== undefined ||
			valueAt(template.value, [...path, 'Properties', 'Role']) === undefined,
	);
	if (other) return `\`${other.id}\` is no function of SAM, or has policies of its own`;
	const shared = attached.find(
		({ properties }) => !isList(properties['Roles']) || properties['Roles'].length > 1,
	);
	if (shared) return `\`${shared.id}\` is about other roles, too`;
	const user = resources.find(
		one =>
			!mine.has(one.id) &&
			(referencesOf(functions.includes(one) ? { ...one.properties, Role: null } : one.properties).some(id =>
				mine.has(id),
			) ||
				(!functions.includes(one) && waitsFor(one).some(id => typeof id === 'string' && mine.has(id)))),
	);
	if (user) return `\`${user.id}\` names the role or a policy of it`;
	if (referencesOf([template.value['Outputs'] ?? null]).some(id => mine.has(id)))
		return 'the role is an output of the template';

	const managed = listOf(role.properties['ManagedPolicyArns']);
	const inline = listOf(role.properties['Policies']);
	const items = [
		...(inline ?? []).map(one => itemOf(valueAt(one, ['PolicyDocument']))),
		...attached.map(({ properties }) => itemOf(properties['PolicyDocument'])),
	];
	const written = items.filter(item => item !== null);
	if (!managed || !inline || written.length < items.length) return 'its policies are not written out';
	if (written.some(isWide) || /FullAccess"/.test(JSON.stringify(managed)))
		return 'its policies allow more than is needed, and would do so for each function: narrow them first';
	const names = managed.filter(one => !(typeof one === 'string' && basic.test(one)));
	if (referencesOf([...written]).some(id => mine.has(id))) return 'its policies name the role';
	return { functions, attached, policies: [...names, ...written] };
};

const changeOf = (one: ResourceCase): Change | Left => {
	const { resource: role, template } = one;
	const subject = `\`${role.id}\``;
	const sharing = sharingOf(one);
	if (typeof sharing === 'string') return { subject, reason: sharing };
	const { functions, attached, policies } = sharing;
	const boundary = role.properties['PermissionsBoundary'];
	const gained: Table = {
		...(policies.length === 0 ? {} : { Policies: policies }),
		...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
	};
	const gone = new Set([role.id, ...attached.map(({ id }) => id)]);
	const edits = functions.flatMap((lambda): readonly TemplateEdit[] => {
		const { path } = lambda;
		const properties = [...path, 'Properties'];
		const keys = Object.keys(tableAt(template.value, properties) ?? {});
		const at = keys.indexOf('Role');
		const after = keys[at - 1] ?? keys[at + 1];
		return [
			...unbound(lambda, gone),
			{ kind: 'delete', path: [...properties, 'Role'] },
			...Object.entries(gained).map(([key, value]): TemplateEdit => ({
				kind: 'insert',
				path: properties,
				key,
				value,
				...(after === undefined ? {} : { after }),
			})),
		];
	});
	return {
		path: template.path,
		subject,
		edits: [...edits, ...[role, ...attached].map(({ path }): TemplateEdit => ({ kind: 'delete', path }))],
	};
};

export default defineFixer({
	id: 'role-per-function',
	title: 'Give each function of SAM a role of its own',
	checks: ['iam-permissions/shared-role'],
	safety: 'review',
	needs: ['templates'],
	touches: templateFiles,
	after: ['sam-policy-templates'],
	perFile: true,
	safetyNote:
		'Each function gets the policies of the role that it shared, so that it may do what it could before; SAM makes a role for ' +
		'each, with another name, and adds what its triggers need. Offered only where nothing else of the template names the role.',
	takes: ({ key }) => key?.startsWith('role:') === true,
	isReady: (finding, { facts }) =>
		resourceCases(facts, [finding]).some(one => typeof sharingOf(one) !== 'string'),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan: ({ facts, findings, texts }) =>
		planEach(resourceCases(facts, findings), changeOf, texts, () => ({
			area: 'iam',
			summary: 'give each function a role of its own',
			changed: [
				'The policies of a shared role stand in `Policies` of each of its functions, and SAM makes a role for each.',
			],
			atRunTime:
				'Every function may do what it could before, under a role of another name; policies outside the template that name the old role no longer hold.',
			followUps: ['Take out of the `Policies` of each function what it does not use'],
		})),
});
