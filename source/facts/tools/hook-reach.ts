import type { HookFilter } from '../../core/facts/pre-commit.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { folderOf } from '../../core/folders.ts';
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

const isPaths = (options: unknown): options is readonly string[] => Array.isArray(options);

/** So many paths say enough. */
const mostPaths = 400;

export default defineFileGatherer({
	fact: 'hookReach',
	version: 1,
	wave: 'config',
	wants: path => preCommit.wants(path),
	needs: ['paths'],
	optionsFor(path, { paths }) {
		const folder = folderOf(path);
		const prefix = folder === '.' ? '' : `${folder}/`;
		const below = [...paths.keys()]
			.filter(name => name.startsWith(prefix) && name.endsWith('.py'))
			.map(name => name.slice(prefix.length))
			.filter(name => !/(?:^|\/)(?:tests?|docs?|examples?|scripts?)\//.test(name));
		const step = Math.max(1, Math.ceil(below.length / mostPaths));
		return below.filter((_, at) => at % step === 0);
	},
	extract(file, engines, options) {
		const paths = isPaths(options) ? options : [];
		const config = preCommit.extract(file, engines, undefined);
		if (config === null) return null;
		const files = accepts(config.files, true);
		const exclude = accepts(config.exclude, false);
		return {
			paths: paths.length,
			hooks: config.hooks.map(hook => {
				const own = accepts(hook.files, true);
				const ownExclude = accepts(hook.exclude, false);
				if (!files || !exclude || !own || !ownExclude) return null;
				return paths.filter(path => files(path) && !exclude(path) && own(path) && !ownExclude(path)).length;
			}),
		};
	},
});
