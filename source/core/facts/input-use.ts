import type { CodeSite } from './code-site.ts';

/** A token that is read. */
export interface TokenRead extends CodeSite {
	/** Its signature is checked. */
	readonly verifies: boolean;
	/** The function it stands in; empty at the top of a module. */
	readonly function: string;
}

/** A value from outside that reaches what runs, opens or queries it. */
export interface RawSink extends CodeSite {
	/** `shell`, `code`, `SQL`, `file`, `template`. */
	readonly into: 'shell' | 'code' | 'SQL' | 'file' | 'template';
}

/** What a file does with input from outside, and with proofs of who sends it. */
export interface InputUse {
	readonly tokens: readonly TokenRead[];
	/** Reads the `Authorization` header itself. */
	readonly authorization: CodeSite | null;
	/** The body or the query of a request, taken without a model. */
	readonly raw: readonly CodeSite[];
	readonly sinks: readonly RawSink[];
	/** Something in the file checks values, or what it imports is called so. */
	readonly validates: boolean;
	/** Routes say who may call: dependencies of a router, `before_request`, middleware, permission classes. */
	readonly central: CodeSite | null;
	/** Serves requests by itself: a route, a view. */
	readonly serves: boolean;
}
