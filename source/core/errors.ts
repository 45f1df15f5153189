import { maskedForPeople } from './secrets/mask.ts';

/** Something the user can mend; shown as one sentence and what to try. */
export class UserError extends Error {
	override readonly name = 'UserError';
	/** What to do about it, one sentence; empty when the message says it all. */
	readonly tryThis: string;
	constructor(message: string, options: { readonly tryThis?: string; readonly cause?: unknown } = {}) {
		super(message, { cause: options.cause });
		this.tryThis = options.tryThis ?? '';
	}
}

/** Something we must mend: a state that the code says cannot be. */
export class Bug extends Error {
	override readonly name = 'Bug';
}

/** Somebody else's program failed; carries what it said. */
export class ToolError extends Error {
	override readonly name = 'ToolError';
	readonly command: string;
	readonly output: string;
	constructor(message: string, options: { readonly command: string; readonly output: string }) {
		super(message);
		this.command = options.command;
		this.output = options.output;
	}
}

/** The message of whatever was thrown; what it quotes of a repository is free of secrets. */
export const messageOf = (thrown: unknown): string =>
	maskedForPeople(thrown instanceof Error ? thrown.message : String(thrown));
