/** Words that speak against slots in a file that names the class. */
const words: readonly (readonly [pattern: RegExp, what: string])[] = [
	[/\bweakref\b|\bWeak(?:Set|KeyDictionary|ValueDictionary)\b/, 'makes weak references'],
	[
		/\b(?:pickle|cPickle|cloudpickle|dill|shelve|joblib|diskcache|copyreg|marshal|jsonpickle|multiprocessing|ProcessPoolExecutor)\b/,
		'pickles objects',
	],
	[/\bvars\s*\(|\.__dict__\b/, 'reads the `__dict__` of objects'],
	[/\bsetattr\s*\(|\bdelattr\s*\(/, 'sets attributes by name'],
	[/\bpatch\.object\s*\(\s*[a-z_]/, 'patches objects in tests'],
	[/\bmap_imperatively\b|\bmapper\s*\(|\bregistry\(\)\.map/, 'maps classes to tables'],
	[/\b__class__\s*=(?!=)/, 'gives objects another class'],
];

const shorter = (path: string): string => (path.length > 60 ? `…${path.slice(-59)}` : path);

/**
 * What, anywhere in a repository, a class with slots could not stand; a clause, or null. By text, so that it errs on
 * the side of leaving a class alone.
 * @param texts all Python files of the repository
 */
export const usesAgainstSlots = (
	name: string,
	fields: ReadonlySet<string>,
	texts: ReadonlyMap<string, string>,
): string | null => {
	const named = new RegExp(`(?<![\\w])${name}(?!\\w)`);
	const defined = new RegExp(`^[ \\t]*class[ \\t]+${name}\\b`, 'gm');
	const derived = new RegExp(
		`^[ \\t]*class[ \\t]+\\w+[ \\t]*(?:\\[[^\\]]*\\])?[ \\t]*\\([^)]*(?<!\\w)${name}(?!\\w)[^)]*\\)[ \\t]*:`,
		'm',
	);
	const read = new RegExp(`(?<![\\w])${name}\\.(\\w+)`, 'g');
	const bound = new RegExp(
		`(?<![\\w.])(\\w+)(?:[ \\t]*:[ \\t]*[^=\\n,()]*?(?<!\\w)${name}(?!\\w)|(?:[ \\t]*:[^=\\n]+)?[ \\t]*=[ \\t]*(?:\\w+\\.)*${name}\\()`,
		'g',
	);
	let definitions = 0;
	for (const [path, text] of texts) {
		if (!text.includes(name) || !named.test(text)) continue;
		definitions += [...text.matchAll(defined)].length;
		if (definitions > 1) return 'another class has the same name';
		if (derived.test(text)) return `another class derives from it in ${shorter(path)}`;
		for (const [pattern, what] of words) {
			if (pattern.test(text)) return `${shorter(path)} names it and ${what}`;
		}
		for (const { 1: attribute = '' } of text.matchAll(read)) {
			if (fields.has(attribute)) return `${shorter(path)} reads \`${name}.${attribute}\` through the class`;
		}
		const holders = new Set(
			[...text.matchAll(bound)].map(([, holder]) => holder ?? '').filter(holder => holder !== 'self'),
		);
		if (holders.size === 0) continue;
		const assigned = new RegExp(
			`(?<![\\w.])(?:${[...holders].join('|')})\\.(\\w+)(?:[ \\t]*:[^=\\n]+)?[ \\t]*(?:[-+*/|&^%]|//|\\*\\*|<<|>>)?=(?!=)`,
			'g',
		);
		for (const { 1: attribute = '' } of text.matchAll(assigned)) {
			if (!fields.has(attribute)) return `${shorter(path)} sets \`${attribute}\`, which is no field`;
		}
	}
	return null;
};
