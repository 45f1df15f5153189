import { Bug, ToolError, UserError, messageOf } from '../core/errors.ts';
import { visible } from '../core/safe-text.ts';
import { maskedForPeople } from '../core/secrets/mask.ts';
import type { ExitStatus } from './exit-status.ts';

/** What an error means: lines for standard error, and the exit status. */
export interface Failure {
	readonly lines: readonly string[];
	readonly status: ExitStatus;
}

const stackOf = (thrown: unknown): readonly string[] =>
	thrown instanceof Error && thrown.stack !== undefined
		? maskedForPeople(thrown.stack).split('\n').map(visible)
		: [];

const sentences = (thrown: unknown): readonly string[] => {
	const message = `bp-audit: ${messageOf(thrown)}`;
	if (thrown instanceof UserError) return thrown.tryThis === '' ? [message] : [message, thrown.tryThis];
	if (thrown instanceof ToolError) return [message, `It was \`${maskedForPeople(thrown.command)}\``];
	if (thrown instanceof Bug) return [message, 'This is a mistake in bp-audit; --debug shows where'];
	return [message, '--debug shows where'];
};

/** One sentence and what to try; the stack only for `--debug`. */
export const failureOf = (thrown: unknown, { debug }: { readonly debug: boolean }): Failure => ({
	lines: [...sentences(thrown).map(visible), ...(debug ? stackOf(thrown) : [])],
	status: thrown instanceof UserError ? 2 : 3,
});
