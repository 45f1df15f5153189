import { constructsIn } from '../../../core/template/constructs.ts';
import { isList, isTable, valueAt } from '../../../core/data.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import type { LambdaFunctions } from '../../../core/facts/functions.ts';
import type { Branch, Resource } from '../../../core/facts/templates.ts';
import type { CdkConstruct } from '../../../core/facts/cdk.ts';
import type { Finding, Place } from '../../../core/finding.ts';
import { unlessSilenced } from '../../../core/template/judge.ts';
import { referencesOf } from '../../../core/template/references.ts';
import { resolve, truthOf } from '../../../core/template/resolve.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { stackNeeds } from '../../../core/template/stacks.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html

export const queueNeeds = [...stackNeeds, 'functions', 'cdk', 'files'] as const;

export const queueType = /^AWS::SQS::Queue$/;
export const terraformQueues = /^aws_sqs_queue$/;

/** Seconds that SQS keeps a message where nothing is set: four days. */
export const defaultRetention = 345_600;

const deadLetterKeys =
	/^(?:deadLetterTargetArn|RedrivePolicy|DeadLetterConfig|DeadLetterQueue|DeadLetterArn|DLQ|OnFailure|onFailure|onError|deadLetter\w*)$/;

const deadLettersIn = (value: Data): readonly Data[] => {
	if (isList(value)) return value.flatMap(deadLettersIn);
	if (!isTable(value)) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		deadLetterKeys.test(key) ? [inner] : deadLettersIn(inner),
	);
};

const speaksOfFailures = /dlq|dead[-_ ]?letter|(?:^|[-_a-z])(?:failed|failures?|undeliver\w*)(?:$|[-_A-Z])/i;

/** It takes what others gave up on: something here sends it there, or its name says so. */
export const isDeadLetterQueue = ({ id, properties }: Resource, { template }: Stack): boolean => {
	const name = properties['QueueName'];
	const named = name === undefined ? '' : JSON.stringify(name);
	return (
		speaksOfFailures.test(id) ||
		/dlq|dead[-_ ]?letter/i.test(named) ||
		deadLettersIn(template.value).some(
			target =>
				referencesOf(target).includes(id) ||
				(typeof name === 'string' && JSON.stringify(target).includes(`:${name}"`)),
		)
	);
};

/** A queue that something works on. */
export const isWorkQueue = (queue: Resource, stack: Stack): boolean => !isDeadLetterQueue(queue, stack);

const policyIn = (branch: Branch): Branch => {
	if (branch.state !== 'known' || typeof branch.value !== 'string') return branch;
	// The property is JSON, and JSON may be written as text.
	const count = /"?maxReceiveCount"?\s*:\s*"?(\d+)/.exec(branch.value)?.[1];
	const target = /"?deadLetterTargetArn"?\s*:\s*"([^"]+)"/.exec(branch.value)?.[1];
	const value: Table = {
		...(count === undefined ? {} : { maxReceiveCount: count }),
		...(target === undefined ? {} : { deadLetterTargetArn: target }),
	};
	return { ...branch, value };
};

/** `RedrivePolicy`, one for each way that conditions can go. */
export const redrivesOf = ({ properties }: Resource, { template }: Stack): readonly Branch[] =>
	resolve(properties['RedrivePolicy'], template.value).map(policyIn);

/** The queues of the same template that it gives up messages to. */
export const deadLetterQueuesOf = (queue: Resource, stack: Stack): readonly Resource[] => {
	const targets = redrivesOf(queue, stack).flatMap(branch =>
		branch.state === 'known' ? (valueAt(branch.value, ['deadLetterTargetArn']) ?? []) : [],
	);
	const ids = new Set(referencesOf(targets));
	return stack.resources.filter(({ id, type }) => queueType.test(type) && ids.has(id));
};

/** True and false where the template says so; null where it is known at the deployment only. */
export const isFifo = ({ properties }: Resource, { template }: Stack, key: string): boolean | null => {
	const answers = resolve(properties[key], template.value).map(branch =>
		branch.state === 'absent' ? false : branch.state === 'known' ? truthOf(branch.value) : null,
	);
	const [first] = answers;
	return first !== undefined && answers.every(answer => answer === first) ? first : null;
};

/** The Lambda function of the same template that reads the queue. */
export const readerOf = (
	{ id, template }: Resource,
	{ functions }: Pick<LambdaFunctions, 'functions'>,
): string | null =>
	functions.find(
		lambda =>
			lambda.template === template &&
			lambda.triggers.some(({ kind, queue }) => kind === 'sqs' && queue?.id === id),
	)?.id ?? null;

/** Work queues that Python declares with the CDK, and what is said of each. */
export const queuesInCode = (
	facts: Pick<Facts, 'cdk' | 'files'>,
	project: Project,
	check: string,
	judge: (queue: CdkConstruct, at: Place) => readonly Finding[],
): { readonly judged: number; readonly findings: readonly Finding[] } => {
	const queues = constructsIn(
		facts,
		project,
		({ kind, takesFailures }) => kind === 'queue' && !takesFailures,
	);
	return {
		judged: queues.length,
		findings: queues.flatMap(({ construct, at: { path, line }, silenced }) =>
			judge(construct, { path, line }).map(finding => unlessSilenced(finding, silenced, check)),
		),
	};
};
