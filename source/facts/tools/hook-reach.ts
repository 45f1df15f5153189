import type { Hook, HookFilter } from '../../core/facts/pre-commit.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { folderOf, inFolder } from '../../core/folders.ts';
import { commandsOfHook } from '../../core/hooks.ts';
import preCommit from './pre-commit.ts';

// Patterns of a repository may take for ever to match: this runs where it can be stopped.

/** A Python regular expression as JavaScript has it; null where it has no equal. */
const regexOf = (pattern: string): RegExp | null => {
	const flags = /^\(\?([a-z]+)\)/.exec(pattern)?.[1] ?? '';
	let body = pattern.slice(flags === '' ? 0 : flags.length + 3);
	if (flags.includes('x')) body = body.replaceAll(/(?<!\\)#.*$/gm, '').replaceAll(/(?<!\\)\s+/g, '');
	body = body.replaceAll('(?P<', '(?<').replaceAll(/\\A/g, '^').replaceAll(/\\Z/g, '$');
	try {
		return new RegExp(body, flags.includes('i') ? 'i' : '');
	} catch {
		return null;
	}
};

/** Null where a filter cannot be read. */
const accepts = (filter: HookFilter | null, fallback: boolean): ((path: string) => boolean) | null => {
	if (filter === null) return () => fallback;
	if (filter.kind === 'glob') return null;
	const regexes = filter.patterns.map(regexOf);
	const known = regexes.filter(regex => regex !== null);
	return known.length === regexes.length ? path => known.some(regex => regex.test(path)) : null;
};

/** Paths below the file's folder. */
interface Paths {
	/** Of production code: so many that they say enough. */
	readonly sample: readonly string[];
	/** Every Python file. */
	readonly all: readonly string[];
}

const isPaths = (options: unknown): options is Paths =>
	typeof options === 'object' && options !== null && 'sample' in options && 'all' in options;

const mostPaths = 400;

const runsRuff = (hook: Hook, mode: 'check' | 'format'): boolean =>
	commandsOfHook(hook).some(
		({ program, args }) => program === 'ruff' && args[0] === mode && !args.includes('--help'),
	);

export default defineFileGatherer({
	fact: 'hookReach',
	version: 2,
	wave: 'config',
	wants: path => preCommit.wants(path),
	needs: ['paths'],
	optionsFor(path, { paths }) {
		const folder = folderOf(path);
		const prefix = folder === '.' ? '' : `${folder}/`;
		const below = [...paths.keys()]
			.filter(name => name.startsWith(prefix) && name.endsWith('.py'))
			.map(name => name.slice(prefix.length));
		const production = below.filter(name => !/(?:^|\/)(?:tests?|docs?|examples?|scripts?)\//.test(name));
		const step = Math.max(1, Math.ceil(production.length / mostPaths));
		return { sample: production.filter((_, at) => at % step === 0), all: below } satisfies Paths;
	},
	extract(file, engines, options) {
		const { sample, all } = isPaths(options) ? options : { sample: [], all: [] };
		const config = preCommit.extract(file, engines, undefined);
		if (config === null) return null;
		const files = accepts(config.files, true);
		const exclude = accepts(config.exclude, false);
		const reachOf = (hook: Hook): ((path: string) => boolean) | null => {
			const own = accepts(hook.files, true);
			const ownExclude = accepts(hook.exclude, false);
			if (!files || !exclude || !own || !ownExclude) return null;
			return path => files(path) && !exclude(path) && own(path) && !ownExclude(path);
		};
		const leftOut = (mode: 'check' | 'format'): readonly string[] => {
			const reaches = config.hooks.filter(hook => runsRuff(hook, mode)).map(reachOf);
			const known = reaches.filter(reach => reach !== null);
			if (known.length === 0 || known.length < reaches.length) return [];
			return all
				.filter(path => !known.some(takes => takes(path)))
				.map(path => inFolder(folderOf(file.path), path));
		};
		return {
			paths: sample.length,
			hooks: config.hooks.map(hook => {
				const takes = reachOf(hook);
				return takes && sample.filter(takes).length;
			}),
			leftOut: { lint: leftOut('check'), format: leftOut('format') },
		};
	},
});
