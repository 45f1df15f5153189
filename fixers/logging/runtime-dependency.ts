import { isList, isTable, valueAt } from '../../source/core/data.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import { folderOf, inFolder, upward } from '../../source/core/folders.ts';
import { eolOf } from '../../source/core/text.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { spliced } from '../../source/edit/text.ts';
import { appendToArray, putValue } from '../../source/edit/toml.ts';

type Read = Pick<Facts, 'toml' | 'requirements'>;

/** The list of what a program needs to run, and how one thing is added to it. */
interface RuntimeList {
	readonly path: string;
	add(text: string): EditResult;
}

/**
 * Where a package that the code below a path needs is declared: its manifest, or the requirements file nearest to it
 * that people write by hand and that leaves versions open. One version can be asked for instead of a floor, which a file
 * that pins all may hold too.
 */
export const runtimeListFor = (
	path: string,
	name: string,
	floor: string,
	facts: Read,
	project: Project,
	specifier = `>=${floor}`,
): RuntimeList | null => {
	const requirement = `${name}${specifier}`;
	for (const folder of upward(folderOf(path))) {
		const manifest = inFolder(folder, 'pyproject.toml');
		const parsed = facts.toml.get(manifest);
		if (parsed?.ok) {
			const { value } = parsed.value;
			if (isList(valueAt(value, ['project', 'dependencies'])))
				return {
					path: manifest,
					add: text => appendToArray(text, ['project', 'dependencies'], [requirement]),
				};
			if (isTable(valueAt(value, ['tool', 'poetry', 'dependencies'])))
				return {
					path: manifest,
					add: text => putValue(text, ['tool', 'poetry', 'dependencies', name], specifier),
				};
		}
		const file = ['requirements.in', 'requirements.txt']
			.map(each => inFolder(folder, each))
			.find(each => facts.requirements.has(each));
		const list = file === undefined ? undefined : facts.requirements.get(file);
		if (file !== undefined && list?.ok) {
			const { compiledFrom, isExported, lines } = list.value;
			const isOpen =
				specifier.startsWith('==') || lines.length === 0 || lines.some(({ pin }) => pin !== 'exact');
			if (compiledFrom !== null || isExported || !isOpen || lines.some(({ isHashed }) => isHashed))
				return null;
			return {
				path: file,
				add(text) {
					const eol = eolOf(text);
					// A file that ends without a line break goes on to do so.
					const isOpenEnded = text !== '' && !text.endsWith('\n');
					const line = isOpenEnded ? `${eol}${requirement}` : `${requirement}${eol}`;
					return spliced([{ start: text.length, end: text.length, text: line }]);
				},
			};
		}
		if (folder === project.path) break;
	}
	return null;
};
