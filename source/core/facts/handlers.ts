import type { Place } from '../finding.ts';
import type { CodeSite } from './code-site.ts';

/** A decorator of a handler. */
export interface HandlerDecorator {
	/** Qualified where an import explains it, such as `aws_lambda_powertools.utilities.idempotency.idempotent`. */
	readonly name: string;
	/** Keywords that it is called with. */
	readonly keywords: readonly string[];
	readonly at: Required<Place>;
}

/** A value that a handler takes from outside by a literal key. */
export interface IntakeField {
	readonly key: string;
	/** Code of the value that stands in where the key is missing; null where it has to be there. */
	readonly fallback: string | null;
}

/** What a model of a handler's input would hold, or why none can be written from its code. */
export type Intake =
	| {
			readonly outcome: 'fields';
			/** `event` for the event itself, else the one key of it whose value is taken apart. */
			readonly from: string;
			readonly fields: readonly [IntakeField, ...IntakeField[]];
	  }
	| { readonly outcome: 'open'; readonly reason: string };

/** A module-level function that Lambda calls: a template names it, or it takes an event and a context. */
export interface Handler {
	readonly name: string;
	/** Its name. */
	readonly at: Required<Place>;
	/** A template of the repository names it. */
	readonly isConfigured: boolean;
	readonly isAsync: boolean;
	/** Statements of its body, nested ones included, without the docstring. */
	readonly statements: number;
	/** Lines of its body that hold code, without the docstring. */
	readonly codeLines: number;
	/** From the outside in. */
	readonly decorators: readonly HandlerDecorator[];
	/** Distinct literal keys that its body takes from the event by `event["…"]`. */
	readonly eventKeys: readonly string[];
	/** What it takes from its event, as far as a model could say it. */
	readonly intake: Intake;
	/** `for … in event["Records"]` stands in its body. */
	readonly loopsRecords: boolean;
	/** Where it returns which items of a batch failed; null where nothing shows it. */
	readonly reportsFailures: CodeSite | null;
	/** Calls in its file that change something outside, such as `put_item`; the first few. */
	readonly writes: readonly CodeSite[];
	/**
	 * `asyncio.run(…)` and the like in its body, and its own name where it is a coroutine that waits; none where the file
	 * has something that runs at once.
	 */
	readonly lonelyRuns: readonly CodeSite[];
}

/** What a file makes of Powertools for AWS Lambda. */
export interface PowertoolsUse {
	/** `Metrics()` without arguments. */
	readonly bareMetrics: readonly CodeSite[];
	/** What version 3 no longer has, or no longer wants. */
	readonly outdated: readonly (CodeSite & { readonly instead: string; readonly isGone: boolean })[];
}

/** A file with handlers. */
export interface HandlerModule {
	readonly handlers: readonly Handler[];
	readonly powertools: PowertoolsUse;
	/** Writes to a store under a condition: `ConditionExpression`, `IfNoneMatch`. */
	readonly hasConditionalWrites: boolean;
}
