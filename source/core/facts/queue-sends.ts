import type { CodeSite } from './code-site.ts';

/** A call that puts messages straight into a queue of SQS. */
export interface QueueSend extends CodeSite {
	/** `send_message` or `send_message_batch`. */
	readonly api: string;
	/** What is sent waits first, which a topic cannot do. */
	readonly isDelayed: boolean;
	/** The queue, the function or the file speaks of what failed before: it is sent again, or put aside. */
	readonly isRedrive: boolean;
}
