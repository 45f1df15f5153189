import type { LambdaFunctions } from './facts/functions.ts';
import { numberOf } from './template/resolve.ts';

/** The shortest time, in seconds, that a function with its handler in the file may run; null where no template tells. */
export const functionTimeoutOf = ({ functions }: LambdaFunctions, path: string): number | null => {
	const seconds = functions
		.filter(({ handlerFile }) => handlerFile === path)
		.flatMap(({ timeout, defaultTimeout }) =>
			timeout.branches.map(branch => {
				if (branch.state === 'absent') return defaultTimeout;
				return branch.state === 'known' ? numberOf(branch.value) : null;
			}),
		)
		.filter(value => value !== null);
	return seconds.length > 0 ? Math.min(...seconds) : null;
};
