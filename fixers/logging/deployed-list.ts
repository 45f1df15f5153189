import { isList, valueAt } from '../../source/core/data.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { LambdaFunction } from '../../source/core/facts/functions.ts';
import { folderOf, inFolder, isBelow } from '../../source/core/folders.ts';

type Read = Pick<Facts, 'functions' | 'templates'>;

const installs = (one: LambdaFunction, list: string, { templates }: Read): boolean => {
	const parsed = templates.get(one.template);
	const value = parsed?.ok && parsed.value.outcome === 'read' ? parsed.value.value : null;
	switch (one.kind) {
		case 'sam': {
			const isByUv =
				value !== null &&
				valueAt(value, [...one.path.slice(0, -1), 'Metadata', 'BuildMethod']) === 'python-uv';
			return list === inFolder(one.codeDirectory ?? '', isByUv ? 'pyproject.toml' : 'requirements.txt');
		}
		case 'serverless': {
			const plugins = value === null ? undefined : valueAt(value, ['plugins']);
			return (
				folderOf(list) === folderOf(one.template) &&
				isList(plugins) &&
				plugins.includes('serverless-python-requirements')
			);
		}
		case 'cloudformation':
			// Its code is uploaded as it is.
			return false;
		case 'chalice':
		case 'zappa':
			return true;
	}
};

/**
 * Whether what stands in a list is deployed with a file: SAM installs what the function's own folder asks for, and a list
 * above it is for development. True where no template deploys the file.
 */
export const isDeployedWith = (list: string, path: string, facts: Read): boolean =>
	facts.functions.functions
		.filter(
			({ handlerFile, codeDirectory, python }) =>
				handlerFile === path || (python !== 'no' && codeDirectory !== null && isBelow(path, codeDirectory)),
		)
		.every(one => installs(one, list, facts));
