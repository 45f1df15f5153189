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
}

/** The constructs of one Python file; files without any are left out. */
export interface CdkModule {
	readonly constructs: readonly CdkConstruct[];
}
