import type { Facts } from './facts.ts';

const isLicence = (path: string): boolean => /(^|\/)(?:licen[cs]e|copying|notice)[^/]*\.md$/i.test(path);

const own = ({ files }: Pick<Facts, 'files'>): readonly string[] =>
	[...files.values()]
		.filter(({ role }) => role !== 'vendored' && role !== 'template')
		.map(({ path }) => path);

/** Markdown other than a licence. */
export const hasMarkdown = (facts: Pick<Facts, 'files'>): boolean =>
	own(facts).some(path => /\.(?:md|markdown)$/i.test(path) && !isLicence(path));

/** YAML other than the configuration of hooks itself and of their linters. */
export const hasYaml = (facts: Pick<Facts, 'files'>): boolean =>
	own(facts).some(
		path =>
			/\.ya?ml$/i.test(path) &&
			!/(^|\/)(?:\.pre-commit-config\.ya?ml|\.markdownlint\.ya?ml|\.yamllint\.ya?ml)$/.test(path),
	);
