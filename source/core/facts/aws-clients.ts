import type { CodeSite } from './code-site.ts';
import type { Suppression } from './suppression.ts';

/** A limit of an AWS client: the SDK's own, a number that is written, or one that cannot be told. */
export type SdkLimit =
	| { readonly state: 'default' }
	| { readonly state: 'written'; readonly value: number }
	| { readonly state: 'unknown' };

/** What a `Config` of botocore says of waiting. */
export interface SdkLimits {
	/** Seconds to connect. */
	readonly connect: SdkLimit;
	/** Seconds to wait for an answer. */
	readonly read: SdkLimit;
	/** How often a call is tried, the first time included. */
	readonly attempts: SdkLimit;
}

/** How a client repeats calls: as the SDK does unless told, a mode that is written, or one that cannot be told. */
export type SdkMode =
	| { readonly state: 'default' }
	| { readonly state: 'written'; readonly value: string }
	| { readonly state: 'unknown' };

/** All that a `Config` says that is asked for. */
export interface SdkSettings extends SdkLimits {
	readonly mode: SdkMode;
}

/** Where a client's limits come from. */
export type SdkConfig =
	/** No `config`: those of the SDK. */
	| { readonly kind: 'none' }
	| { readonly kind: 'written'; readonly limits: SdkSettings }
	/** A constant of another module; `module` as in an import, dots of a relative one included. */
	| { readonly kind: 'imported'; readonly module: string; readonly name: string }
	/** `base.merge(top)`. */
	| { readonly kind: 'merged'; readonly base: SdkConfig; readonly top: SdkConfig }
	/** A parameter that is a `Config` by its annotation, and never `None`. */
	| { readonly kind: 'given' }
	| { readonly kind: 'unknown' };

/** A place where a client or resource of boto3 or botocore is made. */
export interface AwsClient extends CodeSite {
	/** As in `dynamodb`; null where it is no literal. */
	readonly service: string | null;
	readonly config: SdkConfig;
	/** The top-level function it stands in, or null. */
	readonly within: string | null;
	/** Whenever that function runs it is made again from literals, and not kept. */
	readonly isMadeAgain: boolean;
	/** It talks to an emulator on the machine itself. */
	readonly isLocal: boolean;
	/** The comment that accepts it without a `config`. */
	readonly accepted: Suppression | null;
}

/** A call that waits for a message or a task, and how many seconds the service may hold it. */
export interface LongPoll extends CodeSite {
	/** Of the client that is asked. */
	readonly service: string;
	readonly seconds: number;
}

/** How one Python file uses the AWS SDK. */
export interface AwsModule {
	readonly clients: readonly AwsClient[];
	/** Limits of its module-level constants that are a `Config`. */
	readonly configs: Readonly<Record<string, SdkSettings>>;
	readonly polls: readonly LongPoll[];
	/** It changes what clients without a `config` get: environment variables, or a default of the session. */
	readonly setsDefaults: boolean;
	/** boto3 or botocore is imported when the module is, not in a function or a `try`. */
	readonly importsAtTop: boolean;
	/** It gives the clients of a session a `Config` by default: `set_default_client_config`. */
	readonly setsConfig: boolean;
}
