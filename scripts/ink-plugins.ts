import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Puts a module of ours in the place of one of Ink's. */
const replaced = (name: string, filter: RegExp, ours: string): Plugin => ({
	name,
	setup(context) {
		context.onLoad({ filter }, () => ({ contents: readFileSync(here(ours), 'utf8'), loader: 'js' }));
	},
});

/** Ink as we ship it. */
export const inkPlugins: readonly Plugin[] = [
	{
		// Loaded only when asked by the environment; not ours to ship.
		name: 'without-developer-tools',
		setup(context) {
			context.onLoad({ filter: /[\\/]ink[\\/]build[\\/]devtools\.js$/ }, () => ({ contents: '' }));
		},
	},
	replaced('rows-as-they-are', /[\\/]ink[\\/]build[\\/]output\.js$/, 'ink-output.js'),
	replaced('known-widths', /[\\/]widest-line[\\/]index\.js$/, 'ink-width.js'),
];
