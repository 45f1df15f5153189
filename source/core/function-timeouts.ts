import type { Facts } from './facts.ts';
import type { LambdaFunction } from './facts/functions.ts';
import { reachOf } from './handler-reach.ts';
import { numberOf } from './template/resolve.ts';

/** How long, in seconds, code may run before Lambda stops it. */
export interface FunctionTime {
	readonly seconds: number;
	/** Whether the file has the handler itself; otherwise handlers import it. */
	readonly isHandler: boolean;
}

const secondsOf = ({ timeout, defaultTimeout }: LambdaFunction): readonly (number | null)[] =>
	timeout.branches.map(branch => {
		if (branch.state === 'absent') return defaultTimeout;
		return branch.state === 'known' ? numberOf(branch.value) : null;
	});

type Read = Pick<Facts, 'functions' | 'paths' | 'modules'>;

const importersByFacts = new WeakMap<Facts['functions'], ReadonlyMap<string, readonly LambdaFunction[]>>();

/** The functions that import each file; remembered, since each project of a repository asks. */
const importersIn = ({ functions, ...read }: Read): ReadonlyMap<string, readonly LambdaFunction[]> => {
	const known = importersByFacts.get(functions);
	if (known) return known;
	const importers = new Map<string, LambdaFunction[]>();
	for (const lambda of functions.functions) {
		for (const path of reachOf(lambda, read)) {
			const list = importers.get(path);
			if (list) list.push(lambda);
			else importers.set(path, [lambda]);
		}
	}
	importersByFacts.set(functions, importers);
	return importers;
};

/**
 * The time that the functions leave a file: the shortest of those that have their handler in it, otherwise the longest
 * of those that import it, since a short one may never call it. Null where no template tells.
 */
export const functionTimeOf = (facts: Read, path: string): FunctionTime | null => {
	const handlers = facts.functions.functions
		.filter(({ handlerFile }) => handlerFile === path)
		.flatMap(secondsOf)
		.filter(value => value !== null);
	if (handlers.length > 0) return { seconds: Math.min(...handlers), isHandler: true };
	const others = (importersIn(facts).get(path) ?? []).flatMap(secondsOf);
	const known = others.filter(value => value !== null);
	return known.length > 0 && known.length === others.length
		? { seconds: Math.max(...known), isHandler: false }
		: null;
};
