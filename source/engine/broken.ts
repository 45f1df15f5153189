import { folderOf, isWithin } from '../core/folders.ts';
import type { FactName, Facts, Parsed, Project, Role } from '../core/facts.ts';
import type { AnyGatherer } from '../core/gather.ts';
import { closureOf } from './gather.ts';

/** A file that a check should have read and could not. */
export interface BrokenFile {
	readonly path: string;
	readonly message: string;
	/** From 1; 0 where unknown. */
	readonly line: number;
}

/** Roles whose code a repository runs; a broken file elsewhere, such as a parser's test data, disturbs nobody. */
const running: ReadonlySet<Role> = new Set(['prod', 'script', 'infra', 'migration', 'config']);

type Reading = 'configuration' | 'code';

/** How a fact's broken files reach its readers; null for facts whose readers tell of broken files themselves. */
const readingOf = (gatherer: AnyGatherer): Reading | null => {
	// The pipelines name those that do not parse, and their readers ask instead of judging.
	if (gatherer.kind !== 'file' || gatherer.fact === 'ciFiles') return null;
	if (gatherer.fact === 'toml' || gatherer.fact === 'ini') return 'configuration';
	return gatherer.wave === 'code' ? 'code' : null;
};

/** Answers which broken files a check's facts rest on. */
export const brokenFilesIn = (
	facts: Facts,
	gatherers: readonly AnyGatherer[],
): ((needs: readonly FactName[], project: Project, everywhere: boolean) => readonly BrokenFile[]) => {
	const readings = new Map<FactName, Reading>();
	const broken = new Map<FactName, readonly BrokenFile[]>();
	for (const gatherer of gatherers) {
		const reading = readingOf(gatherer);
		if (reading === null || gatherer.kind !== 'file') continue;
		const perFile: ReadonlyMap<string, Parsed<unknown>> | undefined = facts[gatherer.fact];
		const files = [...(perFile ?? [])].flatMap(([path, parsed]) =>
			parsed.ok ? [] : [{ path, message: parsed.message, line: parsed.line }],
		);
		if (files.length === 0) continue;
		readings.set(gatherer.fact, reading);
		broken.set(gatherer.fact, files);
	}
	if (broken.size === 0) return () => [];
	const codeFacts = new Set<FactName>(
		gatherers.flatMap(gatherer => (readingOf(gatherer) === 'code' ? [gatherer.fact] : [])),
	);
	// Which files, projects and packages there are does not hang on what is in each Python file.
	const cut = gatherers.map(gatherer =>
		gatherer.fact === 'files' || gatherer.fact === 'projects'
			? { ...gatherer, needs: [] }
			: gatherer.fact === 'layouts'
				? { ...gatherer, needs: ['toml' as const, 'ini' as const] }
				: gatherer,
	);
	return (needs, project, everywhere) => {
		const found = new Map<string, BrokenFile>();
		const closure = closureOf(needs, cut);
		// Where a fact of the check's own looked at the files, it knows which of them could have told it something.
		const hasOwn = [...closure].some(fact => fact !== 'modules' && codeFacts.has(fact));
		for (const fact of closure) {
			if (fact === 'modules' && hasOwn) continue;
			const reading = readings.get(fact);
			for (const file of broken.get(fact) ?? []) {
				const known = facts.files.get(file.path);
				const concerns =
					reading === 'configuration'
						? isWithin(project.path, folderOf(file.path))
						: known !== undefined &&
							running.has(known.role) &&
							(everywhere || (known.project ?? '.') === project.path);
				if (concerns) found.set(file.path, file);
			}
		}
		return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
	};
};

const problemAt = (fact: unknown, path: string): string | null => {
	if (!(fact instanceof Map)) return null;
	const entry: unknown = fact.get(path);
	if (typeof entry !== 'object' || entry === null || !('ok' in entry) || entry.ok !== false) return null;
	return 'message' in entry && typeof entry.message === 'string' ? entry.message : '';
};

/**
 * The first of the paths that a fact could be read from before and no longer can, with the reason; null for none.
 * @param moves old paths by new ones
 */
export const newlyBroken = (
	before: Facts,
	after: Facts,
	paths: readonly string[],
	moves: ReadonlyMap<string, string> = new Map(),
): { readonly path: string; readonly message: string } | null => {
	const then = new Map<string, unknown>(Object.entries(before));
	for (const [name, fact] of Object.entries(after)) {
		for (const path of paths) {
			const message = problemAt(fact, path);
			if (message !== null && problemAt(then.get(name), moves.get(path) ?? path) === null)
				return { path, message };
		}
	}
	return null;
};
