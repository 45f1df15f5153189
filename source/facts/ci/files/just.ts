import type { CiFile, JustRecipe, PlacedText } from '../../../core/facts/ci-files.ts';
import { shellWords } from '../../../core/shell-words.ts';

// https://just.systems/man/en/

const head =
	/^@?([A-Za-z_][\w-]*)((?:[ \t]+[+*$]*[A-Za-z_]\w*(?:=(?:"[^"]*"|'[^']*'|`[^`]*`|\([^)]*\)|\S+))?)*)[ \t]*:(?!=)(.*)$/;
const parameter = /[+*$]*([A-Za-z_][\w-]*)(?:=("[^"]*"|'[^']*'|\S+))?/g;

const dependenciesOf = (text: string): JustRecipe['dependencies'] => {
	const found: (readonly string[])[] = [];
	const bare = text.replace(/(?:^|\s)#.*$/, '').replaceAll('&&', ' ');
	for (const match of bare.matchAll(/\(([^)]*)\)|([A-Za-z_][\w:-]*)/g)) {
		const words = match[1] === undefined ? [match[2] ?? ''] : shellWords(match[1]);
		if (words.length > 0) found.push(words);
	}
	return found;
};

/** The recipes of a justfile. */
export const readJustfile = (text: string): CiFile => {
	const variables = new Map<string, string>();
	const imports: string[] = [];
	const recipes: { -readonly [Key in keyof JustRecipe]: JustRecipe[Key] }[] = [];
	let body: PlacedText[] | null = null;
	let lines: { readonly text: string; readonly line: number }[] = [];
	const recipe = () => recipes.at(-1);
	const close = (): void => {
		const current = recipe();
		const first = lines.find(({ text: line }) => line.trim() !== '');
		if (!current || !body || !first) return;
		const indent = /^\s*/.exec(first.text)?.[0] ?? '';
		current.shebang = first.text.trim().startsWith('#!');
		let whole: { text: string; parts: { at: number; line: number; column: number }[] } = {
			text: '',
			parts: [],
		};
		const flush = (): void => {
			if (whole.text.trim() !== '') body?.push(whole);
			whole = { text: '', parts: [] };
		};
		for (const { text: line, line: number } of lines) {
			const bare = line.startsWith(indent) ? line.slice(indent.length) : line.trimStart();
			whole.parts.push({ at: whole.text.length, line: number, column: line.length - bare.length + 1 });
			whole.text += bare;
			if (current.shebang || bare.endsWith('\\')) whole.text += '\n';
			else flush();
		}
		flush();
	};
	text.split(/\r?\n/).forEach((line, at) => {
		if (body && (/^[ \t]+\S/.test(line) || line.trim() === '')) {
			lines.push({ text: line, line: at + 1 });
			return;
		}
		close();
		body = null;
		lines = [];
		if (/^\s*(?:#|$)|^\[/.test(line)) return;
		const assigned = /^(?:export[ \t]+)?([A-Za-z_][\w-]*)[ \t]*:=[ \t]*(.*)$/.exec(line);
		if (assigned) {
			const literal = /^(["'])(.*)\1[ \t]*(?:#.*)?$/.exec(assigned[2] ?? '');
			if (literal) variables.set(assigned[1] ?? '', literal[2] ?? '');
			return;
		}
		const imported = /^import\??[ \t]+["']([^"']+)["']/.exec(line)?.[1];
		if (imported !== undefined) {
			imports.push(imported);
			return;
		}
		const match = /^(?:set|alias|mod|export|unexport)[ \t]/.test(line) ? null : head.exec(line);
		if (!match) return;
		body = [];
		recipes.push({
			name: match[1] ?? '',
			line: at + 1,
			parameters: [...(match[2] ?? '').matchAll(parameter)].map(([, name = '', value]) => ({
				name,
				value: value === undefined ? null : value.replace(/^(["'])(.*)\1$/, '$2'),
			})),
			dependencies: dependenciesOf(match[3] ?? ''),
			body,
			shebang: false,
		});
	});
	close();
	return { kind: 'just', variables: Object.fromEntries(variables), recipes, imports };
};
