import { isTable, stringAt, tableAt, valueAt } from '../data.ts';
import type { Data, Table } from '../facts/config.ts';
import type { LambdaFunction, Trigger } from '../facts/functions.ts';
import { refersTo } from './references.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html

const isSet = (value: Data | undefined): boolean =>
	value !== undefined && value !== null && !(isTable(value) && value['Ref'] === 'AWS::NoValue');

/** A function of Serverless in its own words, rather than a resource. */
export const isServerless = ({ kind, path }: LambdaFunction): boolean =>
	kind === 'serverless' && path.at(-1) !== 'Properties';

/** Maps of resources of a template or a service. */
const resourcesIn = (root: Table): readonly Data[] => {
	const own = tableAt(root, ['Resources']) ?? tableAt(root, ['resources', 'Resources']) ?? {};
	return Object.values(own);
};

/** What Lambda gives up on goes somewhere: a destination or a dead-letter queue of the function. */
export const hasFailureTarget = (lambda: LambdaFunction, root: Table): boolean => {
	const { properties, id } = lambda;
	if (isServerless(lambda)) {
		return isSet(valueAt(properties, ['destinations', 'onFailure'])) || isSet(properties['onError']);
	}
	if (isSet(valueAt(properties, ['EventInvokeConfig', 'DestinationConfig', 'OnFailure']))) return true;
	if (isSet(properties['DeadLetterQueue']) || isSet(properties['DeadLetterConfig'])) return true;
	return resourcesIn(root).some(
		resource =>
			stringAt(resource, ['Type']) === 'AWS::Lambda::EventInvokeConfig' &&
			refersTo(valueAt(resource, ['Properties', 'FunctionName']), id) &&
			isSet(valueAt(resource, ['Properties', 'DestinationConfig', 'OnFailure'])),
	);
};

/** The type of an event of SAM, or the name of an event of Serverless. */
const eventTypeOf = (lambda: LambdaFunction, { id }: Trigger): string =>
	stringAt(lambda.properties, ['Events', id, 'Type']) ?? id;

/** The trigger does not wait for the function: Lambda tries twice more, then the event is lost. */
export const isAsync = (lambda: LambdaFunction, trigger: Trigger): boolean => {
	switch (trigger.kind) {
		case 'sns':
			// SAM puts a queue between the topic and the function.
			return !isSet(trigger.properties['SqsSubscription']);
		case 's3':
		case 'schedule':
		case 'event-rule':
			return true;
		case 'other':
			return /^(?:IoTRule|CloudWatchLogs|iot|cloudwatchLog)$/.test(eventTypeOf(lambda, trigger));
		case 'api':
		case 'function-url':
		case 'sqs':
		case 'stream':
		case 'kafka':
			return false;
	}
};

/** A rule or schedule whose own settings are written in the function's events. */
export const isRuleEvent = (lambda: LambdaFunction, trigger: Trigger): boolean =>
	lambda.kind === 'sam' &&
	(trigger.kind === 'schedule' || trigger.kind === 'event-rule') &&
	stringAt(lambda.properties, ['Events', trigger.id, 'Type']) !== undefined;

/** What a rule cannot deliver goes somewhere. */
export const hasDeadLetters = ({ properties }: Trigger): boolean => isSet(properties['DeadLetterConfig']);
