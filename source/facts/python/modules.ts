import { defineFileGatherer } from '../../core/gather.ts';
import type { PythonImport, PythonModule } from '../../core/facts/python.ts';
import { positionAt } from '../../core/text.ts';
import { forEachStatement } from '../../edit/python/statements.ts';

const opensScope = /(?:async[ \t]+)?def\b|class\b|if[ \t(]+(?:\w+\.)?TYPE_CHECKING\b/y;
const importing = /(?:import|from)\b/y;
const mainGuard = /if\b[\s(]*(?:__name__\s*==\s*["']__main__["']|["']__main__["']\s*==\s*__name__)/y;
const signature = /(?:async[ \t]+)?def\s+(\w+)\s*\(/y;
const fromImport = /^from\s+([\w.]+|\.[\s.]*[\w.]*)\s*import\b\s*\(?([\s\S]*)$/;
const generated = /@generated|auto-?generated|do not edit/i;
const eventName = /^_?event$/;
const contextName = /^(?:_?context|_?ctx|_)$/;

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
	pattern.lastIndex = at;
	return pattern.exec(text);
};

/** Without comments and continuation marks; an import statement holds no strings. */
const bare = (source: string): string => source.replaceAll(/#[^\r\n]*|\\\r?\n/g, ' ').trim();

type Names = Omit<PythonImport, 'line' | 'topLevel'>;

const namesOf = (list: string, of: (name: string, alias: string | undefined) => Names): Names[] =>
	list
		.replaceAll(/[()]/g, ' ')
		.split(',')
		.flatMap(part => {
			const [name, , alias] = part.trim().split(/\s+/);
			return name ? [of(name, alias)] : [];
		});

const importedBy = (source: string): Names[] => {
	const text = bare(source);
	const from = fromImport.exec(text);
	if (from) {
		const module = (from[1] ?? '').replaceAll(/\s/g, '');
		return namesOf(from[2] ?? '', (name, alias) => ({ module, name, as: alias ?? name }));
	}
	return namesOf(text.replace(/^import\b/, ''), (module, alias) => ({
		module,
		name: null,
		as: alias ?? module.replace(/\..*$/, ''),
	}));
};

/** Names of the first two parameters; commas inside annotations and defaults part nothing. */
const firstParameters = (parameters: string): readonly string[] => {
	const text = parameters.replaceAll(/#[^\r\n]*/g, '');
	const parts = [''];
	let depth = 0;
	for (const letter of text) {
		if ('([{'.includes(letter)) depth++;
		if (')]}'.includes(letter)) depth--;
		if (depth < 0 || parts.length > 2) break;
		if (letter === ',' && depth === 0) parts.push('');
		else parts.push((parts.pop() ?? '') + letter);
	}
	return parts.map(part => /^\s*(\w*)/.exec(part)?.[1] ?? '');
};

const takesEvent = (parameters: string): boolean => {
	const [first = '', second = ''] = firstParameters(parameters);
	return eventName.test(first) && contextName.test(second);
};

const headOf = (text: string, lineStarts: readonly number[]): string =>
	text.slice(0, lineStarts[15] ?? text.length);

/** What every Python file is asked, by one walk over its statements; ruff's one run says whether it is valid. */
export default defineFileGatherer({
	fact: 'modules',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines) {
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const { text, lineStarts } = file;
		const imports: PythonImport[] = [];
		const handlers: PythonModule['handlers'][number][] = [];
		let hasMainGuard = false;
		/** Indents of the functions, classes and `if TYPE_CHECKING` around; what is deeper is not top level. */
		const scopes: number[] = [];
		const lineAt = (offset: number): number => positionAt(lineStarts, offset).line;
		forEachStatement(text, (start, end, indent, inline) => {
			if (!inline) while (scopes.length > 0 && indent <= (scopes.at(-1) ?? 0)) scopes.pop();
			// Only statements that start with these letters tell something; most start with others.
			const letter = text.charCodeAt(start);
			if (letter !== 97 && letter !== 99 && letter !== 100 && letter !== 102 && letter !== 105) return;
			if ((letter === 105 || letter === 102) && matchAt(importing, text, start)) {
				const line = lineAt(start);
				const topLevel = scopes.length === 0;
				for (const name of importedBy(text.slice(start, end))) imports.push({ ...name, line, topLevel });
				return;
			}
			if (inline || letter === 102) return;
			if (letter === 105 && indent === 0 && matchAt(mainGuard, text, start)) hasMainGuard = true;
			if (!matchAt(opensScope, text, start)) return;
			const def = indent === 0 && letter !== 105 && letter !== 99 ? matchAt(signature, text, start) : null;
			if (def && takesEvent(text.slice(start + def[0].length, end))) {
				handlers.push({ name: def[1] ?? '', line: lineAt(start) });
			}
			scopes.push(indent);
		});
		return {
			lines: text.length === lineStarts.at(-1) ? lineStarts.length - 1 : lineStarts.length,
			imports,
			handlers,
			hasMainGuard,
			isGenerated: generated.test(headOf(text, lineStarts)),
		};
	},
});
