import { isList, isTable, stringAt, valueAt } from '../../../core/data.ts';
import type { PlacedText } from '../../../core/facts/ci-files.ts';
import type { CiOutOfSight, CiSoftener, CiSource } from '../../../core/facts/ci.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import { matchesGlob } from '../../../core/ruff/globs.ts';
import type { Piece, Step, World } from '../piece.ts';
import { joinPlaced } from '../piece.ts';
import type { Pipelines, YamlFile } from '../reading.ts';
import { nothing, textsIn, yamlAt } from '../reading.ts';
import { rootMark } from '../../../core/shell/words.ts';

// https://docs.gitlab.com/ci/yaml/

type Path = readonly (string | number)[];

/** A value and where it is written: jobs are made of parts of several files. */
interface Part {
	readonly file: YamlFile;
	readonly at: Path;
	readonly value: Data;
}
type Job = ReadonlyMap<string, Part>;

interface Reading {
	readonly world: World;
	readonly jobs: Map<string, Job>;
	readonly outOfSight: CiOutOfSight[];
	readonly seen: Set<string>;
}

const source: CiSource['triggers'] = ['push', 'pull-request'];

const keywords = new Set(
	'include default stages variables workflow image services before_script after_script cache spec pages:deploy'.split(
		' ',
	),
);

const localFiles = (world: World, written: string): readonly string[] => {
	const path = written.replace(/^\//, '');
	if (!path.includes('*')) return [path];
	return [...world.paths].filter(name => matchesGlob(path, name));
};

const include = (reading: Reading, file: YamlFile, at: Path, value: Data | undefined): void => {
	if (isList(value)) {
		value.forEach((item, index) => include(reading, file, [...at, index], item));
		return;
	}
	const remote = (name: string): void => {
		reading.outOfSight.push({
			kind: 'include',
			name,
			path: file.path,
			line: file.lineOf(at),
			triggers: source,
		});
	};
	const local =
		typeof value === 'string'
			? /^https?:/.test(value)
				? null
				: value
			: (stringAt(value, ['local']) ?? null);
	if (local === null) {
		const [kind, name] =
			typeof value === 'string'
				? ['remote', value]
				: (Object.entries(isTable(value) ? value : {}).find(([key]) =>
						/^(?:project|remote|template|component|artifact)$/.test(key),
					) ?? []);
		if (kind === undefined) return;
		const files = isTable(value) ? value['file'] : undefined;
		const inner =
			typeof files === 'string'
				? `: ${files}`
				: isList(files)
					? `: ${files.filter(item => typeof item === 'string').join(', ')}`
					: '';
		remote(`${typeof name === 'string' ? name : kind}${inner}`);
		return;
	}
	for (const path of localFiles(reading.world, local)) {
		const other = reading.seen.size > 100 ? null : yamlAt(reading.world, path);
		if (other) collect(reading, other);
		else remote(local);
	}
};

/** Included files first, so that a file's own parts come over theirs. */
const collect = (reading: Reading, file: YamlFile): void => {
	if (reading.seen.has(file.path) || !isTable(file.value)) return;
	reading.seen.add(file.path);
	include(reading, file, ['include'], file.value['include']);
	for (const [name, value] of Object.entries(file.value)) {
		if (!isTable(value)) {
			if (name === 'before_script' || name === 'after_script') {
				reading.jobs.set(
					'default',
					new Map([...(reading.jobs.get('default') ?? []), [name, { file, at: [name], value }]]),
				);
			}
			continue;
		}
		const job = new Map(reading.jobs.get(name));
		for (const [key, inner] of Object.entries(value)) job.set(key, { file, at: [name, key], value: inner });
		reading.jobs.set(name, job);
	}
};

const resolved = (jobs: ReadonlyMap<string, Job>, name: string, depth = 0): Job => {
	const own: Job = jobs.get(name) ?? new Map();
	const written = own.get('extends')?.value;
	const parents =
		typeof written === 'string'
			? [written]
			: isList(written)
				? written.filter(item => typeof item === 'string')
				: [];
	// Parents of parents multiply where a file means harm.
	if (depth > 10 || (depth > 3 && parents.length > 3)) return own;
	return new Map([...parents.flatMap(parent => [...resolved(jobs, parent, depth + 1)]), ...own]);
};

interface Placed {
	readonly path: string;
	readonly text: PlacedText;
}

const textsOf = (jobs: ReadonlyMap<string, Job>, { file, at, value }: Part, depth = 0): readonly Placed[] => {
	if (depth > 10) return [];
	if (typeof value === 'string') {
		const text = file.textAt(at);
		return text ? [{ path: file.path, text }] : [];
	}
	if (isList(value))
		return value.flatMap((item, index) =>
			textsOf(jobs, { file, at: [...at, index], value: item }, depth + 1),
		);
	const reference = isTable(value) ? value['!reference'] : undefined;
	if (!isList(reference)) return [];
	const [job, key, ...rest] = reference.filter(item => typeof item === 'string');
	const part = job === undefined ? undefined : resolved(jobs, job).get(key ?? '');
	if (!part) return [];
	const inner =
		rest.length === 0
			? part
			: { ...part, at: [...part.at, ...rest], value: valueAt(part.value, rest) ?? null };
	return textsOf(jobs, inner, depth + 1);
};

/** A rule by which the job is left out, waits for a person, or runs on other occasions than a change. */
const isRare = (rule: Table): boolean => {
	const texts = textsIn(rule);
	return (
		/^(?:never|manual)$/.test(texts.get('when') ?? '') ||
		/CI_PIPELINE_SOURCE\s*==\s*["'](?:schedule|web|trigger|api)["']|\$CI_COMMIT_TAG\b(?!\s*==\s*null)/.test(
			texts.get('if') ?? '',
		)
	);
};

const softenersOf = (job: Job): readonly CiSoftener[] => {
	const found: CiSoftener[] = [];
	const add = (key: string, kind: CiSoftener['kind'], text: string): void => {
		const part = job.get(key);
		if (part) found.push({ kind, path: part.file.path, line: part.file.lineOf(part.at), text });
	};
	if (job.get('allow_failure')?.value === true)
		add('allow_failure', 'continue-on-error', 'allow_failure: true');
	if (job.get('when')?.value === 'manual') add('when', 'never-runs', 'when: manual');
	const rules = job.get('rules')?.value;
	const tables: readonly Table[] = isList(rules) ? rules.filter(isTable) : [];
	if (tables.length > 0 && tables.length === (isList(rules) ? rules.length : 0)) {
		if (tables.every(isRare)) add('rules', 'never-runs', 'rules:');
		else if (tables.every(rule => rule['allow_failure'] === true || isRare(rule)))
			add('rules', 'continue-on-error', 'allow_failure: true');
	}
	const only = job.get('only')?.value;
	const refs = isTable(only) ? only['refs'] : only;
	const names =
		typeof refs === 'string' ? [refs] : isList(refs) ? refs.filter(item => typeof item === 'string') : [];
	if (names.length > 0 && names.every(name => /^(?:tags|schedules|triggers|web|api)$/.test(name)))
		add('only', 'trigger', `only: ${names.join(', ')}`);
	return found;
};

/** What GitLab's pipeline runs. */
export const readGitlab = (world: World): Pipelines => {
	const file = ['.gitlab-ci.yml', '.gitlab-ci.yaml']
		.map(path => yamlAt(world, path))
		.find(found => found !== null);
	if (!file) return nothing;
	const reading: Reading = { world, jobs: new Map(), outOfSight: [], seen: new Set() };
	collect(reading, file);
	const { jobs, outOfSight } = reading;
	const defaults = resolved(jobs, 'default');
	const steps: Step[] = [];
	const globals = new Map(
		[...(jobs.get('variables') ?? [])].flatMap(([key, { value }]) => [...textsIn({ [key]: value })]),
	);
	for (const name of jobs.keys()) {
		if (name.startsWith('.') || keywords.has(name)) continue;
		const job = resolved(jobs, name);
		const trigger = job.get('trigger');
		if (trigger) {
			const child =
				stringAt(trigger.value, ['project']) ?? (typeof trigger.value === 'string' ? trigger.value : null);
			if (child !== null)
				outOfSight.push({
					kind: 'include',
					name: child,
					path: trigger.file.path,
					line: trigger.file.lineOf(trigger.at),
					triggers: source,
				});
			continue;
		}
		const parts = [job.get('before_script') ?? defaults.get('before_script'), job.get('script')].filter(
			part => part !== undefined,
		);
		const texts = parts.flatMap(part => textsOf(jobs, part));
		const environment = new Map([
			['CI_PROJECT_DIR', rootMark],
			...globals,
			...textsIn(job.get('variables')?.value),
		]);
		const softeners = softenersOf(job);
		const runs: { path: string; texts: PlacedText[] }[] = [];
		for (const { path, text } of texts) {
			const last = runs.at(-1);
			if (last?.path === path) last.texts.push(text);
			else runs.push({ path, texts: [text] });
		}
		const pieces: readonly Piece[] = runs.map(({ path, texts: own }) => ({
			kind: 'shell',
			path,
			text: joinPlaced(own),
			errexit: true,
			pipefail: true,
			directory: '.',
			environment,
			softeners,
		}));
		const script = job.get('script');
		if (!script) continue;
		steps.push({
			provider: 'gitlab',
			source: file.path,
			stepPath: script.file.path,
			line: script.file.lineOf(script.at),
			job: name,
			step: 0,
			triggers: source,
			pieces,
		});
	}
	return {
		sources: [{ provider: 'gitlab', path: file.path, name: file.path, triggers: source }],
		steps,
		actions: [],
		outOfSight,
	};
};
