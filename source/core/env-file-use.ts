import type { Facts } from './facts.ts';
import { folderOf, inFolder, upward } from './folders.ts';

/** What shows that somebody keeps a `.env` here, and in which folder. */
export interface EnvironmentFileUse {
	readonly path: string;
	readonly folder: string;
}

const readers = new Set(['dotenv', 'environs', 'decouple']);
const sample = /(?:^|\/)\.env[._-](?:example|sample|template|dist|defaults?|tpl)$/;

/** Samples of a `.env`, and code that reads one. */
export const environmentFileUses = ({
	files,
	modules,
}: Pick<Facts, 'files' | 'modules'>): readonly EnvironmentFileUse[] => {
	const samples = [...files.values()]
		.filter(({ path, role }) => sample.test(path) && role !== 'vendored')
		.map(({ path }) => ({ path, folder: folderOf(path) }));
	const reading = [...modules].flatMap(([path, parsed]) => {
		const file = files.get(path);
		if (!parsed.ok || !file || file.role === 'test' || file.role === 'docs' || file.role === 'vendored')
			return [];
		const isReader = parsed.value.imports.some(({ module }) => readers.has(module.split('.')[0] ?? ''));
		return isReader ? [{ path, folder: file.project ?? '.' }] : [];
	});
	return [...samples, ...reading];
};

/** The part of a pattern's language that people use for one file: `*`, `?`, `[…]`, `**` in front. */
const expressionOf = (pattern: string): RegExp =>
	new RegExp(
		`^${pattern
			.replaceAll(/[.+^${}()|\\]/g, '\\$&')
			.replaceAll('*', '[^/]*')
			.replaceAll('?', '[^/]')}$`,
	);

const matches = (pattern: string, from: string, folder: string): boolean => {
	const bare = pattern.replace(/^!/, '').replace(/^\*\*\//, '');
	if (bare.endsWith('/')) return false;
	const anchored = bare.replace(/^\//, '');
	const below = from === '.' ? folder : folder === from ? '.' : folder.slice(from.length + 1);
	try {
		if (!bare.includes('/')) return expressionOf(anchored).test('.env');
		return expressionOf(anchored).test(inFolder(below, '.env'));
	} catch {
		return false;
	}
};

/** Whether the `.gitignore` files keep a `.env` of a folder out; the last word counts. */
export const ignoresEnvironment = ({ ignores }: Pick<Facts, 'ignores'>, folder: string): boolean => {
	let isIgnored = false;
	for (const above of upward(folder).toReversed()) {
		const parsed = ignores.get(inFolder(above, '.gitignore'));
		if (!parsed?.ok) continue;
		for (const { pattern } of parsed.value)
			if (matches(pattern, above, folder)) isIgnored = !pattern.startsWith('!');
	}
	return isIgnored;
};
