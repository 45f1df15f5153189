import { Bug, messageOf, ToolError, UserError } from '../core/errors.ts';
import { maskedForPeople } from '../core/secrets/mask.ts';

/** What was thrown, as plain data and free of secrets: an error loses its class on the way to another process. */
export type Failure = { readonly message: string; readonly stack: string } & (
	| { readonly kind: 'user'; readonly tryThis: string }
	| { readonly kind: 'tool'; readonly command: string; readonly output: string }
	| { readonly kind: 'bug' | 'other' }
);

export const failureOf = (thrown: unknown): Failure => {
	const message = messageOf(thrown);
	const stack = thrown instanceof Error ? maskedForPeople(thrown.stack ?? '') : '';
	if (thrown instanceof UserError) return { kind: 'user', message, stack, tryThis: thrown.tryThis };
	if (thrown instanceof ToolError) {
		const [command, output] = [maskedForPeople(thrown.command), maskedForPeople(thrown.output)];
		return { kind: 'tool', message, stack, command, output };
	}
	return { kind: thrown instanceof Bug ? 'bug' : 'other', message, stack };
};

const bare = (failure: Failure): Error => {
	const { message } = failure;
	switch (failure.kind) {
		case 'user':
			return new UserError(message, { tryThis: failure.tryThis });
		case 'tool':
			return new ToolError(message, { command: failure.command, output: failure.output });
		case 'bug':
			return new Bug(message);
		case 'other':
			return new Error(message);
	}
};

/** The error again, with the stack of where it was thrown. */
export const errorOf = (failure: Failure): Error => {
	const error = bare(failure);
	if (failure.stack !== '') error.stack = failure.stack;
	return error;
};
