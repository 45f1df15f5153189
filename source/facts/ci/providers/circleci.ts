import { isList, isTable, stringAt, tableAt, valueAt } from '../../../core/data.ts';
import type { CiAction, CiOutOfSight, CiSoftener, CiTrigger } from '../../../core/facts/ci.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import { rootMark } from '../../../core/shell/words.ts';
import type { Step, World } from '../piece.ts';
import { mapPlaced } from '../piece.ts';
import type { Pipelines, YamlFile } from '../reading.ts';
import { nothing, textsIn, yamlAt } from '../reading.ts';

// https://circleci.com/docs/configuration-reference/

type Path = readonly (string | number)[];
type Parameters = ReadonlyMap<string, string>;

interface Around {
	readonly job: string;
	readonly parameters: Parameters;
	readonly environment: ReadonlyMap<string, string>;
	readonly directory: string | null;
	readonly shell: string;
	readonly triggers: readonly CiTrigger[];
	readonly softeners: readonly CiSoftener[];
	readonly depth: number;
}

const filled = (text: string, parameters: Parameters): string =>
	text.replace(
		/<<\s*(?:parameters|matrix)\.([\w-]+)\s*>>/g,
		(whole, name: string) => parameters.get(name) ?? whole.replace(/<<\s*|\s*>>/g, '$'),
	);

const defaultsOf = (value: Data | undefined): Parameters =>
	new Map(
		Object.entries(isTable(value) ? value : {}).flatMap(([name, parameter]) => {
			const fallback = textsIn(parameter).get('default');
			return fallback === undefined ? [] : [[name, fallback] as const];
		}),
	);

/** Commands of orbs that only prepare something. */
const preparing =
	/(?:^|\/)(?:install\w*|setup\w*|checkout|cache|restore|save|upload|slack|notify|status|login|auth)[\w-]*$/;

/** What one configuration runs; a job runs as often as workflows name it. */
const read = (file: YamlFile): Pipelines => {
	const { path, value: root, lineOf } = file;
	const steps: Step[] = [];
	const actions: CiAction[] = [];
	const outOfSight: CiOutOfSight[] = [];
	const orbs = new Set(Object.keys(tableAt(root, ['orbs']) ?? {}));
	const isOrb = (name: string): boolean => name.includes('/') && orbs.has(name.slice(0, name.indexOf('/')));
	const common = (around: Around, step: number) => ({
		provider: 'circleci' as const,
		source: path,
		job: around.job,
		step,
		triggers: around.triggers,
	});

	const run = (value: Data, at: Path, around: Around, step: number): void => {
		const table = isTable(value) ? value : {};
		const text = file.textAt(typeof value === 'string' ? at : [...at, 'command']);
		if (!text) return;
		const shell = stringAt(table, ['shell']) ?? around.shell;
		const folder = stringAt(table, ['working_directory']);
		const late = stringAt(table, ['when']) === 'on_fail';
		steps.push({
			...common(around, step),
			stepPath: path,
			line: lineOf(typeof value === 'string' ? at : [...at, 'command']),
			pieces: [
				{
					kind: 'shell',
					path,
					text: mapPlaced(text, part => filled(part, around.parameters)),
					errexit: /\s-\w*e|errexit/.test(shell),
					pipefail: shell.includes('pipefail'),
					directory:
						folder === undefined
							? around.directory
							: folderAt(
									around.directory,
									filled(folder, around.parameters).replace(/^~\/(?:project|repo)\/?/, './'),
								),
					environment: new Map([...around.environment, ...textsIn(table['environment'])]),
					softeners: late
						? [
								...around.softeners,
								{ kind: 'never-runs', path, line: lineOf([...at, 'when']), text: 'when: on_fail' },
							]
						: around.softeners,
				},
			],
		});
	};

	const step = (value: Data, at: Path, around: Around, index: number): void => {
		if (around.depth > 6) return;
		const [name, inner] =
			typeof value === 'string' ? [value, null] : (Object.entries(isTable(value) ? value : {})[0] ?? []);
		if (name === undefined) return;
		const inside = [...at, name];
		if (name === 'run') return run(inner ?? null, inside, around, index);
		if (name === 'when' || name === 'unless') {
			return stepsOf(valueAt(inner, ['steps']), [...inside, 'steps'], { ...around, depth: around.depth + 1 });
		}
		const command = tableAt(root, ['commands', name]);
		const given = new Map([...textsIn(inner)].map(([key, text]) => [key, filled(text, around.parameters)]));
		if (command) {
			const parameters = new Map([...defaultsOf(command['parameters']), ...given]);
			return stepsOf(command['steps'], ['commands', name, 'steps'], {
				...around,
				parameters,
				depth: around.depth + 1,
			});
		}
		if (!isOrb(name)) return;
		const line = lineOf(typeof value === 'string' ? at : inside);
		actions.push({
			uses: name,
			inputs: Object.fromEntries(given),
			path,
			line,
			...common(around, index),
			softeners: around.softeners,
		});
		if (!preparing.test(name)) outOfSight.push({ kind: 'orb', name, path, line, triggers: around.triggers });
		// Orbs that take steps run them where they are given.
		const own = isTable(inner) ? inner['steps'] : undefined;
		if (own !== undefined) stepsOf(own, [...inside, 'steps'], { ...around, depth: around.depth + 1 });
	};

	const stepsOf = (value: Data | undefined, at: Path, around: Around): void => {
		if (isList(value)) value.forEach((item, index) => step(item, [...at, index], around, index));
	};

	const job = (
		name: string,
		given: Parameters,
		triggers: readonly CiTrigger[],
		softeners: readonly CiSoftener[],
		at: Path,
	): void => {
		const value = tableAt(root, ['jobs', name]);
		if (!value) {
			if (isOrb(name)) outOfSight.push({ kind: 'orb', name, path, line: lineOf(at), triggers });
			return;
		}
		const executor = stringAt(value, ['executor']) ?? stringAt(value, ['executor', 'name']) ?? '';
		const machine = tableAt(root, ['executors', executor]);
		const folder = stringAt(value, ['working_directory']) ?? stringAt(machine, ['working_directory']) ?? '';
		stepsOf(value['steps'], ['jobs', name, 'steps'], {
			job: name,
			parameters: new Map([...defaultsOf(value['parameters']), ...given]),
			environment: new Map([
				['CIRCLE_WORKING_DIRECTORY', rootMark],
				...textsIn(machine?.['environment']),
				...textsIn(value['environment']),
			]),
			// The working directory is where the checkout goes, whatever its name is.
			directory: /^~?\/?[\w./$<>{} -]*$/.test(folder) ? '.' : null,
			shell: stringAt(value, ['shell']) ?? 'bash -eo pipefail',
			triggers,
			softeners,
			depth: 0,
		});
	};

	const workflows = tableAt(root, ['workflows']);
	const all = new Set<CiTrigger>();
	const named = Object.entries(workflows ?? {}).filter(([, value]) => isTable(value));
	for (const [name, workflow] of named) {
		const scheduled =
			isList(valueAt(workflow, ['triggers'])) &&
			JSON.stringify(valueAt(workflow, ['triggers'])).includes('"schedule"');
		const jobs = valueAt(workflow, ['jobs']);
		(isList(jobs) ? jobs : []).forEach((item, index) => {
			const at = ['workflows', name, 'jobs', index];
			const [id, settings] =
				typeof item === 'string' ? [item, null] : (Object.entries(isTable(item) ? item : {})[0] ?? []);
			if (id === undefined || stringAt(settings, ['type']) === 'approval') return;
			const tagged =
				tableAt(settings, ['filters', 'tags']) !== undefined &&
				stringAt(settings, ['filters', 'branches', 'ignore']) === '/.*/';
			const triggers: readonly CiTrigger[] = scheduled ? ['schedule'] : tagged ? ['release'] : ['push'];
			for (const trigger of triggers) all.add(trigger);
			const softeners: readonly CiSoftener[] =
				scheduled || tagged
					? [
							{
								kind: 'trigger',
								path,
								line: lineOf(scheduled ? ['workflows', name, 'triggers'] : at),
								text: scheduled ? 'triggers: schedule' : 'filters: tags',
							},
						]
					: [];
			const axes: Table = tableAt(settings, ['matrix', 'parameters']) ?? {};
			const given = textsIn(settings);
			let combinations: readonly Parameters[] = [given];
			for (const [key, values] of Object.entries(axes)) {
				if (!isList(values)) continue;
				combinations = combinations
					.flatMap(one => values.map(entry => new Map([...one, ...textsIn({ [key]: entry })])))
					.slice(0, 40);
			}
			for (const parameters of combinations) job(id, parameters, triggers, softeners, at);
		});
	}
	if (named.length === 0) {
		all.add('push');
		for (const name of Object.keys(tableAt(root, ['jobs']) ?? {}))
			job(name, new Map(), ['push'], [], ['jobs', name]);
	}
	return {
		sources: [{ provider: 'circleci', path, name: path, triggers: [...all] }],
		steps,
		actions,
		outOfSight,
	};
};

/** What CircleCI runs. */
export const readCircleci = (world: World): Pipelines => {
	const file = ['.circleci/config.yml', '.circleci/config.yaml']
		.map(path => yamlAt(world, path))
		.find(found => found !== null);
	return file ? read(file) : nothing;
};
