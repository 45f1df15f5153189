import type { NamedPython } from '../../source/core/facts/packaging.ts';
import { nameOfMinor } from '../../source/core/python-versions.ts';
import type { Edit } from '../../source/core/tree.ts';
import { setOption } from '../../source/edit/ini.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { chain, spliced } from '../../source/edit/text.ts';
import { replacePythons } from './python-lines.ts';
import { targetSteps } from './python-tables.ts';

type Step = (text: string) => EditResult;

export interface PythonEdits {
	readonly edits: readonly Edit[];
	readonly dropsComments: readonly string[];
	readonly left: readonly NamedPython[];
}

const iniSteps = (text: string, places: readonly NamedPython[], minor: number): readonly Step[] =>
	places.some(({ what }) => what === 'mypy target') && text.includes('python_version')
		? [now => setOption(now, 'mypy', 'python_version', nameOfMinor(minor))]
		: [];

/** Edits that bring places to a version, with further edits of the same files first; a string says why not. */
export const pythonEdits = (
	texts: ReadonlyMap<string, string>,
	places: readonly NamedPython[],
	minor: number,
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
			if (here.length > 0) steps.push(now => chain(now, targetSteps(now, path, minor)));
		} else if (/\.(?:ini|cfg)$/.test(path)) {
			steps.push(...iniSteps(text, here, minor));
			left.push(...here.filter(({ what }) => what === 'tox environment'));
		} else if (here.length > 0) {
			const lines = replacePythons(text, here, minor);
			left.push(...lines.left);
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
