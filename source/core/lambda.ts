import type { Facts } from './facts.ts';

/** Code that Lambda runs: the file has a handler, or lies in a directory that a template deploys. */
export const runsInLambda = (path: string, facts: Pick<Facts, 'modules' | 'functions'>): boolean => {
	const parsed = facts.modules.get(path);
	if (parsed?.ok && parsed.value.handlers.length > 0) return true;
	const { functions, codeDirectories } = facts.functions;
	if (functions.some(({ handlerFile }) => handlerFile === path)) return true;
	// A root that is deployed as a whole says nothing of the single file.
	return codeDirectories.some(directory => directory !== '.' && path.startsWith(`${directory}/`));
};
