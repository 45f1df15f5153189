import table from './tables/service-waits.json' with { type: 'json' };

/** Seconds that a client may wait for an answer of a service, and how often it tries. */
export interface ServiceWaits {
	readonly read: number;
	/** Attempts after the first. */
	readonly again: number;
}

// Services whose calls answer at once; the rest keeps the SDK's own minute, written out: uploads, functions, models,
// queries and what is not known here may need it.
const short: ReadonlySet<string> = new Set(table.short);

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html holds a call for 20 s.
const queues = table.held.sqs + 10;

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html holds a call for 60 s.
const tasks = table.held.stepfunctions + 10;

const sdkRead = 60;

/**
 * What one `Config` for all of these services has to allow: the most that any of them needs.
 * @param services null for one that is computed
 * @param waitsForTasks whether the code asks a service for tasks, which holds the call for a minute
 */
export const waitsFor = (services: readonly (string | null)[], waitsForTasks: boolean): ServiceWaits => {
	const reads = services.map(service =>
		service === 'sqs' ? queues : service !== null && short.has(service) ? 10 : sdkRead,
	);
	return {
		read: waitsForTasks ? tasks : services.length === 0 ? sdkRead : Math.max(...reads),
		// In the legacy mode DynamoDB is tried ten times in all, everything else five times. What waits long, or does
		// something, such as a function that is invoked, is not to be repeated that often.
		again: services.includes('dynamodb') && reads.every(read => read === 10) ? 9 : 3,
	};
};
