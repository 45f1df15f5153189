import { isList, stringsAt, valueAt } from '../../source/core/data.ts';
import { nameOfMinor } from '../../source/core/python-versions.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { deleteItem, setValue } from '../../source/edit/toml.ts';
import { readToml } from '../../source/edit/toml/read.ts';

type Step = (text: string) => EditResult;

const versionOf = (classifier: string): number | null => {
	const minor = /^Programming Language :: Python :: 3\.(\d+)$/.exec(classifier)?.[1];
	return minor === undefined ? null : Number(minor);
};

/** Classifiers of older Pythons go; the oldest that is left, or that comes, is the wanted one. */
const classifierSteps = (
	value: Parameters<typeof stringsAt>[0],
	path: readonly string[],
	minor: number,
): readonly Step[] => {
	const classifiers = stringsAt(value, path);
	const old = [...classifiers.keys()].filter(at => (versionOf(classifiers[at] ?? '') ?? minor) < minor);
	if (old.length === 0) return [];
	const wanted = `Programming Language :: Python :: ${nameOfMinor(minor)}`;
	// In the place of the newest one that goes, where the list keeps its order.
	const kept = classifiers.includes(wanted) ? undefined : old.at(-1);
	return old.toReversed().map(
		(at): Step =>
			text =>
				at === kept ? setValue(text, [...path, at], wanted) : deleteItem(text, [...path, at]),
	);
};

/** Edits of one TOML file that bring targets and classifiers to a version. */
export const targetSteps = (
	text: string,
	path: string,
	minor: number,
	knows: (tool: 'black' | 'ruff') => boolean,
): readonly Step[] => {
	const reading = readToml(text);
	if (!reading.ok) return [];
	const { value } = reading.toml;
	const isRuffFile = /(?:^|\/)\.?ruff\.toml$/.test(path);
	const ruff = isRuffFile ? ['target-version'] : ['tool', 'ruff', 'target-version'];
	const black = ['tool', 'black', 'target-version'];
	const mypy = ['tool', 'mypy', 'python_version'];
	const name = `py3${minor}`;
	return [
		...(typeof valueAt(value, ruff) === 'string' && knows('ruff')
			? [(now: string) => setValue(now, ruff, name)]
			: []),
		...(isList(valueAt(value, black)) && knows('black')
			? [(now: string) => setValue(now, black, [name])]
			: []),
		...(valueAt(value, mypy) === undefined ? [] : [(now: string) => setValue(now, mypy, nameOfMinor(minor))]),
		...classifierSteps(value, ['project', 'classifiers'], minor),
		...classifierSteps(value, ['tool', 'poetry', 'classifiers'], minor),
	];
};
