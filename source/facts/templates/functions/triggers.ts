import { isTable, stringAt, tableAt, valueAt } from '../../../core/data.ts';
import type { Data } from '../../../core/facts/config.ts';
import type { Trigger, TriggerKind, TriggerQueue } from '../../../core/facts/functions.ts';
import type { Path, Resource, Template } from '../../../core/facts/templates.ts';
import { referencesOf, refersTo } from '../../../core/template/references.ts';
import { placeOf, propertyOf, settingAt } from '../../../core/template/resources.ts';

const samKinds: Readonly<Record<string, TriggerKind>> = {
	Api: 'api',
	HttpApi: 'api',
	SQS: 'sqs',
	SNS: 'sns',
	S3: 's3',
	Schedule: 'schedule',
	ScheduleV2: 'schedule',
	CloudWatchEvent: 'event-rule',
	EventBridgeRule: 'event-rule',
	Kinesis: 'stream',
	DynamoDB: 'stream',
	MSK: 'kafka',
	SelfManagedKafka: 'kafka',
};

/** The queue of the same file that a value refers to. */
export const queueIn = (
	template: Template,
	resources: readonly Resource[],
	value: Data | undefined,
): TriggerQueue | null => {
	const ids = value === undefined ? [] : referencesOf(value);
	const queue = resources.find(({ id, type }) => type === 'AWS::SQS::Queue' && ids.includes(id));
	return queue
		? {
				id: queue.id,
				at: queue.at,
				path: queue.path,
				visibility: propertyOf(template, queue, 'VisibilityTimeout'),
				silenced: queue.silenced,
			}
		: null;
};

/** A trigger whose poller settings stand below a path. */
export const triggerAt = (
	template: Template,
	kind: TriggerKind,
	path: Path,
	queue: TriggerQueue | null,
	names: { readonly concurrency: Path; readonly window: Path } = {
		concurrency: ['ScalingConfig', 'MaximumConcurrency'],
		window: ['MaximumBatchingWindowInSeconds'],
	},
	properties: Path = path,
): Trigger => {
	const at = placeOf(template, path);
	return {
		kind,
		id: String(path.at(-1)),
		at,
		path: properties,
		properties: tableAt(template.value, properties) ?? {},
		queue,
		maximumConcurrency: settingAt(template, [...properties, ...names.concurrency], at),
		batchingWindow: settingAt(template, [...properties, ...names.window], at),
	};
};

/** `Events` of a function of SAM. */
const eventsOf = (
	template: Template,
	resources: readonly Resource[],
	resource: Resource,
): readonly Trigger[] => {
	const path = [...resource.path, 'Properties', 'Events'];
	return Object.entries(tableAt(template.value, path) ?? {}).flatMap(([id, event]) => {
		const type = stringAt(event, ['Type']);
		if (type === undefined) return [];
		const kind = samKinds[type] ?? 'other';
		const at = [...path, id];
		const queue =
			kind === 'sqs' ? queueIn(template, resources, valueAt(event, ['Properties', 'Queue'])) : null;
		return [triggerAt(template, kind, at, queue, undefined, [...at, 'Properties'])];
	});
};

const sourceTypes: readonly (readonly [RegExp, TriggerKind])[] = [
	[/^AWS::SQS::|:sqs:/, 'sqs'],
	[/^AWS::(?:Kinesis|DynamoDB|DocDB)::|^AWS::Serverless::SimpleTable|:(?:kinesis|dynamodb):/, 'stream'],
	[/^AWS::MSK::|:kafka:/, 'kafka'],
];

const mappingKind = (resources: readonly Resource[], source: Data | undefined): TriggerKind => {
	const ids = source === undefined ? [] : referencesOf(source);
	const types = resources.filter(({ id }) => ids.includes(id)).map(({ type }) => type);
	const text = JSON.stringify(source ?? '');
	return (
		sourceTypes.find(([pattern]) => types.some(type => pattern.test(type)) || pattern.test(text))?.[1] ??
		'other'
	);
};

const principals: readonly (readonly [string, TriggerKind])[] = [
	['apigateway.', 'api'],
	['sns.', 'sns'],
	['s3.', 's3'],
	['events.', 'event-rule'],
	['scheduler.', 'schedule'],
];

/** Types that call a function and wait for its answer, wherever they name it. */
const callers = new Set([
	'AWS::ApiGateway::Method',
	'AWS::ApiGateway::RestApi',
	'AWS::ApiGatewayV2::Api',
	'AWS::ApiGatewayV2::Integration',
	'AWS::Serverless::Api',
	'AWS::Serverless::HttpApi',
	'AWS::AppSync::DataSource',
]);

/** Clients of a web socket wait for no answer, so such an API ends nothing. */
const hasSockets = (resources: readonly Resource[]): boolean =>
	resources.some(
		({ type, properties }) => type === 'AWS::ApiGatewayV2::Api' && properties['ProtocolType'] === 'WEBSOCKET',
	);

/** Triggers that other resources of the file make. */
const connectionsOf = (template: Template, resources: readonly Resource[], id: string): readonly Trigger[] =>
	resources.flatMap(resource => {
		const { type, path, properties } = resource;
		if (type === 'AWS::Lambda::EventSourceMapping' && refersTo(properties['FunctionName'], id)) {
			const source = properties['EventSourceArn'];
			const queue = queueIn(template, resources, source);
			return [
				triggerAt(template, mappingKind(resources, source), path, queue, undefined, [...path, 'Properties']),
			];
		}
		if (type === 'AWS::Lambda::Permission' && refersTo(properties['FunctionName'], id)) {
			const principal = stringAt(properties, ['Principal']) ?? '';
			const kind = principals.find(([start]) => principal.startsWith(start))?.[1];
			const source = referencesOf(properties['SourceArn'] ?? '');
			const comesAgain = resources.some(
				one =>
					source.includes(one.id) &&
					one.type === 'AWS::Events::Rule' &&
					one.properties['ScheduleExpression'] !== undefined &&
					one.properties['EventPattern'] === undefined,
			);
			const told =
				kind === 'api' && hasSockets(resources)
					? 'other'
					: kind === 'event-rule' && comesAgain
						? 'schedule'
						: kind;
			return told === undefined ? [] : [triggerAt(template, told, path, null)];
		}
		if (type === 'AWS::Lambda::Url' && refersTo(properties['TargetFunctionArn'], id)) {
			return [triggerAt(template, 'function-url', path, null)];
		}
		if (!callers.has(type) || !refersTo(properties, id)) return [];
		const sockets = type.startsWith('AWS::ApiGatewayV2::') && hasSockets(resources);
		return [triggerAt(template, sockets ? 'other' : 'api', path, null)];
	});

/** Everything in the file that makes a function of SAM or CloudFormation run. */
export const triggersOf = (
	template: Template,
	resources: readonly Resource[],
	resource: Resource,
): readonly Trigger[] => {
	const url = isTable(resource.properties['FunctionUrlConfig'])
		? [triggerAt(template, 'function-url', [...resource.path, 'Properties', 'FunctionUrlConfig'], null)]
		: [];
	return [
		...eventsOf(template, resources, resource),
		...url,
		...connectionsOf(template, resources, resource.id),
	];
};
