import { tableAt } from '../data.ts';
import type { Facts, Project } from '../facts.ts';
import { upward } from '../folders.ts';

/** A tool whose work ruff does too, and where it is configured. */
export interface ReplacedTool {
	readonly tool: 'black' | 'isort' | 'flake8' | 'pylint' | 'yapf' | 'autopep8';
	readonly path: string;
	readonly line: number;
}

const tomlTools = ['black', 'isort', 'flake8', 'pylint', 'yapf', 'autopep8'] as const;

/** By file name: the section that configures the tool, or null where the file alone does. */
const iniFiles: readonly (readonly [name: string, section: string | null, tool: ReplacedTool['tool']])[] = [
	['.flake8', 'flake8', 'flake8'],
	['setup.cfg', 'flake8', 'flake8'],
	['tox.ini', 'flake8', 'flake8'],
	['setup.cfg', 'isort', 'isort'],
	['tox.ini', 'isort', 'isort'],
	['.isort.cfg', null, 'isort'],
	['.pylintrc', null, 'pylint'],
	['pylintrc', null, 'pylint'],
];

/** In the project's folder and above it. */
export const replacedTools = (
	facts: Pick<Facts, 'toml' | 'ini'>,
	project: Project,
): readonly ReplacedTool[] =>
	upward(project.path).flatMap(folder => {
		const at = (name: string): string => (folder === '.' ? name : `${folder}/${name}`);
		const path = at('pyproject.toml');
		const manifest = facts.toml.get(path);
		const fromToml = tomlTools.flatMap((tool): readonly ReplacedTool[] => {
			if (!manifest?.ok || !tableAt(manifest.value.value, ['tool', tool])) return [];
			return [{ tool, path, line: manifest.value.locations[`/tool/${tool}`]?.line ?? 0 }];
		});
		const fromIni = iniFiles.flatMap(([name, section, tool]): readonly ReplacedTool[] => {
			const parsed = facts.ini.get(at(name));
			if (!parsed?.ok) return [];
			const found = section === null ? { line: 1 } : parsed.value.sections[section];
			return found ? [{ tool, path: at(name), line: found.line }] : [];
		});
		return [...fromToml, ...fromIni];
	});
