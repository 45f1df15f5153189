import { isList, isTable, tableAt, valueAt } from '../../source/core/data.ts';
import type { Data } from '../../source/core/facts/config.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import { inFolder } from '../../source/core/folders.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { appendToArray, putValue } from '../../source/edit/toml.ts';
import { homeOf } from '../tooling/dev-tools.ts';
import { declaring } from '../tooling/wanted-gates.ts';

type Needed = Pick<
	Facts,
	'toml' | 'ini' | 'packaging' | 'requirements' | 'paths' | 'devDependencies' | 'toolPins'
>;

/** The one list that pytest is declared in: what is added there is installed wherever pytest is. */
export interface Beside {
	readonly path: string;
	add(text: string, plugin: string): EditResult;
}

const named = (item: Data): boolean => typeof item === 'string' && /^\s*pytest\s*(?![\w.-])/i.test(item);

const below = (
	value: Data,
	keys: readonly string[],
	...rest: readonly string[]
): readonly (readonly string[])[] =>
	Object.keys(tableAt(value, keys) ?? {}).map(name => [...keys, name, ...rest]);

/** Lists and tables of a manifest that have pytest. */
const placesIn = (value: Data): readonly Beside['add'][] => {
	const lists = [
		...below(value, ['dependency-groups']),
		...below(value, ['project', 'optional-dependencies']),
		...below(value, ['tool', 'pdm', 'dev-dependencies']),
		['tool', 'uv', 'dev-dependencies'],
	].filter(keys => {
		const list = valueAt(value, keys);
		return isList(list) && list.some(named);
	});
	const tables = [
		...below(value, ['tool', 'poetry', 'group'], 'dependencies'),
		['tool', 'poetry', 'dev-dependencies'],
		['dev-packages'],
	].filter(keys => {
		const table = valueAt(value, keys);
		return isTable(table) && table['pytest'] !== undefined;
	});
	return [
		...lists.map(keys => (text: string, plugin: string) => appendToArray(text, keys, [plugin])),
		...tables.map(keys => (text: string, plugin: string) => putValue(text, [...keys, plugin], '*')),
	];
};

/** `deps` of tox environments that name pytest: such an environment installs nothing else. */
const inTox = ({ ini }: Needed, project: Project): string | null => {
	for (const name of ['tox.ini', 'setup.cfg']) {
		const path = inFolder(project.path, name);
		const parsed = ini.get(path);
		if (!parsed?.ok) continue;
		const found = Object.entries(parsed.value.sections).some(
			([section, { options }]) =>
				/^(?:tox:)?testenv/.test(section) &&
				/^\s*(?:[\w,!.{}-]+:\s*)?pytest\s*(?![\w.-])/m.test(options['deps']?.value ?? ''),
		);
		if (found) return path;
	}
	return null;
};

/** Where a plug-in of pytest is declared; a text says why no single place can be told. */
export const besidePytest = (facts: Needed, project: Project): Beside | string => {
	const tox = inTox(facts, project);
	if (tox !== null) return `\`${tox}\` installs pytest by a list of its own, which would lack the plug-in`;
	const paths = declaring(facts, project, 'pytest');
	const [path, other] = paths;
	if (path === undefined) return 'pytest is not declared as a development dependency';
	if (other !== undefined) return `pytest is declared in \`${path}\` and in \`${other}\``;
	const parsed = facts.toml.get(path);
	if (parsed?.ok) {
		const [add, more] = placesIn(parsed.value.value);
		if (!add) return `no list of development dependencies in \`${path}\` has pytest`;
		return more ? `more than one list in \`${path}\` has pytest` : { path, add };
	}
	const home = homeOf({ facts, project });
	return home?.path === path
		? { path, add: (text, plugin) => home.add(text, [plugin]) }
		: `\`${path}\` cannot be edited`;
};
