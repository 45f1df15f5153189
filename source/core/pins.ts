import type { PerFile } from './facts.ts';
import type { ToolPin } from './facts/tools.ts';
import { folderOf, upward } from './folders.ts';

/** A pin and the file that has it. */
export interface LocatedPin extends ToolPin {
	readonly path: string;
}

/** Lockfiles say what is installed; hooks and requirements say it for their own runs. */
const rankOf = (path: string): number => {
	if (/(^|\/)(uv\.lock|poetry\.lock|pdm\.lock|Pipfile\.lock)$/.test(path)) return 0;
	return path.endsWith('.yaml') || path.endsWith('.yml') ? 2 : 1;
};

/** The folder a pin is for: `requirements/` holds those of the folder above. */
const homeOf = (path: string): string => {
	const folder = folderOf(path);
	return /(^|\/)requirements$/.test(folder) ? folderOf(folder) : folder;
};

/** Pins of a tool in the folder of a path and above it, the most telling first. */
export const pinsOf = (
	pins: PerFile<readonly ToolPin[]>,
	path: string,
	tool: string,
): readonly LocatedPin[] => {
	const folders = upward(folderOf(path));
	return [...pins]
		.flatMap(([file, parsed]) => (parsed.ok ? parsed.value.map(pin => ({ ...pin, path: file })) : []))
		.filter(pin => pin.tool === tool && folders.includes(homeOf(pin.path)))
		.toSorted(
			(a, b) =>
				rankOf(a.path) - rankOf(b.path) || folders.indexOf(homeOf(a.path)) - folders.indexOf(homeOf(b.path)),
		);
};

/** All versions that lockfiles, requirements files and hooks give a tool, the most telling first. */
export const pinnedVersions = (
	pins: PerFile<readonly ToolPin[]>,
	path: string,
	tool: string,
): readonly string[] => pinsOf(pins, path, tool).flatMap(({ version }) => (version === '' ? [] : [version]));
