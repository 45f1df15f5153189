import type { LambdaFunction, Trigger, TriggerQueue } from '../facts/functions.ts';

/** A queue of the same file that a function reads. */
export interface QueueReader {
	readonly lambda: LambdaFunction;
	readonly trigger: Trigger;
	readonly queue: TriggerQueue;
}

/** Every connection of a queue and a function, where both stand in one file. */
export const queueReadersOf = (functions: readonly LambdaFunction[]): readonly QueueReader[] =>
	functions.flatMap(lambda =>
		lambda.triggers.flatMap(trigger =>
			trigger.kind === 'sqs' && trigger.queue ? [{ lambda, trigger, queue: trigger.queue }] : [],
		),
	);

/** Seconds for which SQS hides a received message where nothing is set. */
export const defaultVisibility = 30;
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const visibilityFactor = 6;
/** Twelve hours. */
export const maximumVisibility = 43_200;
