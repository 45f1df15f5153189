import type { PerFile } from './facts.ts';
import type { Location, TomlDocument } from './facts/config.ts';
import type { Origin } from './facts/tools.ts';
import type { Place } from './finding.ts';

const locationOf = (toml: PerFile<TomlDocument>, { path, pointer }: Origin): Location | undefined => {
	const parsed = toml.get(path);
	return parsed?.ok ? parsed.value.locations[pointer] : undefined;
};

/** Where a setting stands; the file as a whole where its lines are not known. */
export const placeOf = (toml: PerFile<TomlDocument>, origin: Origin): Place => {
	const location = locationOf(toml, origin);
	if (!location) return { path: origin.path };
	const { line, column, endLine, endColumn } = location;
	return { path: origin.path, line, column, endLine, endColumn };
};
