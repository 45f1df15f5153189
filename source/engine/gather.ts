import { Bug, UserError } from '../core/errors.ts';
import type { FactName, Facts, Parsed } from '../core/facts.ts';
import type { AnyGatherer, FileGatherer } from '../core/gather.ts';
import type { SkipReason, SkippedPath, Tree } from '../core/tree.ts';
import type { CachedFile, FileCache } from './file-cache.ts';
import { blobId } from './file-cache.ts';
import type { Pool } from './pool.ts';
import type { AnyValue, FileResult, FileTask, Job } from './protocol.ts';
import { scopeOf } from './scope.ts';

export interface GatherOptions {
	readonly gatherers: readonly AnyGatherer[];
	/** Facts wanted; those they rest on come along. */
	readonly wanted: ReadonlySet<FactName>;
	readonly pool: Pool;
	/** Threads for a big tree; small ones use one. */
	readonly jobs: number;
	/** From an earlier run on this repository; equal content is not read again. */
	readonly cache: FileCache;
	/** Facts that no gatherer makes, from the facts of the `config` wave. */
	seed(facts: Pick<Facts, 'toml'>): Pick<Facts, 'repository' | 'history'>;
	/** In files; with an early look the two looks at a file are weighed by what they cost. */
	onProgress(done: number, of: number, path: string): void;
	/** Ends the reading early; what was read is thrown away. */
	readonly signal?: AbortSignal | undefined;
	/** Told what is known while much is still to be read; without it all code is read in one go. */
	readonly early?: EarlyLook | undefined;
}

/** A first look at the facts; it costs a second reading of each Python file, so that a small tree is spared it. */
export interface EarlyLook {
	/** Facts of Python files that are gathered first. */
	readonly first: ReadonlySet<FactName>;
	/** `isWhole` tells whether a fact and all that it rests on is known; only those may be asked for. */
	onKnown(factsWith: (names: Iterable<FactName>) => Facts, isWhole: (name: FactName) => boolean): void;
}

export interface Gathered {
	readonly facts: Facts;
	readonly cache: FileCache;
	readonly skipped: readonly SkippedPath[];
	/** Files looked at and their bytes. */
	readonly files: number;
	readonly bytes: number;
}

const mebibyte = 1024 * 1024;
/** Bytes of Python below which a second thread costs more than it saves: it loads the engines once more. */
const worthThreads = 3 * mebibyte;
/** Bytes of Python that are read before anybody could have looked at a part of the results. */
const worthEarlyLook = mebibyte / 2;
/** What the later look at a Python file costs, beside the first one. */
const laterWeight = 3;

/** The wanted facts and all that they rest on. */
export const closureOf = (
	wanted: Iterable<FactName>,
	gatherers: readonly AnyGatherer[],
): ReadonlySet<FactName> => {
	const byFact = new Map(gatherers.map(gatherer => [gatherer.fact, gatherer]));
	const closure = new Set<FactName>();
	const add = (name: FactName): void => {
		if (closure.has(name)) return;
		closure.add(name);
		for (const need of byFact.get(name)?.needs ?? []) add(need);
	};
	for (const name of wanted) add(name);
	return closure;
};

interface Planned {
	readonly path: string;
	readonly jobs: readonly Job[];
}

const keyOf = (gatherer: FileGatherer, options: unknown): string =>
	`${gatherer.version}:${options === undefined ? '' : JSON.stringify(options)}`;

/** Reads the tree once in two waves and joins what it finds. */
export const gather = async (tree: Tree, options: GatherOptions): Promise<Gathered> => {
	const { gatherers, pool } = options;
	const closure = closureOf([...options.wanted, 'toml'], gatherers);
	const scope = scopeOf(tree);
	const skipped = new Map<string, SkipReason>(scope.skipped.map(({ path, reason }) => [path, reason]));
	const cache = new Map<string, CachedFile>();
	const results = new Map<FactName, Map<string, Parsed<AnyValue>>>();
	const known = new Map<FactName, unknown>([
		['paths', new Map([...scope.files.values()].map(({ path, size }) => [path, { size }]))],
	]);
	const inProgress = new Set<FactName>();
	const finished = new Set<FactName>();
	let done = 0;
	let of = 0;
	let bytes = 0;
	const seen = new Set<string>();

	const fileGatherers = gatherers.filter(
		(gatherer): gatherer is Extract<AnyGatherer, { kind: 'file' }> =>
			gatherer.kind === 'file' && closure.has(gatherer.fact),
	);
	for (const { fact } of fileGatherers) results.set(fact, new Map());

	const factsWith = (names: Iterable<FactName>): Facts => {
		const facts: Facts = Object.assign(
			Object.create(null),
			Object.fromEntries([...names].map(name => [name, valueOf(name)])),
		);
		return facts;
	};
	// Ascending paths, whatever order the children answered in.
	const skippedNow = (): readonly SkippedPath[] =>
		[...skipped]
			.map(([path, reason]) => ({ path, reason }))
			.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
	const valueOf = (name: FactName): unknown => {
		if (known.has(name)) return known.get(name);
		if (name === 'skipped') return skippedNow();
		const gatherer = gatherers.find(({ fact }) => fact === name);
		if (!gatherer) throw new Bug(`no gatherer makes the fact ${name}`);
		if (gatherer.kind === 'file') {
			const found = new Map([...(results.get(name) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1)));
			if (finished.has(name)) known.set(name, found);
			return found;
		}
		if (inProgress.has(name)) throw new Bug(`the fact ${name} rests on itself`);
		inProgress.add(name);
		const value = gatherer.derive(factsWith(gatherer.needs));
		known.set(name, value);
		return value;
	};

	const isWhole = (name: FactName): boolean =>
		name !== 'skipped' &&
		[...closureOf([name], gatherers)].every(
			each => each !== 'skipped' && (!results.has(each) || finished.has(each)),
		);

	/** What the first look at a file said of its syntax. */
	const brokenIn = (path: string): Pick<FileTask, 'broken'> => {
		const module = results.get('modules')?.get(path);
		if (!module) return {};
		return { broken: module.ok ? null : { message: module.message, line: module.line } };
	};

	/** Joins what is whole, one fact a turn: whoever shares this thread, such as a screen, goes on in between. */
	const joinWhole = async (): Promise<void> => {
		// What a fact rests on was added behind it.
		for (const name of [...closure].toReversed()) {
			if (known.has(name) || !isWhole(name)) continue;
			valueOf(name);
			await new Promise(resolve => setImmediate(resolve));
		}
	};

	const remember = (path: string, id: string): CachedFile => {
		const entry = cache.get(path);
		if (entry?.id === id) return entry;
		const fresh: CachedFile = { id, skipped: null, facts: new Map() };
		cache.set(path, fresh);
		return fresh;
	};

	/** Takes what the cache has for a file; returns the jobs that are left. */
	const recall = (
		path: string,
		id: string,
		jobs: readonly Job[],
		keys: ReadonlyMap<string, string>,
	): readonly Job[] => {
		const old = options.cache.get(path);
		if (old?.id !== id) return jobs;
		if (old.skipped !== null) {
			skipped.set(path, old.skipped);
			cache.set(path, old);
			return [];
		}
		const entry = remember(path, id);
		return jobs.filter(({ fact }) => {
			const hit = old.facts.get(fact);
			if (!hit || hit.key !== keys.get(`${fact}\0${path}`)) return true;
			entry.facts.set(fact, hit);
			if (hit.value) results.get(fact)?.set(path, hit.value);
			return false;
		});
	};

	// One answer for both waves, so that both run in the same child.
	let python = 0;
	for (const { path, size, id } of scope.files.values())
		if (path.endsWith('.py') && (id === null || options.cache.get(path)?.id !== id)) python += size;
	const lanes = python > worthThreads ? options.jobs : 1;
	const early = python > worthEarlyLook ? options.early : undefined;

	/** What a wave will likely cost, so that the progress never turns back. */
	const expected = (wave: 'config' | 'code'): number => {
		const ofWave = fileGatherers.filter(gatherer => gatherer.wave === wave);
		let count = 0;
		for (const { path } of scope.files.values()) {
			if (!ofWave.some(gatherer => gatherer.wants(path))) continue;
			count += wave === 'code' && early && path.endsWith('.py') ? 1 + laterWeight : 1;
		}
		return count;
	};
	let ahead = expected('code');
	const tell = (path: string): void => options.onProgress(done, of + ahead, path);

	const runWave = async (wave: 'config' | 'code'): Promise<void> => {
		const keys = new Map<string, string>();
		const ofWave = fileGatherers.filter(gatherer => gatherer.wave === wave);
		const facts = new Map(ofWave.map(({ fact, needs }) => [fact, factsWith(needs ?? [])]));
		const planned: Planned[] = [];
		for (const file of scope.files.values()) {
			const jobs: Job[] = [];
			let tooLarge = false;
			for (const gatherer of ofWave) {
				if (!gatherer.wants(file.path)) continue;
				if (file.size > (gatherer.maxBytes ?? mebibyte)) {
					tooLarge = true;
					continue;
				}
				const chosen: unknown = gatherer.optionsFor?.(file.path, facts.get(gatherer.fact) ?? factsWith([]));
				if (chosen === null) continue;
				keys.set(`${gatherer.fact}\0${file.path}`, keyOf(gatherer, chosen));
				jobs.push({ fact: gatherer.fact, options: chosen });
			}
			if (jobs.length > 0) planned.push({ path: file.path, jobs });
			else if (tooLarge) skipped.set(file.path, 'too large');
		}
		if (wave === 'code') ahead = 0;
		of += planned.length;

		const note = (result: FileResult, id: string): void => {
			done += weight;
			tell(result.path);
			if ('skipped' in result) {
				skipped.set(result.path, result.skipped);
				cache.set(result.path, { id, skipped: result.skipped, facts: new Map() });
				return;
			}
			const entry = remember(result.path, id);
			for (const { fact, value, gaveUp } of result.facts) {
				if (gaveUp !== true) entry.facts.set(fact, { key: keys.get(`${fact}\0${result.path}`) ?? '', value });
				if (value) results.get(fact)?.set(result.path, value);
			}
		};

		const ids = new Map<string, string>();
		const toRead: Planned[] = [];
		for (const { path, jobs } of planned) {
			const id = scope.files.get(path)?.id ?? null;
			if (!seen.has(path)) bytes += Math.max(0, scope.files.get(path)?.size ?? 0);
			seen.add(path);
			const left = id === null ? jobs : recall(path, id, jobs, keys);
			if (left.length > 0) toRead.push({ path, jobs: left });
			else done++;
		}
		const tasks = async function* (part: readonly Planned[]): AsyncGenerator<FileTask> {
			const jobsOf = new Map(part.map(({ path, jobs }) => [path, jobs]));
			for await (const read of tree.read(part.map(({ path }) => path))) {
				if (options.signal?.aborted === true) return;
				if ('reason' in read) {
					skipped.set(read.path, read.reason);
					done += weight;
					tell(read.path);
					continue;
				}
				const jobs = jobsOf.get(read.path) ?? [];
				const id = scope.files.get(read.path)?.id ?? blobId(read.bytes);
				ids.set(read.path, id);
				const left = scope.files.get(read.path)?.id ? jobs : recall(read.path, id, jobs, keys);
				if (left.length > 0) yield { path: read.path, bytes: read.bytes, jobs: left, ...brokenIn(read.path) };
				else {
					done += weight;
					tell(read.path);
				}
			}
		};
		let weight = 1;
		const run = async (part: readonly Planned[]): Promise<void> => {
			if (part.length === 0 || options.signal?.aborted === true) return;
			await pool.gather(tasks(part), lanes, result => note(result, ids.get(result.path) ?? ''));
		};
		if (!early || wave === 'config') {
			tell('');
			await run(toRead);
			return;
		}
		const isFirst = (path: string, fact: FactName): boolean => !path.endsWith('.py') || early.first.has(fact);
		const partOf = (first: boolean): readonly Planned[] =>
			toRead.flatMap(({ path, jobs }) => {
				const own = jobs.filter(({ fact }) => isFirst(path, fact) === first);
				return own.length > 0 ? [{ path, jobs: own }] : [];
			});
		const [now, later] = [partOf(true), partOf(false)];
		of += now.length + later.length * laterWeight - toRead.length;
		tell('');
		await run(now);
		if (options.signal?.aborted === true) return;
		const waiting = new Set(later.flatMap(({ jobs }) => jobs.map(({ fact }): FactName => fact)));
		for (const { fact } of ofWave) if (!waiting.has(fact)) finished.add(fact);
		await joinWhole();
		early.onKnown(factsWith, isWhole);
		weight = laterWeight;
		const readable = later.filter(({ path }) => !skipped.has(path));
		of -= (later.length - readable.length) * laterWeight;
		await run(readable);
	};

	const goesOn = (): void => {
		if (options.signal?.aborted !== true) return;
		throw new UserError('the audit was stopped', { tryThis: 'Press r to audit again.' });
	};

	const finish = (wave: 'config' | 'code'): void => {
		for (const gatherer of fileGatherers) if (gatherer.wave === wave) finished.add(gatherer.fact);
	};

	await runWave('config');
	goesOn();
	finish('config');
	const seeds = options.seed(factsWith(['toml']));
	known.set('repository', seeds.repository);
	known.set('history', seeds.history);
	await runWave('code');
	goesOn();
	finish('code');
	await joinWhole();
	const order = [...closure].filter(name => name !== 'skipped');
	const facts = factsWith([...order, 'skipped']);
	return {
		facts,
		cache,
		skipped: skippedNow(),
		files: seen.size,
		bytes,
	};
};
