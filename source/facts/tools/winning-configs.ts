import type { Facts } from '../../core/facts.ts';
import type { IniDocument, TomlDocument } from '../../core/facts/config.ts';
import { folderOf, inFolder } from '../../core/folders.ts';

/**
 * Of each folder, the first file in a tool's order that configures it; the others are not read by the tool, and named.
 * Neither coverage nor pytest merges what two files say.
 */
export const winningConfigs = <Found extends { readonly path: string }>(
	facts: Pick<Facts, 'toml' | 'ini'>,
	names: readonly string[],
	fromToml: (document: TomlDocument) => Found | null,
	fromIni: (document: IniDocument) => Found | null,
): readonly (Found & { readonly shadows: readonly string[] })[] => {
	const found = (path: string): Found | null => {
		if (path.endsWith('.toml')) {
			const parsed = facts.toml.get(path);
			return parsed?.ok ? fromToml(parsed.value) : null;
		}
		const parsed = facts.ini.get(path);
		return parsed?.ok ? fromIni(parsed.value) : null;
	};
	const folders = new Set([...facts.toml.keys(), ...facts.ini.keys()].map(folderOf));
	return [...folders].toSorted().flatMap(folder => {
		const all = names.map(name => found(inFolder(folder, name)));
		const [winner, ...others] = all.filter(config => config !== null);
		return winner ? [{ ...winner, shadows: others.map(({ path }) => path) }] : [];
	});
};
