import type { Place } from '../finding.ts';
import type { Data, Table } from './config.ts';

/** Line, column, end line, end column; from 1, columns in UTF-16 units, end exclusive. */
export type Span = readonly [line: number, column: number, endLine: number, endColumn: number];

/** Keys and positions from the root of a file, in its long form. */
export type Path = readonly (string | number)[];

export type TemplateKind = 'sam' | 'cloudformation' | 'serverless' | 'serverless-part' | 'chalice' | 'zappa';

/** A file that says what is deployed. */
export interface Template {
	readonly outcome: 'read';
	readonly path: string;
	readonly kind: TemplateKind;
	/**
	 * The file's value. Short intrinsics stand in their long form: `!GetAtt A.B` is `{"Fn::GetAtt": ["A", "B"]}`;
	 * aliases and merge keys are resolved.
	 */
	readonly value: Table;
	/** Where keys and list items stand, by JSON pointer; a key's span is that of the key. */
	readonly spans: Readonly<Record<string, Span>>;
	/** Comments by line, `#` included, at most 200 characters each. */
	readonly comments: Readonly<Record<number, string>>;
}

/** A file that looks like a template of CloudFormation and cannot be read. */
export interface UnreadTemplate {
	readonly outcome: 'unread';
	readonly path: string;
	readonly line: number;
	/** One sentence without full stop. */
	readonly message: string;
	/** Types of resources that its text names, such as `AWS::S3::Bucket`, ascending. */
	readonly types: readonly string[];
}

export type TemplateFile = Template | UnreadTemplate;

/** A resource of CloudFormation with the properties it has once SAM's `Globals` are merged in. */
export interface Resource {
	readonly id: string;
	readonly type: string;
	/** Path of the file it stands in. */
	readonly template: string;
	/** From the root of the file to the resource. */
	readonly path: Path;
	/** Effective properties. */
	readonly properties: Table;
	/** Resource attributes beside `Type` and `Properties`, such as `DeletionPolicy` and `Metadata`. */
	readonly attributes: Table;
	/** Names of properties that come from `Globals` alone, or are merged with it. */
	readonly global: readonly string[];
	/** Rule ids of other tools that are silenced for it, upper-cased. */
	readonly silenced: readonly string[];
	/** The logical id. */
	readonly at: Place;
}

/** One way a value can turn out. */
export type Branch =
	| {
			readonly state: 'known';
			readonly value: Data;
			/** What it rests on when it can be different at the deployment, such as a parameter's default; else null. */
			readonly via: string | null;
	  }
	| { readonly state: 'absent' }
	| { readonly state: 'unknown'; readonly reason: string };

/** A property as far as the file tells. */
export interface Setting {
	/** One for each branch of `Fn::If`; never empty, a single `absent` where nothing is set. */
	readonly branches: readonly Branch[];
	/** Where it is set: on the thing itself, in what is shared by many (`Globals`, `provider`), or nowhere. */
	readonly origin: 'own' | 'shared' | 'none';
	/** The key; the thing itself where it is not set. */
	readonly at: Place;
	/** From the root of the file to the value; null where it is not set. */
	readonly path: Path | null;
}

/** A Dockerfile, as far as functions need it. */
export interface Dockerfile {
	/** The image of the last stage, such as `public.ecr.aws/lambda/python:3.13`. */
	readonly from: string;
	readonly line: number;
	/** First word of the last `CMD`, such as `app.handler`; null where there is none. */
	readonly command: string | null;
	/** Instructions that install the project's dependencies with pip, each where it starts. */
	readonly pipInstalls: readonly { readonly line: number; readonly command: string }[];
}

/** What a Terraform file declares, by type: `aws_lambda_function` → 3. */
export type TerraformFile = Readonly<Record<string, number>>;
