import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Bug } from './core/errors.ts';

// Where the processes that we start have their modules, from source and in the bundle.

export const fromSource = import.meta.url.endsWith('.ts');

/** What Node needs to load them. */
export const nodeFlags: readonly string[] = fromSource ? ['--import=tsx'] : [];

/** The module of a process, by its name in the source and in the bundle. Throws where the installation lacks it. */
export const moduleOf = (inSource: string, inBundle: string): string => {
	// In the bundle this module is a chunk in a folder beside the entries, or stands beside them.
	const places = fromSource ? [`./${inSource}`] : [`./${inBundle}`, `../${inBundle}`];
	const found = places
		.map(place => fileURLToPath(new URL(place, import.meta.url)))
		.find(place => existsSync(place));
	if (found === undefined) throw new Bug('the engine is missing from this installation');
	return found;
};
