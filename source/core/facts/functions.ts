import type { Place } from '../finding.ts';
import type { Table } from './config.ts';
import type { Path, Setting, TemplateKind } from './templates.ts';

export type TriggerKind =
	| 'api'
	| 'function-url'
	| 'sqs'
	| 'sns'
	| 's3'
	| 'schedule'
	| 'event-rule'
	| 'stream'
	| 'kafka'
	| 'other';

/** A queue that a function reads, where it stands in the same file. */
export interface TriggerQueue {
	readonly id: string;
	readonly at: Place;
	/** From the root of the file to the resource. */
	readonly path: Path;
	/** Seconds. */
	readonly visibility: Setting;
	readonly silenced: readonly string[];
}

/** What makes a function run. */
export interface Trigger {
	readonly kind: TriggerKind;
	/** Name of the event, or of the resource that makes the connection. */
	readonly id: string;
	readonly at: Place;
	/** From the root of its file to the map of its settings. */
	readonly path: Path;
	/** That map, as written; empty where there is none. */
	readonly properties: Table;
	/** Of an `sqs` trigger: the queue in the same file, or null. */
	readonly queue: TriggerQueue | null;
	/** Of a poller: `ScalingConfig.MaximumConcurrency`. */
	readonly maximumConcurrency: Setting;
	/** Seconds; `MaximumBatchingWindowInSeconds`. */
	readonly batchingWindow: Setting;
}

/** A Lambda function as a template declares it. */
export interface LambdaFunction {
	/** Logical id, the name in `functions`, or the stage. */
	readonly id: string;
	readonly kind: Exclude<TemplateKind, 'serverless-part'>;
	/** Path of the file. */
	readonly template: string;
	readonly at: Place;
	/** From the root of the file to the map that holds the function's own settings. */
	readonly path: Path;
	/** What applies to it as written: `Globals` of SAM merged in, the provider's keys of Serverless below its own. */
	readonly properties: Table;
	/** `no` where it surely runs something else; `unknown` where the file does not tell. */
	readonly python: 'yes' | 'no' | 'unknown';
	readonly runtime: Setting;
	readonly packageType: 'zip' | 'image';
	/** Dockerfile of an image function, where it is in the tree. */
	readonly dockerfile: string | null;
	readonly architectures: Setting;
	/** Seconds. */
	readonly timeout: Setting;
	/** What applies where `timeout` is not set, in seconds. */
	readonly defaultTimeout: number;
	readonly memory: Setting;
	readonly reservedConcurrency: Setting;
	/** The directory whose files are deployed, `.` for the root; null where the file does not tell, or none is local. */
	readonly codeDirectory: string | null;
	/** As written, such as `src/app.handler`; null where it cannot be told. */
	readonly handler: string | null;
	/** The handler's file in this tree, or null. */
	readonly handlerFile: string | null;
	readonly handlerName: string | null;
	readonly triggers: readonly Trigger[];
	/** Rule ids of other tools that are silenced for it, upper-cased. */
	readonly silenced: readonly string[];
}

/** All that templates say of functions. */
export interface LambdaFunctions {
	readonly functions: readonly LambdaFunction[];
	/** Directories that are deployed as the code of a Python function, ascending; the root is `.`. */
	readonly codeDirectories: readonly string[];
	/** Where functions are declared that the files do not show, and why. */
	readonly unread: readonly { readonly at: Place; readonly reason: string }[];
}
