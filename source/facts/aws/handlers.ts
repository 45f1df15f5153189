import type { HandlerModule } from '../../core/facts/handlers.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { readHandlers } from '../../edit/python/handlers.ts';
import { readPowertools } from '../../edit/python/powertools.ts';

const takesEvent = /^(?:async[ \t]+)?def[ \t]+\w+\s*\(\s*_?event\b[^()]{0,120}?,\s*(?:_?context|_?ctx|_)\b/m;

/** Handlers of Lambda; files without one are not parsed. */
export default defineFileGatherer({
	fact: 'handlers',
	version: 5,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	needs: ['functions'],
	optionsFor: (path, { functions }) =>
		functions.functions
			.flatMap(({ handlerFile, handlerName }) =>
				handlerFile === path && handlerName !== null ? [handlerName] : [],
			)
			.toSorted(),
	extract(file, engines, options): HandlerModule | null {
		const names = Array.isArray(options) ? options.filter(name => typeof name === 'string') : [];
		if (names.length === 0 && !takesEvent.test(file.text)) return null;
		const broken = engines.syntaxError(file);
		// Of a file that no template names, other facts say that it does not parse.
		if (broken && names.length === 0) return null;
		if (broken) throw broken;
		const root = engines.python(file);
		const handlers = readHandlers(file, root, names);
		if (handlers.length === 0) return null;
		return {
			handlers,
			powertools: readPowertools(file, root),
			hasConditionalWrites: /\bConditionExpression\b|\bIfNoneMatch\b|\bcondition_expression\b/.test(
				file.text,
			),
		};
	},
});
