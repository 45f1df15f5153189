import type { CodeSite } from './code-site.ts';

/** Code that runs when a task has failed for the last time. */
export interface FailurePath extends CodeSite {
	/** What calls it: `Celery`, `tenacity`, `rq`, `Dramatiq`. */
	readonly caller: string;
	/** What is called, as written: the function, or the method `on_failure` with its class. */
	readonly called: string;
}
