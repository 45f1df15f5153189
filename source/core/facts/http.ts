import type { CodeSite } from './code-site.ts';

/** What is called: `session` is a call on a `requests.Session`; the last four make or are a client of their own. */
export type HttpKind = 'requests' | 'session' | 'httpx' | 'urlopen' | 'http.client' | 'urllib3' | 'aiohttp';

export type HttpTimeout =
	| { readonly kind: 'absent' }
	/** `timeout=None`: no limit, on purpose or not. */
	| { readonly kind: 'none' }
	/** `**kwargs` or something else that cannot be seen may set it. */
	| { readonly kind: 'hidden' }
	/** Connect and read together, where both are written. */
	| { readonly kind: 'seconds'; readonly seconds: number }
	| { readonly kind: 'given' }
	/** The client has one: an adapter, a partial, or each of its calls. */
	| { readonly kind: 'client' };

export interface HttpCall extends CodeSite {
	readonly kind: HttpKind;
	/** As a reader would write it: `requests.get`, `Session.get`, `urllib3.PoolManager`. */
	readonly api: string;
	readonly timeout: HttpTimeout;
	/** Adapters of the session that other files define, by class name: one of them may set a timeout. */
	readonly adapters: readonly string[];
	/** Why no limit fits it: a download that streams, or a URL that waits for news. */
	readonly endless: 'stream' | 'long poll' | null;
	/** False for a client that no call in this file uses. */
	readonly used: boolean;
}

export type RetryLibrary = 'tenacity' | 'stamina' | 'backoff' | 'urllib3' | 'httpx' | 'aiohttp_retry';

/** Something that repeats calls. */
export interface RetryConstruct extends CodeSite {
	readonly library: RetryLibrary;
	readonly bounded: 'yes' | 'no' | 'unknown';
	/** How it waits in between. */
	readonly waits: 'with jitter' | 'without jitter' | 'not at all' | 'unknown';
	/** It repeats on any exception, around a call of `raise_for_status`. */
	readonly repeatsClientErrors: boolean;
	/** The `post` or `patch` it repeats without an idempotency key, as written. */
	readonly repeatsPost: string | null;
}

/** A loop of the author's own that calls, catches and sleeps. */
export interface RetryLoop extends CodeSite {
	readonly jitter: boolean;
	/** `while True`, catching everything, sleeping a constant time. */
	readonly endless: boolean;
}

/** How one Python file talks HTTP. */
export interface HttpModule {
	readonly calls: readonly HttpCall[];
	readonly retries: readonly RetryConstruct[];
	readonly loops: readonly RetryLoop[];
	/** Calls that leave the machine, and those of them that nothing repeats. */
	readonly outbound: number;
	readonly unrepeated: readonly CodeSite[];
	/** Classes that override an adapter's `send`, and whether they set a timeout there. */
	readonly adapters: readonly { readonly name: string; readonly setsTimeout: boolean }[];
}
