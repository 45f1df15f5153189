import { tableAt } from '../data.ts';
import type { Facts, Project } from '../facts.ts';
import { inFolder, upward } from '../folders.ts';

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

const hooks = '.pre-commit-config.yaml';

const isReplaced = (tool: string): tool is ReplacedTool['tool'] => tomlTools.some(one => one === tool);

/** In the project's folder and above it; a hook configures a tool too, if only by its arguments. */
export const replacedTools = (
	facts: Pick<Facts, 'toml' | 'ini' | 'toolPins'>,
	project: Project,
): readonly ReplacedTool[] =>
	upward(project.path).flatMap(folder => {
		const path = inFolder(folder, 'pyproject.toml');
		const manifest = facts.toml.get(path);
		const fromToml = tomlTools.flatMap((tool): readonly ReplacedTool[] => {
			if (!manifest?.ok || !tableAt(manifest.value.value, ['tool', tool])) return [];
			return [{ tool, path, line: manifest.value.locations[`/tool/${tool}`]?.line ?? 0 }];
		});
		const fromIni = iniFiles.flatMap(([name, section, tool]): readonly ReplacedTool[] => {
			const parsed = facts.ini.get(inFolder(folder, name));
			if (!parsed?.ok) return [];
			const found = section === null ? { line: 1 } : parsed.value.sections[section];
			return found ? [{ tool, path: inFolder(folder, name), line: found.line }] : [];
		});
		const pins = facts.toolPins.get(inFolder(folder, hooks));
		const fromHooks = (pins?.ok ? pins.value : []).flatMap(({ tool, line }): readonly ReplacedTool[] =>
			isReplaced(tool) ? [{ tool, path: inFolder(folder, hooks), line }] : [],
		);
		const configured = [...fromToml, ...fromIni];
		return [...configured, ...fromHooks.filter(({ tool }) => configured.every(other => other.tool !== tool))];
	});
