import { isList, valueAt } from '../../source/core/data.ts';
import type { Data, Table } from '../../source/core/facts/config.ts';
import type { Resource } from '../../source/core/facts/templates.ts';
import { referencesOf } from '../../source/core/template/references.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';
import type { ResourceCase } from './resources.ts';
import { resourceCases } from './resources.ts';

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html

const question = 'access';

/** What a full-access policy is about, and the templates that are about one resource. */
interface Narrowing {
	readonly type: RegExp;
	readonly all: string;
	readonly read: string;
	readonly parameter: string;
	reference(id: string): Data;
}

// A template for sending to a queue would show that the function does so, which is a fault of its own (4.3).
const narrowings: Readonly<Record<string, Narrowing>> = {
	AmazonS3FullAccess: {
		type: /^AWS::S3::Bucket$/,
		all: 'S3CrudPolicy',
		read: 'S3ReadPolicy',
		parameter: 'BucketName',
		reference: id => ({ Ref: id }),
	},
	AmazonDynamoDBFullAccess: {
		type: /^AWS::(?:DynamoDB::Table|Serverless::SimpleTable)$/,
		all: 'DynamoDBCrudPolicy',
		read: 'DynamoDBReadPolicy',
		parameter: 'TableName',
		reference: id => ({ Ref: id }),
	},
	AmazonSNSFullAccess: {
		type: /^AWS::SNS::Topic$/,
		all: 'SNSPublishMessagePolicy',
		read: 'SNSPublishMessagePolicy',
		parameter: 'TopicName',
		reference: id => ({ 'Fn::GetAtt': [id, 'TopicName'] }),
	},
};

/** A function with one full-access policy of its own that is written as a plain item. */
interface Wide {
	readonly narrowing: Narrowing;
	readonly position: number;
	/** The one resource of that kind that the function is told of, or null. */
	readonly target: string | null;
}

/** Everything that a resource is made after, itself included. */
const madeBefore = (start: string, resources: readonly Resource[]): ReadonlySet<string> => {
	const seen = new Set([start]);
	for (const id of seen) {
		for (const one of resources) {
			if (one.id !== id) continue;
			for (const other of referencesOf([one.properties, one.attributes['DependsOn'] ?? null]))
				seen.add(other);
		}
	}
	return seen;
};

// What triggers a function need not be what it works on, and a bucket that triggers one is made after its role: a policy
// that names the bucket would close the circle.
const targetOf = (
	{ id, properties }: Resource,
	{ type }: Narrowing,
	resources: readonly Resource[],
): string | null => {
	const told = referencesOf([properties['Environment'] ?? null]);
	const [only, ...others] = resources.filter(one => type.test(one.type) && told.includes(one.id));
	if (!only || others.length > 0) return null;
	const triggering = referencesOf([properties['Events'] ?? null]);
	const before = madeBefore(only.id, resources);
	const isCircle =
		(only.type === 'AWS::S3::Bucket' && triggering.includes(only.id)) ||
		before.has(id) ||
		before.has(`${id}Role`);
	return isCircle ? null : only.id;
};

const wideOf = ({ resource, resources, template }: ResourceCase, policy: string): Wide | null => {
	const narrowing = narrowings[policy];
	const policies = valueAt(template.value, [...resource.path, 'Properties', 'Policies']);
	if (!narrowing || !isList(policies) || resource.type !== 'AWS::Serverless::Function') return null;
	const position = policies.indexOf(policy);
	return position < 0 ? null : { narrowing, position, target: targetOf(resource, narrowing, resources) };
};

/** `managed:Function:Policy`. */
const casesOf = (
	facts: Parameters<typeof resourceCases>[0],
	findings: Parameters<typeof resourceCases>[1],
): readonly { readonly one: ResourceCase; readonly policy: string }[] =>
	findings.flatMap(finding => {
		const [what, id, policy = ''] = (finding.key ?? '').split(':');
		return resourceCases(facts, [{ ...finding, key: `${what}:${id}` }]).map(one => ({ one, policy }));
	});

const changeOf = (
	{ one, policy }: { readonly one: ResourceCase; readonly policy: string },
	isRead: boolean,
): Change | Left => {
	const subject = `\`${one.resource.id}\``;
	const wide = wideOf(one, policy);
	if (!wide) return { subject, reason: `SAM has no template for what \`${policy}\` is used for here` };
	const { narrowing, position, target } = wide;
	if (target === null)
		return {
			subject,
			reason: 'its environment does not name exactly one resource of that kind that is made without it',
		};
	const path = [...one.resource.path, 'Properties', 'Policies'];
	const value: Table = {
		[isRead ? narrowing.read : narrowing.all]: { [narrowing.parameter]: narrowing.reference(target) },
	};
	return {
		path: one.template.path,
		subject,
		edits: [{ kind: 'swap', path: [...path, position], value }],
	};
};

export default defineFixer({
	id: 'sam-policy-templates',
	title: 'Replace full access by a policy template for one resource',
	checks: ['iam-permissions/managed'],
	safety: 'guided',
	needs: ['templates'],
	touches: templateFiles,
	after: [],
	safetyNote:
		'The function may then use the one resource that its environment names; what else it used with full access is refused.',
	takes: finding => finding.level === 'fail' && narrowings[finding.key?.split(':')[2] ?? ''] !== undefined,
	isReady: (finding, { facts }) =>
		casesOf(facts, [finding]).some(({ one, policy }) => (wideOf(one, policy)?.target ?? null) !== null),
	questions: ({ findings }) => [
		{
			id: question,
			prompt: 'What do the functions do with what their environment names?',
			explanation: `Reading alone is less than reading and writing; ${listed(findings.map(({ message }) => message.split(' has ')[0] ?? ''))} may do no more afterwards.`,
			kind: {
				type: 'choice',
				choices: [
					{ value: 'write', label: 'read and write it' },
					{ value: 'read', label: 'only read it' },
				],
			},
			fallback: 'write',
		},
	],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, findings, texts, answers }) {
		const isRead = answers[question] === 'read';
		return planEach(
			casesOf(facts, findings),
			one => changeOf(one, isRead),
			texts,
			done => ({
				area: 'iam',
				summary: 'bind functions to what they use',
				changed: [
					`${listed(done.map(({ subject }) => subject))}: a policy template of SAM for one resource stands in the place of full access.`,
				],
				atRunTime:
					'The role loses every other permission of the policy. A call that needs one of them fails with AccessDenied.',
				followUps: ['Run the functions in a test stage, and look for AccessDenied in their logs'],
			}),
		);
	},
});
