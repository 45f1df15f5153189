import type { Facts, Project } from './facts.ts';

/**
 * A project of which no more is written down than a list of requirements, in a folder that functions are deployed from:
 * what is put beside the list is deployed with it.
 */
export const isDeployedList = (
	{ functions }: Pick<Facts, 'functions'>,
	{ path, manifests }: Project,
): boolean =>
	functions.codeDirectories.includes(path) && manifests.every(manifest => /\.(?:txt|in)$/.test(manifest));

/** Why no configuration is put there. */
export const deployedAsItIs =
	'the folder is deployed as it is, and a configuration in it too; one above it is for you to place';
