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
	const steps: Step[] = [];
	const build = (
		job: Table,
		at: Path,
		name: string,
		variables: readonly (readonly [string, string])[],
	): void => {
		if (steps.length >= mostJobs) return;
		const condition = job['if'];
		const rare =
			typeof condition === 'string' && /\btype\s*=\s*(?:cron|api)\b|\btag\s+IS\s+present\b/i.test(condition);
		const softeners: readonly CiSoftener[] = rare
			? [{ kind: 'never-runs', path, line: file.lineOf([...at, 'if']), text: `if: ${condition}` }]
			: [];
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
	if (axis.length > 0) for (const variables of axis) build({}, [], '', variables);
	else if (included.length === 0 || root['python'] !== undefined) build({}, [], '', []);
	const where = root['jobs'] === undefined ? 'matrix' : 'jobs';
	included.forEach((job, index) => {
		if (!isTable(job)) return;
		const own = variablesIn(job['env']).flat();
		build(job, [where, 'include', index], typeof job['name'] === 'string' ? job['name'] : '', own);
	});
	return {
		sources: [{ provider: 'travis', path, name: path, triggers: ['push', 'pull-request'] }],
		steps,
		actions: [],
		outOfSight: [],
	};
};
