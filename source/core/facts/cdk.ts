import type { Place } from '../finding.ts';

/** A keyword argument of a construct. */
export type CdkValue =
	/** A number, a truth value, the seconds of a `Duration`, or the last part of a dotted name (`ARM_64`). */
	{ readonly state: 'known'; readonly value: number | boolean | string } | { readonly state: 'unknown' };

/** A construct of the AWS CDK in Python. Lines and columns count from 1, UTF-16, end exclusive. */
export interface CdkConstruct {
	readonly kind: 'function' | 'bucket' | 'queue';
	/** The literal id, else the class's name. */
	readonly id: string;
	/** `PythonFunction`. */
	readonly type: string;
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
	readonly values: Readonly<Record<string, CdkValue>>;
	/** Arguments may come from `**props` too. */
	readonly open: boolean;
	/** A queue for what others gave up on: its names say so, or the file hands it to one that gives up. */
	readonly takesFailures: boolean;
}

/** A statement of the CDK that allows something, or a policy of AWS that is attached. */
export interface CdkPermission {
	/** The name it is assigned to, else that of its class. */
	readonly id: string;
	readonly at: Required<Place>;
	/** Literal texts; what is worked out stands in braces. */
	readonly actions: readonly string[];
	/** It allows all actions but some. */
	readonly allBut: boolean;
	readonly resources: readonly string[];
	/** It holds under a condition. */
	readonly isBound: boolean;
	/** Name of the policy that AWS manages; null for a statement. */
	readonly managed: string | null;
	/** Its actions or resources are no list in the code. */
	readonly open: boolean;
}

/** The constructs of one Python file; files without any, and without permissions, are left out. */
export interface CdkModule {
	readonly permissions: readonly CdkPermission[];
	/** Rules of cdk-nag that the file suppresses, such as `AWSSOLUTIONS-IAM5`. */
	readonly accepted: readonly string[];
	readonly constructs: readonly CdkConstruct[];
}
