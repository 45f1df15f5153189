import { isList, tableAt } from '../../source/core/data.ts';
import type { Data, Table } from '../../source/core/facts/config.ts';
import { refersTo } from '../../source/core/template/references.ts';
import type { TemplateEdit } from '../../source/edit/template.ts';
import { freeId } from './buckets.ts';
import type { ResourceCase } from './resources.ts';

type Permission = { readonly edits: readonly TemplateEdit[] } | { readonly reason: string };

/**
 * Lets a topic send to a queue. A second policy of one queue would overwrite the first, so that a policy that is there
 * gets a statement more.
 * @param topic its ARN
 * @param policy the id that a new policy begins with
 */
export const permissionFor = (
	{ resource, resources, template }: ResourceCase,
	queue: string,
	topic: Data,
	policy: string,
	attributes: Table,
): Permission => {
	const statement: Table = {
		Effect: 'Allow',
		Principal: { Service: 'sns.amazonaws.com' },
		Action: 'sqs:SendMessage',
		Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
		Condition: { ArnEquals: { 'aws:SourceArn': topic } },
	};
	const policies = resources.filter(
		({ type, properties }) =>
			/^AWS::SQS::Queue(?:Inline)?Policy$/.test(type) &&
			refersTo(properties['Queues'] ?? properties['Queue'], queue),
	);
	const [known, ...others] = policies;
	if (!known) {
		const at = resource.path.slice(0, -1);
		return {
			edits: [
				{
					kind: 'insert',
					path: at,
					after: resource.id,
					key: freeId(template, at, `${policy}Policy`),
					value: {
						Type: 'AWS::SQS::QueuePolicy',
						...attributes,
						Properties: {
							Queues: [{ Ref: queue }],
							PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
						},
					},
				},
			],
		};
	}
	const statements = tableAt(known.properties, ['PolicyDocument'])?.['Statement'];
	if (others.length > 0) return { reason: `several policies are about \`${queue}\`` };
	if (!isList(statements)) return { reason: `the policy \`${known.id}\` has no list of statements` };
	return {
		edits: [
			{
				kind: 'append',
				path: [...known.path, 'Properties', 'PolicyDocument', 'Statement'],
				value: statement,
			},
		],
	};
};
