/** A package folder on its way. */
export interface Move {
	/** The package's name. */
	readonly name: string;
	/** Folder now and then, relative to the repository. */
	readonly from: string;
	readonly to: string;
	/** Folder of the project, `.` for the root. */
	readonly project: string;
}

/**
 * `rewrite`: a path that a rule knows. `ask`: a path, or what depends on the folder's place, that no rule knows.
 * `listed`: no path for sure, named for the reader. Import names, addresses and prose are not mentioned at all.
 */
export type Ruling = 'rewrite' | 'ask' | 'listed';

/** A place that names the folder. */
export interface Mention {
	readonly path: string;
	/** From 1. */
	readonly line: number;
	/** What goes where, `src/` mostly; null where another edit than that would be needed. */
	readonly insertion: { readonly offset: number; readonly text: string } | null;
	readonly ruling: Ruling;
	/** What a person has to know of it, one clause; null where the line says it. */
	readonly note: string | null;
}

/** Most mentions are put right by these letters. */
export const prefix = 'src/';

/** What kind of text a file is. */
export type TextKind =
	| 'toml'
	| 'ini'
	| 'yaml'
	| 'json'
	| 'command'
	| 'docker'
	| 'patterns'
	| 'manifest'
	| 'python'
	| 'prose'
	| 'other';

const named: readonly (readonly [pattern: RegExp, kind: TextKind])[] = [
	[/\.toml$|(?:^|\/)Pipfile$/, 'toml'],
	[/\.(?:ini|cfg|conf)$|(?:^|\/)\.(?:coveragerc|flake8|pylintrc|isort\.cfg|bumpversion\.cfg)$/, 'ini'],
	[/\.ya?ml$/, 'yaml'],
	[/\.json5?$|(?:^|\/)\.\w+rc$/, 'json'],
	[/(?:^|\/)(?:Dockerfile[^/]*|[^/]+\.Dockerfile|Containerfile)$/i, 'docker'],
	[
		/(?:^|\/)(?:GNU)?[Mm]akefile$|\.(?:mk|sh|bash|zsh|fish|bat|ps1|just)$|(?:^|\/)(?:\.?justfile|Justfile|Procfile|Jenkinsfile|tox\.ini)$|(?:^|\/)scripts\/[^./]+$|(?:^|\/)\.envrc$/,
		'command',
	],
	[/(?:^|\/)\.[a-z]*ignore$|(?:^|\/)(?:CODEOWNERS|\.gitattributes)$/, 'patterns'],
	[/(?:^|\/)MANIFEST\.in$/, 'manifest'],
	[/\.pyi?$/, 'python'],
	[/\.(?:md|rst|txt|adoc|html|tex)$|(?:^|\/)(?:README|CONTRIBUTING)[^/]*$/, 'prose'],
];

export const kindOf = (path: string): TextKind =>
	path.endsWith('tox.ini') ? 'ini' : (named.find(([pattern]) => pattern.test(path))?.[1] ?? 'other');

/** Files that tell what was, or that programs write: they are no place to correct. */
export const isRecord = (path: string): boolean =>
	/(?:^|\/)(?:change(?:s|log)?|history|news|release[-_]?notes?)(?:[-_.][^/]*)?$/i.test(path) ||
	/(?:^|\/)(?:changes|changelog\.d|news|newsfragments|releasenotes)\//i.test(path) ||
	/\.(?:lock|patch|diff|po|pot|svg|ipynb|map|snap)$|(?:^|\/)(?:package-lock\.json|Pipfile\.lock|[^/]*\.min\.\w+)$/.test(
		path,
	);

/** What cannot hold text that anybody reads. */
export const isBinaryName = (path: string): boolean =>
	/\.(?:png|jpe?g|gif|ico|webp|pdf|zip|gz|bz2|xz|tar|whl|so|dll|pyd|woff2?|ttf|eot|mp[34]|db|sqlite3?|parquet|pkl|npy|jar|class|bin)$/i.test(
		path,
	);
