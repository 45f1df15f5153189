import type { Place } from '../finding.ts';
import type { Data, Table } from './config.ts';
import type { Path, Resource } from './templates.ts';

/** A bucket policy that is attached to a bucket in the same file. */
export interface BucketPolicy {
	readonly id: string;
	readonly at: Place;
	/** From the root of the file to the resource. */
	readonly path: Path;
	/** `PolicyDocument.Statement` with every branch of an `Fn::If`; null where the file does not tell. */
	readonly statements: readonly Table[] | null;
	/** The condition that it needs and its bucket does not; null where it is there whenever its bucket is. */
	readonly condition: string | null;
	/** `PolicyDocument` in its long form. */
	readonly document: Data;
}

/** An `AWS::S3::Bucket`. */
export interface Bucket {
	readonly resource: Resource;
	/** `BucketName` where it is written out. */
	readonly name: string | null;
	readonly policies: readonly BucketPolicy[];
}

/** Calls in Python that make buckets or objects that everybody may read. */
export interface BucketCall {
	readonly kind: 'create' | 'public-acl';
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
	/** The first line of the call, trimmed, at most 200 characters. */
	readonly source: string;
	/** Names of the functions around it, outermost first. */
	readonly functions: readonly string[];
}

/** What one Python file does with S3; files that do not use it are left out. */
export interface BucketUse {
	readonly calls: readonly BucketCall[];
	/** It changes access control lists in some way, public or not. */
	readonly setsAcl: boolean;
}
