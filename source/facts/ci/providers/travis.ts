import { isList, isTable } from '../../../core/data.ts';
import type { CiSoftener } from '../../../core/facts/ci.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import { shellWords } from '../../../core/shell-words.ts';
import { rootMark } from '../../../core/shell/words.ts';
import type { Step, World } from '../piece.ts';
import { goingOn, joinPlaced } from '../piece.ts';
import type { Pipelines } from '../reading.ts';
import { nothing, yamlAt } from '../reading.ts';

// https://docs.travis-ci.com/user/job-lifecycle/

type Path = readonly (string | number)[];

const phases = ['before_install', 'install', 'before_script', 'script'] as const;

/** Each entry of an `env` as variables. */
const variablesIn = (value: Data | undefined): readonly (readonly (readonly [string, string])[])[] => {
	const list = typeof value === 'string' ? [value] : isList(value) ? value : [];
	return list
		.filter(item => typeof item === 'string')
		.map(item =>
			shellWords(item).flatMap(word => {
				const at = word.indexOf('=');
				return at > 0 ? [[word.slice(0, at), word.slice(at + 1)] as const] : [];
			}),
		);
};

const mostJobs = 40;
const mostChoices = 400;

/** Each way to take one value of every list. */
const choicesOf = (
	lists: readonly (readonly (Data | undefined)[])[],
): readonly (readonly (Data | undefined)[])[] => {
	let choices: readonly (readonly (Data | undefined)[])[] = [[]];
	for (const list of lists) {
		choices = choices.flatMap(choice => list.map(value => [...choice, value]));
		if (choices.length > mostChoices) return [];
	}
	return choices;
};

/** `3.12` and `"3.12"` name the same Python, and spaces between variables do not count. */
const wordOf = (value: Data | undefined): string =>
	JSON.stringify(
		typeof value === 'string' ? shellWords(value) : typeof value === 'number' ? [`${value}`] : value,
	) ?? '';

/** The entry of `allow_failures` behind which all of a job may fail: for each of its Pythons and systems one fits. */
const allowedAt = (
	entries: readonly Data[],
	valuesOf: (key: string) => readonly (Data | undefined)[],
): number | null => {
	const tables = entries.map(entry => (isTable(entry) ? entry : {}));
	const keys = [...new Set(tables.flatMap(entry => Object.keys(entry)))];
	const places = choicesOf(keys.map(valuesOf)).map(choice =>
		tables.findIndex(
			entry =>
				Object.keys(entry).length > 0 &&
				keys.every((key, at) => entry[key] === undefined || wordOf(entry[key]) === wordOf(choice[at])),
		),
	);
	return places.length > 0 && !places.includes(-1) ? (places[0] ?? null) : null;
};

const listOf = (value: Data | undefined): readonly (Data | undefined)[] => (isList(value) ? value : [value]);

/** What Travis runs. */
export const readTravis = (world: World): Pipelines => {
	const path = '.travis.yml';
	const file = yamlAt(world, path);
	const root = file?.value;
	if (!file || !isTable(root)) return nothing;
	const env = root['env'];
	const globals = variablesIn(isTable(env) ? env['global'] : undefined).flat();
	const axis = variablesIn(isTable(env) ? (env['jobs'] ?? env['matrix']) : env);
	const matrix = root['jobs'] ?? root['matrix'];
	const included = isTable(matrix) && isList(matrix['include']) ? matrix['include'] : [];
	const where = root['jobs'] === undefined ? 'matrix' : 'jobs';
	const allowed = isTable(matrix) && isList(matrix['allow_failures']) ? matrix['allow_failures'] : [];
	const steps: Step[] = [];
	const build = (
		job: Table,
		at: Path,
		name: string,
		variables: readonly (readonly [string, string])[],
		valuesOf: (key: string) => readonly (Data | undefined)[],
	): void => {
		if (steps.length >= mostJobs) return;
		const condition = job['if'];
		const rare =
			typeof condition === 'string' && /\btype\s*=\s*(?:cron|api)\b|\btag\s+IS\s+present\b/i.test(condition);
		const entry = allowedAt(allowed, valuesOf);
		const softeners: readonly CiSoftener[] = [
			...(rare
				? [
						{
							kind: 'never-runs' as const,
							path,
							line: file.lineOf([...at, 'if']),
							text: `if: ${condition}`,
						},
					]
				: []),
			...(entry === null
				? []
				: [
						{
							kind: 'continue-on-error' as const,
							path,
							line: file.lineOf([where, 'allow_failures', entry]),
							text: 'allow_failures',
						},
					]),
		];
		const texts = phases.flatMap(phase => {
			const own = job[phase] === undefined ? [] : at;
			const value = job[phase] ?? root[phase];
			const paths: readonly Path[] = isList(value)
				? value.map((_, index) => [...own, phase, index])
				: [[...own, phase]];
			return paths.flatMap(one => file.textAt(one) ?? []).filter(({ text }) => text !== 'skip');
		});
		if (texts.length === 0) return;
		steps.push({
			provider: 'travis',
			source: path,
			stepPath: path,
			line: file.lineOf(job['script'] === undefined ? ['script'] : [...at, 'script']),
			job: name,
			step: 0,
			triggers: ['push', 'pull-request'],
			pieces: [
				{
					kind: 'shell',
					path,
					text: joinPlaced(texts.map(goingOn)),
					errexit: true,
					pipefail: false,
					directory: '.',
					environment: new Map([['TRAVIS_BUILD_DIR', rootMark], ...globals, ...variables]),
					softeners,
				},
			],
		});
	};
	if (axis.length > 0) {
		const listed = isTable(env) ? (env['jobs'] ?? env['matrix']) : env;
		const values = listOf(listed).filter(item => typeof item === 'string');
		axis.forEach((variables, index) =>
			build({}, [], '', variables, key => (key === 'env' ? [values[index]] : listOf(root[key]))),
		);
	} else if (included.length === 0 || root['python'] !== undefined) {
		build({}, [], '', [], key => (key === 'env' ? [undefined] : listOf(root[key])));
	}
	included.forEach((job, index) => {
		if (!isTable(job)) return;
		const own = variablesIn(job['env']).flat();
		const name = typeof job['name'] === 'string' ? job['name'] : '';
		// What a job does not say it has from the first of each list.
		build(job, [where, 'include', index], name, own, key => [
			job[key] ?? (key === 'env' ? undefined : listOf(root[key])[0]),
		]);
	});
	return {
		sources: [{ provider: 'travis', path, name: path, triggers: ['push', 'pull-request'] }],
		steps,
		actions: [],
		outOfSight: [],
	};
};
