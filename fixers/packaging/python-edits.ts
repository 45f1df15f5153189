import type { Facts } from '../../source/core/facts.ts';
import type { NamedPython } from '../../source/core/facts/packaging.ts';
import { pinnedVersions } from '../../source/core/pins.ts';
import { nameOfMinor } from '../../source/core/python-versions.ts';
import type { Edit } from '../../source/core/tree.ts';
import { setOption } from '../../source/edit/ini.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { chain, spliced } from '../../source/edit/text.ts';
import { replacePythons } from './python-lines.ts';
import { targetSteps } from './python-tables.ts';
import { raiseToxEnvironments } from './tox-environments.ts';

type Step = (text: string) => EditResult;

/** The first releases that surely take a version of Python for a target, as `major.minor`. */
const firstWith: Readonly<Record<'black' | 'ruff', ReadonlyMap<number, readonly [number, number]>>> = {
	black: new Map([
		[12, [23, 12]],
		[13, [24, 10]],
		[14, [25, 9]],
	]),
	ruff: new Map([
		[12, [0, 1]],
		[13, [0, 5]],
		[14, [0, 11]],
	]),
};

const knowsPython = (tool: 'black' | 'ruff', version: string, minor: number): boolean => {
	const [, major, after] = /^(\d+)\.(\d+)/.exec(version) ?? [];
	const first = firstWith[tool].get(minor);
	if (major === undefined || after === undefined || first === undefined) return true;
	return Number(major) > first[0] || (Number(major) === first[0] && Number(after) >= first[1]);
};

export interface PythonEdits {
	readonly edits: readonly Edit[];
	readonly dropsComments: readonly string[];
	readonly left: readonly NamedPython[];
}

const iniSteps = (text: string, places: readonly NamedPython[], minor: number): readonly Step[] =>
	places.some(({ what }) => what === 'mypy target') && text.includes('python_version')
		? [now => setOption(now, 'mypy', 'python_version', nameOfMinor(minor))]
		: [];

/** Where another number alone would not do: names of the job beside it, or an image that has no newer Python. */
export const isForPerson = ({ what, source }: NamedPython): boolean =>
	what === 'matrix entry' || /circleci\/python:/.test(source);

/** Distributions of Travis that have no Python from 3.13 on. */
const oldTravis = /^dist:[ \t]*["']?(?:precise|trusty|xenial|bionic|focal)/m;

/** Edits that bring places to a version, with further edits of the same files first; a string says why not. */
export const pythonEdits = (
	texts: ReadonlyMap<string, string>,
	places: readonly NamedPython[],
	minor: number,
	{ toolPins }: Pick<Facts, 'toolPins'>,
	first: ReadonlyMap<string, readonly Step[]> = new Map(),
): PythonEdits | string => {
	const edits: Edit[] = [];
	const drops: string[] = [];
	const left: NamedPython[] = [];
	for (const path of new Set([...first.keys(), ...places.map(({ at }) => at.path)])) {
		const text = texts.get(path);
		if (text === undefined) continue;
		const here = places.filter(({ at }) => at.path === path);
		const steps: Step[] = [...(first.get(path) ?? [])];
		if (path.endsWith('.toml')) {
			const knows = (tool: 'black' | 'ruff'): boolean =>
				pinnedVersions(toolPins, path, tool).every(version => knowsPython(tool, version, minor));
			if (here.length > 0) steps.push(now => chain(now, targetSteps(now, path, minor, knows)));
			left.push(
				...here.filter(
					({ what }) =>
						(what === 'black target' && !knows('black')) || (what === 'ruff target' && !knows('ruff')),
				),
			);
		} else if (/\.(?:ini|cfg)$/.test(path)) {
			steps.push(...iniSteps(text, here, minor));
			const environments = here.filter(({ what }) => what === 'tox environment');
			if (environments.length > 0) {
				const raised = raiseToxEnvironments(text, minor);
				// A list with comments among its items stays for a person.
				if (raised.outcome === 'spliced' && raised.splices.length === 0) left.push(...environments);
				steps.push(now => raiseToxEnvironments(now, minor));
			}
		} else if (here.length > 0) {
			const isLeft = (place: NamedPython): boolean =>
				isForPerson(place) || (path === '.travis.yml' && oldTravis.test(text));
			const lines = replacePythons(
				text,
				here.filter(place => !isLeft(place)),
				minor,
			);
			left.push(...lines.left, ...here.filter(isLeft));
			steps.push(() => spliced(lines.splices, lines.dropsComments));
		}
		const result = chain(text, steps);
		if (result.outcome === 'declined') return `\`${path}\`: ${result.reason}`;
		const [splice, ...rest] = result.splices;
		if (splice) edits.push({ kind: 'splice', path, splices: [splice, ...rest] });
		drops.push(...result.dropsComments);
	}
	return { edits, dropsComments: drops, left };
};
