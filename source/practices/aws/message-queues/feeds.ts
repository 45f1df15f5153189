import { isList, isTable, tableAt } from '../../../core/data.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import type { Resource } from '../../../core/facts/templates.ts';
import { refersTo } from '../../../core/template/references.ts';
import type { Stack } from '../../../core/template/stacks.ts';

/** What a template shows of who puts messages into a queue. */
export type Feed =
	| { readonly kind: 'router'; readonly id: string }
	| { readonly kind: 'service'; readonly id: string; readonly service: string }
	| { readonly kind: 'program'; readonly id: string }
	| { readonly kind: 'none' };

const routers =
	/^AWS::(?:SNS::(?:Subscription|Topic)|Events::Rule|Scheduler::Schedule|Pipes::Pipe|Serverless::Connector)$/;
const services: readonly (readonly [RegExp, string])[] = [
	[/^AWS::S3::Bucket$/, 'S3'],
	[/^AWS::(?:ApiGateway|ApiGatewayV2)::|^AWS::Serverless::(?:Api|HttpApi)$/, 'API Gateway'],
	[/^AWS::(?:StepFunctions|Serverless)::StateMachine$/, 'a state machine'],
];

const listOf = (value: Data | undefined): readonly Data[] =>
	value === undefined ? [] : isList(value) ? value : [value];

/** Tables anywhere in a value, outermost first. */
const tablesIn = (value: Data): readonly Table[] => {
	if (isList(value)) return value.flatMap(tablesIn);
	return isTable(value) ? [value, ...Object.values(value).flatMap(tablesIn)] : [];
};

const sends = /^(?:sqs:SendMessage(?:Batch|\*)?|sqs:Send\*)$/i;

/** Permissions below a value let its owner put messages into the queue. */
const maySend = (value: Data | undefined, queue: string): boolean =>
	value !== undefined &&
	tablesIn(value).some(
		table =>
			refersTo(tableAt(table, ['SQSSendMessagePolicy'])?.['QueueName'], queue) ||
			(table['Effect'] === 'Allow' &&
				listOf(table['Action']).some(action => typeof action === 'string' && sends.test(action)) &&
				refersTo(table['Resource'], queue)),
	);

const isProgram = ({ type, properties }: Resource): boolean =>
	type === 'AWS::Serverless::Function' ||
	(type === 'AWS::IAM::Role' &&
		/"(?:lambda|ecs-tasks|ec2)\.amazonaws\.com/.test(
			JSON.stringify(properties['AssumeRolePolicyDocument'] ?? ''),
		));

const routesTo = ({ type, properties }: Resource, queue: string): boolean => {
	if (type === 'AWS::Serverless::Function') {
		const events = tablesIn(properties['Events'] ?? null);
		return events.some(
			({ Type, Properties }) =>
				Type === 'SNS' && refersTo(tableAt(Properties, [])?.['SqsSubscription'], queue),
		);
	}
	// A pipe that only reads the queue does not feed it.
	if (type === 'AWS::Pipes::Pipe') return refersTo(properties['Target'], queue);
	return routers.test(type) && type !== 'AWS::Serverless::Connector' && refersTo(properties, queue);
};

/** The queue's policy lets topics or rules of wherever send to it. */
const isOpenToRouters = ({ type, properties }: Resource, queue: string): boolean =>
	type === 'AWS::SQS::QueuePolicy' &&
	refersTo(properties['Queues'], queue) &&
	/"(?:sns|events|scheduler|pipes)\.amazonaws\.com"|:sns:/.test(
		JSON.stringify(properties['PolicyDocument'] ?? ''),
	);

/** Who feeds a queue, as far as its own template shows: what routes messages counts before who sends them. */
export const feedOf = ({ id }: Resource, { resources }: Stack): Feed => {
	const router = resources.find(one => routesTo(one, id) || isOpenToRouters(one, id));
	if (router) return { kind: 'router', id: router.id };
	for (const one of resources) {
		const service = services.find(([type]) => type.test(one.type))?.[1];
		if (service !== undefined && refersTo(one.properties, id))
			return { kind: 'service', id: one.id, service };
	}
	const programs = resources.filter(isProgram);
	const program =
		programs.find(one => maySend(one.properties['Policies'] ?? null, id)) ??
		programs.find(role =>
			resources.some(
				({ type, properties }) =>
					/^AWS::IAM::(?:Policy|ManagedPolicy|RolePolicy)$/.test(type) &&
					refersTo(properties['Roles'] ?? properties['RoleName'] ?? null, role.id) &&
					maySend(properties['PolicyDocument'], id),
			),
		);
	return program ? { kind: 'program', id: program.id } : { kind: 'none' };
};
