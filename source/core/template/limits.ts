import type { LambdaFunction } from '../facts/functions.ts';
import type { Branch, Setting } from '../facts/templates.ts';
import { numberOf } from './resolve.ts';

/** The numbers a setting can have. */
export interface Numbers {
	readonly values: readonly number[];
	/** Parameters' defaults and branches of conditions may turn out otherwise. */
	readonly unsure: boolean;
	/** Why a branch cannot be told, or null. */
	readonly unknown: string | null;
}

const isKnown = (branch: Branch): branch is Extract<Branch, { state: 'known' }> => branch.state === 'known';

/** A setting's numbers, with the default that applies where it is not set. */
export const numbersOf = (setting: Setting, fallback: number | null): Numbers => {
	const values: number[] = [];
	let unknown: string | null = null;
	for (const branch of setting.branches) {
		if (branch.state === 'unknown') unknown ??= branch.reason;
		else if (branch.state === 'absent') values.push(...(fallback === null ? [] : [fallback]));
		else {
			const number = numberOf(branch.value);
			if (number === null) unknown ??= 'it is not a number';
			else values.push(number);
		}
	}
	const unsure =
		setting.branches.length > 1 || setting.branches.some(branch => isKnown(branch) && branch.via !== null);
	return { values, unsure, unknown };
};

export const isAbsent = (setting: Setting): boolean =>
	setting.branches.every(({ state }) => state === 'absent');

/** Every trigger is a queue, and each bounds how many batches run at once. */
export const isBoundedByQueues = ({ triggers }: LambdaFunction): boolean =>
	triggers.length > 0 &&
	triggers.every(({ kind, maximumConcurrency }) => kind === 'sqs' && !isAbsent(maximumConcurrency));

/** Nothing bounds how many of it run at once. */
export const isUnbounded = (lambda: LambdaFunction): boolean =>
	isAbsent(lambda.reservedConcurrency) && !isBoundedByQueues(lambda);

/** Pollers of a queue start with five batches at once. */
export const queuePollers = 5;

const keys = {
	sam: { timeout: 'Timeout', reserved: 'ReservedConcurrentExecutions' },
	cloudformation: { timeout: 'Timeout', reserved: 'ReservedConcurrentExecutions' },
	serverless: { timeout: 'timeout', reserved: 'reservedConcurrency' },
	chalice: { timeout: 'lambda_timeout', reserved: 'reserved_concurrency' },
	zappa: { timeout: 'timeout_seconds', reserved: 'lambda_concurrency' },
} as const;

/** What a function's limits are called in its file. */
export const limitKeysOf = ({
	kind,
	path,
}: LambdaFunction): { readonly timeout: string; readonly reserved: string } =>
	// Functions among the `resources` of a Serverless service are plain CloudFormation.
	keys[kind === 'serverless' && path.at(-1) === 'Properties' ? 'cloudformation' : kind];
