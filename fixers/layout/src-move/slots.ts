import { readIni } from '../../../source/edit/ini/read.ts';
import { readToml } from '../../../source/edit/toml/read.ts';

// Where a bare name in a manifest or a tool's configuration is a folder rather than a name to import.

/** What a bare package name means where it stands. */
export type Slot = 'path' | 'name' | 'command' | 'unknown';

/** JSON pointers of values and keys that are paths. */
const tomlPaths =
	/^\/tool\/(?:hatch\/build\/(?:targets\/(?:wheel|sdist)\/)?(?:packages|exclude|artifacts)\/\d+$|hatch\/build\/targets\/sdist\/(?:include|only-include)\/\d+$|mypy\/(?:files|exclude)(?:\/\d+)?$|ruff\/(?:.*\/)?(?:exclude|extend-exclude|include|extend-include)\/\d+$|pytest\/(?:ini_options\/)?testpaths(?:\/\d+)?$|coverage\/paths\/[^/]+\/\d+$|(?:based)?pyright\/(?:include|exclude|ignore|strict|extraPaths)\/\d+$|ty\/src\/(?:include|exclude)\/\d+$|isort\/(?:src_paths|skip|extend_skip)\/?\d*$|bandit\/(?:targets|exclude_dirs)\/\d+$|pylint\/.*(?:ignore-paths|source-roots)\/?\d*$|vulture\/paths\/\d+$|pdm\/build\/(?:includes|excludes|source-includes)\/\d+$|flit\/sdist\/(?:include|exclude)\/\d+$|codespell\/|interrogate\/(?:paths|exclude)\/?\d*$|black\/)/;

const tomlNames =
	/\/(?:name|names|module|module-name|packages|package|known[-_]first[-_]party|known[-_]third[-_]party|source|source_pkgs|root_packages?|root_package|include-package-data|package-data|keywords|modules|namespace_packages|title|project|extras?)(?:\/|$)|^\/project\/|^\/dependency-groups\/|dependencies\//;

const iniPaths =
	/^(?:mypy[^/]*\/(?:files|exclude)|(?:tool:)?pytest\/testpaths|(?:coverage:)?paths\/\w+|flake8\/(?:exclude|extend-exclude|filename)|(?:tool:)?isort[^/]*\/(?:src_paths|skip)|settings\/(?:src_paths|skip)|bandit\/(?:targets|exclude)|pycodestyle\/exclude|extract_messages\/input[-_]dirs?|compile_catalog\/directory|codespell\/.*|build_sphinx\/.*dir|aliases\/.*)$/;

const iniCommands = /^testenv[^/]*\/(?:commands\w*|allowlist_externals)$|\/addopts$/;

interface Span {
	readonly start: number;
	readonly end: number;
	readonly key: string;
}

/** Answers what a bare name at an offset of a TOML text is. */
export const tomlSlots = (
	text: string,
): ((offset: number) => { readonly slot: Slot; readonly key: string }) => {
	const reading = readToml(text);
	const spans: Span[] = reading.ok
		? [...reading.toml.entries].map(([key, { start, end }]) => ({ start, end, key }))
		: [];
	return offset => {
		const around = spans.filter(({ start, end }) => start <= offset && offset < end);
		const key = around.reduce<Span | null>(
			(best, span) => (best === null || span.end - span.start <= best.end - best.start ? span : best),
			null,
		)?.key;
		if (key === undefined) return { slot: 'unknown', key: '' };
		if (/\/(?:scripts|commands?|cmd|shell|addopts|tasks)(?:\/|$)/.test(key) && !key.startsWith('/project/'))
			return { slot: 'command', key };
		if (tomlPaths.test(key)) return { slot: 'path', key };
		return { slot: tomlNames.test(key) ? 'name' : 'unknown', key };
	};
};

/** The same of an INI text. */
export const iniSlots = (
	text: string,
): ((offset: number) => { readonly slot: Slot; readonly key: string }) => {
	const reading = readIni(text);
	const spans: Span[] = reading.ok
		? [...reading.blocks].flatMap(([section, { options }]) =>
				[...options].map(([name, { start, valueEnd }]) => ({
					start,
					end: valueEnd,
					key: `${section}/${name}`,
				})),
			)
		: [];
	return offset => {
		const key = spans.find(({ start, end }) => start <= offset && offset < end)?.key;
		if (key === undefined) return { slot: 'unknown', key: '' };
		if (iniCommands.test(key)) return { slot: 'command', key };
		if (iniPaths.test(key)) return { slot: 'path', key };
		return { slot: 'name', key };
	};
};
