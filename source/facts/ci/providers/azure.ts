import { isList, isTable, stringAt, tableAt } from '../../../core/data.ts';
import type { CiAction, CiOutOfSight, CiSoftener, CiSource, CiTrigger } from '../../../core/facts/ci.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import { folderOf } from '../../../core/folders.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import { rootMark } from '../../../core/shell/words.ts';
import type { Piece, Step, World } from '../piece.ts';
import { mapPlaced, placedAt } from '../piece.ts';
import type { Pipelines, YamlFile } from '../reading.ts';
import { textsIn, yamlAt } from '../reading.ts';

// https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/

type Path = readonly (string | number)[];
type Values = ReadonlyMap<string, string>;

interface Around {
	readonly file: YamlFile;
	readonly source: CiSource;
	readonly job: string;
	readonly parameters: Values;
	readonly variables: Values;
	readonly softeners: readonly CiSoftener[];
	readonly open: readonly string[];
}

const isPipeline = (path: string): boolean =>
	/(?:^|\/)azure-?pipelines?[^/]*\.ya?ml$|^\.?(?:azure|azure-?pipelines?|azuredevops|ado|pipelines)\/.*\.ya?ml$/i.test(
		path,
	);

const rooted =
	/^(?:System\.DefaultWorkingDirectory|Build\.SourcesDirectory|Pipeline\.Workspace|Agent\.BuildDirectory)$/;

const filled = (text: string, { parameters, variables }: Pick<Around, 'parameters' | 'variables'>): string =>
	text
		.replace(
			/\$\{\{\s*(parameters|variables)\.([\w.-]+)\s*\}\}/g,
			(whole, kind: string, name: string) =>
				(kind === 'parameters' ? parameters : variables).get(name) ?? whole,
		)
		.replace(
			/\$\(([A-Za-z][\w.]*)\)/g,
			(_, name: string) =>
				variables.get(name) ?? (rooted.test(name) ? rootMark : `\${${name.replaceAll('.', '_')}}`),
		);

const variablesIn = (value: Data | undefined): Values => {
	if (!isList(value)) return textsIn(value);
	return new Map(
		value.flatMap(item => {
			const texts = textsIn(item);
			const name = texts.get('name');
			return name === undefined ? [] : [[name, texts.get('value') ?? ''] as const];
		}),
	);
};

const defaultsOf = (value: Data | undefined): Values => {
	if (!isList(value)) return textsIn(value);
	return new Map(
		value.flatMap(item => {
			const texts = textsIn(item);
			const name = texts.get('name');
			const fallback = texts.get('default');
			return name === undefined || fallback === undefined ? [] : [[name, fallback] as const];
		}),
	);
};

const softenersAt = ({ path, lineOf }: YamlFile, at: Path, value: Table): readonly CiSoftener[] => {
	const found: CiSoftener[] = [];
	if (textsIn(value).get('continueOnError') === 'true') {
		found.push({
			kind: 'continue-on-error',
			path,
			line: lineOf([...at, 'continueOnError']),
			text: 'continueOnError: true',
		});
	}
	const condition = textsIn(value).get('condition');
	if (
		condition !== undefined &&
		/^(?:false|failed\(\)|.*eq\(variables\['Build\.Reason'\],\s*'(?:Schedule|Manual)'\).*)$/.test(
			condition.trim(),
		)
	) {
		found.push({
			kind: 'never-runs',
			path,
			line: lineOf([...at, 'condition']),
			text: `condition: ${condition}`.slice(0, 200),
		});
	}
	return found;
};

/** The values that a job's matrix gives its variables. */
const matrixOf = (job: Table): readonly Values[] => {
	const matrix = tableAt(job, ['strategy', 'matrix']);
	const all = Object.values(matrix ?? {}).map(textsIn);
	return all.length > 0 ? all.slice(0, 40) : [new Map()];
};

const triggersOf = (root: Table): readonly CiTrigger[] => {
	const found: CiTrigger[] = [];
	if (root['trigger'] !== 'none') found.push('push');
	if (root['pr'] !== 'none') found.push('pull-request');
	if (root['schedules'] !== undefined) found.push('schedule');
	return found.length > 0 ? found : ['manual'];
};

/** What Azure's pipelines run. */
export const readAzure = (world: World): Pipelines => {
	const steps: Step[] = [];
	const actions: CiAction[] = [];
	const outOfSight: CiOutOfSight[] = [];
	const seen = new Set<string>();

	const template = (value: Table, at: Path, around: Around): void => {
		const name = filled(stringAt(value, ['template']) ?? '', around);
		const { file, source } = around;
		const bare = name.replace(/@self$/, '');
		const target = bare.startsWith('/') ? folderAt('.', bare.slice(1)) : folderAt(folderOf(file.path), bare);
		const other =
			target === null || bare.includes('@') || around.open.includes(target) || around.open.length > 8
				? null
				: yamlAt(world, target);
		if (!other || target === null) {
			outOfSight.push({
				kind: 'template',
				name,
				path: file.path,
				line: file.lineOf([...at, 'template']),
				triggers: source.triggers,
			});
			return;
		}
		seen.add(target);
		const root = isTable(other.value) ? other.value : {};
		const given = new Map(
			[...textsIn(value['parameters'])].map(([key, text]) => [key, filled(text, around)]),
		);
		walk(root, [], {
			...around,
			file: other,
			parameters: new Map([...defaultsOf(root['parameters']), ...given]),
			open: [...around.open, target],
		});
	};

	const step = (value: Table, at: Path, around: Around, index: number): void => {
		const { file, source, job } = around;
		const { path } = file;
		const softeners = [...around.softeners, ...softenersAt(file, at, value)];
		const common = {
			provider: 'azure' as const,
			source: source.path,
			job,
			step: index,
			triggers: source.triggers,
		};
		const task = stringAt(value, ['task']);
		const inputs = new Map([...textsIn(value['inputs'])].map(([key, text]) => [key, filled(text, around)]));
		const key = ['script', 'bash', 'pwsh', 'powershell'].find(name => typeof value[name] === 'string');
		const folder = stringAt(value, ['workingDirectory']) ?? inputs.get('workingDirectory');
		const directory = folder === undefined ? '.' : folderAt('.', filled(folder, around));
		const environment = new Map([
			...[...around.variables].map(
				([name, text]) => [name.toUpperCase().replaceAll('.', '_'), text] as const,
			),
			...textsIn(value['env']),
		]);
		const shell = { path, directory, environment, softeners, pipefail: false };
		const add = (line: number, pieces: readonly Piece[]): void => {
			const isConditional = stringAt(value, ['condition']) !== undefined;
			steps.push({ ...common, stepPath: path, line, isConditional, pieces });
		};
		if (key !== undefined) {
			const text = file.textAt([...at, key]);
			if (!text) return;
			const exits = key === 'pwsh' || key === 'powershell';
			add(file.lineOf([...at, key]), [
				{ kind: 'shell', text: mapPlaced(text, part => filled(part, around)), errexit: exits, ...shell },
			]);
			return;
		}
		if (task === undefined) return;
		const line = file.lineOf([...at, 'task']);
		actions.push({ uses: task, inputs: Object.fromEntries(inputs), path, line, ...common, softeners });
		const inline = file.textAt([...at, 'inputs', 'script']);
		if (inline && /^(?:Bash|CmdLine|PowerShell|AzureCLI|AWSShellScript|ShellScript)@/.test(task)) {
			add(line, [
				{ kind: 'shell', text: mapPlaced(inline, part => filled(part, around)), errexit: false, ...shell },
			]);
		}
		const script = inputs.get('filePath') ?? inputs.get('scriptPath');
		if (script !== undefined && /^(?:Bash|ShellScript)@/.test(task)) {
			const command = `bash ${script} ${inputs.get('arguments') ?? ''}`.trim();
			add(line, [{ kind: 'shell', text: placedAt(command, line, 0), errexit: false, ...shell }]);
		}
	};

	const walk = (value: Data | undefined, at: Path, around: Around): void => {
		if (isList(value)) {
			value.forEach((item, index) => {
				if (
					isTable(item) &&
					Object.keys(item).some(key => /^(?:script|bash|pwsh|powershell|task)$/.test(key))
				) {
					step(item, [...at, index], around, index);
				} else walk(item, [...at, index], around);
			});
			return;
		}
		if (!isTable(value)) return;
		if (typeof value['template'] === 'string') {
			template(value, at, around);
			return;
		}
		const job = stringAt(value, ['job']) ?? stringAt(value, ['deployment']);
		const base: Around = {
			...around,
			job: job ?? around.job,
			variables: new Map([...around.variables, ...variablesIn(value['variables'])]),
			softeners:
				at.length === 0 ? around.softeners : [...around.softeners, ...softenersAt(around.file, at, value)],
		};
		for (const values of matrixOf(value)) {
			const inner = { ...base, variables: new Map([...base.variables, ...values]) };
			for (const key of Object.keys(value)) {
				// Blocks such as `${{ if … }}:` hold more of the list that they stand in.
				const holds =
					/^(?:stages|jobs|steps|extends|strategy|runOnce|rolling|canary|deploy|preDeploy|postRouteTraffic|on|success|parameters)$/.test(
						key,
					);
				if (key === 'parameters' && at.length === 0) continue;
				if (holds || key.startsWith('${{')) walk(value[key], [...at, key], inner);
			}
		}
	};

	const sources: CiSource[] = [];
	const roots = [...world.paths].filter(isPipeline).flatMap(path => {
		const file = yamlAt(world, path);
		const named = /(?:^|\/)azure-?pipelines?[^/]*\.ya?ml$/i.test(path);
		const root = file?.value;
		if (!file || !isTable(root)) return [];
		const starts =
			root['trigger'] !== undefined || root['pr'] !== undefined || root['schedules'] !== undefined;
		const runs = ['stages', 'jobs', 'steps', 'extends'].some(key => root[key] !== undefined);
		return runs && (starts || named) ? [{ file, root, starts }] : [];
	});
	for (const { file, root, starts } of roots.toSorted((a, b) => Number(b.starts) - Number(a.starts))) {
		const { path } = file;
		// A part of another pipeline.
		if (!starts && seen.has(path)) continue;
		const triggers = triggersOf(root);
		const source: CiSource = { provider: 'azure', path, name: stringAt(root, ['name']) ?? path, triggers };
		sources.push(source);
		const gates = triggers.includes('push') || triggers.includes('pull-request');
		walk(root, [], {
			file,
			source,
			job: '',
			parameters: defaultsOf(root['parameters']),
			variables: new Map(),
			softeners: gates
				? []
				: [{ kind: 'trigger', path, line: file.lineOf(['trigger']), text: 'trigger: none' }],
			open: [path],
		});
	}
	return { sources, steps, actions, outOfSight };
};
