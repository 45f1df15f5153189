import { isList, isTable, pointerOf, stringAt, valueAt } from '../../../core/data.ts';
import type { Data, Table, TomlDocument } from '../../../core/facts/config.ts';
import { upward } from '../../../core/folders.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import type { Piece, World } from '../piece.ts';

// https://tox.wiki/en/latest/config.html#toml-pyproject-toml-native

/** Where tox is configured in TOML. */
export interface Toml {
	readonly document: TomlDocument;
	readonly folder: string;
	readonly base: readonly string[];
}

/** A table of the configuration; empty where there is none. */
export const tableAtPath = ({ document, base }: Toml, path: readonly string[]): Table => {
	const value = valueAt(document.value, [...base, ...path]);
	return isTable(value) ? value : {};
};

const tomlWord = (word: Data, positional: readonly string[] | null): readonly string[] => {
	if (typeof word === 'string')
		return [
			word.replace(
				/\{posargs(?::([^{}]*))?\}/g,
				(_, text: string | undefined) => positional?.join(' ') ?? text ?? '',
			),
		];
	if (!isTable(word)) return [];
	if (stringAt(word, ['replace']) === 'posargs') {
		const fallback = word['default'];
		return positional ?? (isList(fallback) ? fallback.filter(item => typeof item === 'string') : []);
	}
	return ['${replaced}'];
};

/** The commands of an environment. */
export const tomlPieces = (
	toml: Toml,
	environment: string,
	positional: readonly string[] | null,
): readonly Piece[] => {
	const tables = [['env', environment], ['env_run_base']];
	return ['commands_pre', 'commands', 'commands_post'].flatMap(key => {
		const at = tables.find(path => isList(tableAtPath(toml, path)[key]));
		const value = at ? tableAtPath(toml, at)[key] : undefined;
		const soft = tables.some(path => tableAtPath(toml, path)['ignore_outcome'] === true);
		return (isList(value) ? value : []).flatMap((command, index): readonly Piece[] => {
			if (!at || !isList(command)) return [];
			const words = command.flatMap(word => tomlWord(word, positional)).filter(word => word !== '');
			const location = toml.document.locations[pointerOf([...toml.base, ...at, key, index])];
			const { path } = toml.document;
			const line = location?.line ?? 1;
			const dash = words[0] === '-';
			const text = location?.source ?? words.join(' ');
			return [
				{
					kind: 'words',
					path,
					words: dash ? words.slice(1) : words,
					line,
					column: location?.column ?? 0,
					text,
					directory: toml.folder,
					softeners:
						dash || soft ? [{ kind: 'tox', path, line, text: dash ? text : 'ignore_outcome = true' }] : [],
					hops: [{ path, line, text: `tox -e ${environment}` }],
				},
			];
		});
	});
};

/** The nearest such file above a folder. */
export const findToml = (world: World, folder: string): Toml | null => {
	for (const above of upward(folder)) {
		for (const [name, base] of [
			['tox.toml', []],
			['pyproject.toml', ['tool', 'tox']],
		] as const) {
			const path = folderAt(above, name);
			const document = path === null ? null : world.toml(path);
			if (document && isTable(valueAt(document.value, base))) return { document, folder: above, base };
		}
	}
	return null;
};
