import type { LambdaFunction, LambdaFunctions } from '../../core/facts/functions.ts';
import { folderOf } from '../../core/folders.ts';
import type { Manifests } from './manifests.ts';
import { isBenchmark, isForeign, isMaterial } from './roles.ts';

/**
 * The functions that the repository itself deploys. Templates among tests are test data; those among examples
 * count only where the repository has nothing but examples.
 */
export const deployedFunctions = (
	{ functions }: Pick<LambdaFunctions, 'functions'>,
	manifests: ReadonlyMap<string, Manifests>,
): readonly LambdaFunction[] => {
	const own = functions.filter(
		({ template }) => !isMaterial(folderOf(template)) && !isBenchmark(folderOf(template)),
	);
	const hasOwnProject = [...manifests].some(([folder, { isStrong }]) => isStrong && !isMaterial(folder));
	if (own.length > 0 || hasOwnProject) return own;
	return functions.filter(({ template }) => !isForeign(folderOf(template)));
};

/** Where their code lies, ascending. */
export const codeDirectoriesOf = (functions: readonly LambdaFunction[]): readonly string[] =>
	[...new Set(functions.filter(({ python }) => python !== 'no').map(({ codeDirectory }) => codeDirectory))]
		.filter(folder => folder !== null)
		.toSorted();
