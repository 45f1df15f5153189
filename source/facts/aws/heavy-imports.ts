import type { HeavyImport } from '../../core/facts/heavy-imports.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { heavyPackages, readHeavyImports } from '../../edit/python/heavy-imports.ts';

const imports = new RegExp(
	`^[ \\t]*(?:import|from)[ \\t]+(?:[\\w., ]*,[ \\t]*)?(?:${heavyPackages.join('|')})\\b`,
	'm',
);

/** Heavy imports of files that hold the handler of a function; other files are not parsed. */
export default defineFileGatherer({
	fact: 'heavyImports',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	needs: ['functions'],
	optionsFor: (path, { functions }) => {
		const names = functions.functions.flatMap(({ handlerFile, handlerName }) =>
			handlerFile === path && handlerName !== null ? [handlerName] : [],
		);
		return names.length > 0 ? [...new Set(names)].toSorted() : null;
	},
	extract(file, engines, options): readonly HeavyImport[] | null {
		if (!imports.test(file.text)) return null;
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const names = Array.isArray(options) ? options.filter(name => typeof name === 'string') : [];
		const root = engines.python(file);
		// A handler that is made by a call, such as that of a framework, tells nothing of what it needs.
		const isDefined = names.every(name =>
			new RegExp(`^(?:async[ \\t]+)?def[ \\t]+${name}\\b`, 'm').test(file.text),
		);
		const found = isDefined ? readHeavyImports(file, root, names) : [];
		return found.length > 0 ? found : null;
	},
});
