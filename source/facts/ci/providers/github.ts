import { isForChanges } from '../../../core/ci.ts';
import { isList, isTable, stringAt, tableAt, valueAt } from '../../../core/data.ts';
import type { CiAction, CiOutOfSight, CiSoftener, CiSource } from '../../../core/facts/ci.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import { rootMark } from '../../../core/shell/words.ts';
import type { Piece, Step, World } from '../piece.ts';
import { mapPlaced } from '../piece.ts';
import type { Pipelines, YamlFile } from '../reading.ts';
import { textsIn, yamlAt } from '../reading.ts';
import { meaningOf } from './actions.ts';
import type { ExpressionScope } from './github-expressions.ts';
import { shellOf, triggersOf } from './github-events.ts';
import { isAnswered, isConditional, softenersAt, wholeText } from './github-softeners.ts';
import { combinationsOf, filled, relevant } from './github-expressions.ts';

// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax

type Path = readonly (string | number)[];

interface Reading {
	readonly world: World;
	readonly steps: Step[];
	readonly actions: CiAction[];
	readonly outOfSight: CiOutOfSight[];
	/** Calls of local workflows that are left: those that call each other multiply. */
	calls: number;
}

interface Surroundings {
	readonly file: YamlFile;
	readonly source: CiSource;
	readonly job: string;
	readonly env: ReadonlyMap<string, string>;
	readonly inputs: ReadonlyMap<string, string>;
	readonly softeners: readonly CiSoftener[];
	readonly shell: string | null;
	readonly directory: string | null;
	/** Where the checkout puts the repository; empty for the workspace itself. */
	readonly checkout: string;
	/** Workflows and actions that lead here. */
	readonly open: readonly string[];
	/** Steps of the job after this one. */
	readonly later: readonly Data[];
	/** The step that uses a local action has a condition. */
	readonly isConditional?: boolean;
}

const directoryOf = (text: string | null, { directory, checkout }: Surroundings): string | null => {
	if (text === null) return directory;
	const bare = text.replace(/^\.\//, '');
	const inside =
		checkout !== '' && (bare === checkout || bare.startsWith(`${checkout}/`))
			? bare.slice(checkout.length + 1) || '.'
			: text;
	return folderAt('.', inside);
};

const stepAt = (
	reading: Reading,
	around: Surroundings,
	at: Path,
	index: number,
	value: Table,
	matrix: Table,
): void => {
	const { file, source, job } = around;
	const { path } = file;
	const env = new Map(around.env);
	const base: ExpressionScope = { matrix, env, inputs: around.inputs };
	for (const [key, text] of textsIn(value['env'])) {
		const known = filled(text, base);
		if (known.includes('${{')) env.delete(key);
		else env.set(key, known);
	}
	const scope: ExpressionScope = { ...base, env };
	const answered = isAnswered(value, around.later);
	const conditional = around.isConditional === true || isConditional(value);
	const softeners = [
		...around.softeners,
		...softenersAt(file, at, value).filter(({ kind }) => !answered || kind !== 'continue-on-error'),
	];
	const own = (line: number, found: readonly Piece[]): void => {
		if (found.length === 0) return;
		reading.steps.push({
			provider: 'github',
			source: source.path,
			stepPath: path,
			line,
			job,
			step: index,
			triggers: source.triggers,
			isConditional: conditional,
			pieces: found,
		});
	};
	const written = stringAt(value, ['working-directory']);
	const directory = directoryOf(written === undefined ? null : filled(written, scope), around);
	const common = { path, directory, environment: env, softeners };
	const run = file.textAt([...at, 'run']);
	if (run) {
		const shell = stringAt(value, ['shell']) ?? around.shell;
		if (shell !== null && /^(?:python|perl|node)/.test(shell)) return;
		const text = mapPlaced(run, part => filled(part, scope));
		own(file.lineOf([...at, 'run']), [{ kind: 'shell', text, ...shellOf(shell), ...common }]);
		return;
	}
	const uses = stringAt(value, ['uses']);
	if (uses === undefined) return;
	const line = file.lineOf([...at, 'uses']);
	const inputs = new Map([...textsIn(value['with'])].map(([key, text]) => [key, filled(text, scope)]));
	const { triggers } = source;
	reading.actions.push({
		uses,
		inputs: Object.fromEntries(inputs),
		path,
		line,
		provider: 'github',
		source: source.path,
		job,
		step: index,
		triggers,
		softeners,
	});
	if (uses.startsWith('./')) {
		localAction(
			reading,
			{ ...around, env, softeners, job, isConditional: conditional },
			folderAt('.', uses),
			inputs,
			index,
		);
		return;
	}
	const meaning = meaningOf(uses, inputs);
	if (!meaning) return;
	switch (meaning.kind) {
		case 'command': {
			const soft: readonly CiSoftener[] =
				meaning.soft === null ? [] : [{ kind: 'input', path, line, text: meaning.soft }];
			own(line, [
				{
					kind: 'words',
					words: meaning.words,
					line,
					column: 0,
					text: `uses: ${uses}`,
					action: uses,
					...common,
					softeners: [...softeners, ...soft],
				},
			]);
			return;
		}
		case 'script': {
			const text = file.textAt([...at, 'with', meaning.input]);
			if (text)
				own(line, [
					{
						kind: 'shell',
						text: mapPlaced(text, part => filled(part, scope)),
						errexit: false,
						pipefail: false,
						...common,
					},
				]);
			return;
		}
		case 'out-of-sight':
			reading.outOfSight.push({ kind: 'action', name: uses, path, line, triggers });
	}
};

const defaultsOf = (value: Data | undefined): ReadonlyMap<string, string> =>
	new Map(
		isTable(value)
			? Object.entries(value).flatMap(([key, input]) => {
					const fallback = textsIn(input).get('default');
					return fallback === undefined ? [] : [[key, fallback]];
				})
			: [],
	);

const localAction = (
	reading: Reading,
	around: Surroundings,
	folder: string | null,
	inputs: ReadonlyMap<string, string>,
	index: number,
): void => {
	if (folder === null || around.open.length > 5) return;
	const inner =
		folder === around.checkout
			? '.'
			: folder.startsWith(`${around.checkout}/`) && around.checkout !== ''
				? folder.slice(around.checkout.length + 1)
				: folder;
	const path = ['action.yml', 'action.yaml']
		.map(name => folderAt(inner, name) ?? '')
		.find(name => reading.world.has(name));
	const file = path === undefined || around.open.includes(path) ? null : yamlAt(reading.world, path);
	if (!file || path === undefined) return;
	const steps = valueAt(file.value, ['runs', 'steps']);
	if (!isList(steps)) return;
	const given = new Map([...defaultsOf(valueAt(file.value, ['inputs'])), ...inputs]);
	steps.forEach((step, at) => {
		if (!isTable(step)) return;
		stepAt(
			reading,
			{
				...around,
				file,
				inputs: given,
				directory: '.',
				shell: null,
				open: [...around.open, path],
				later: steps.slice(at + 1),
			},
			['runs', 'steps', at],
			index,
			step,
			{},
		);
	});
};

const checkoutOf = (steps: Data | undefined): string => {
	for (const step of isList(steps) ? steps : []) {
		if (
			!stringAt(step, ['uses'])?.startsWith('actions/checkout@') ||
			stringAt(step, ['with', 'repository']) !== undefined
		)
			continue;
		const path = stringAt(step, ['with', 'path']);
		return path === undefined || path.includes('$') ? '' : path.replace(/^\.\/|\/$/g, '');
	}
	return '';
};

const jobAt = (reading: Reading, around: Surroundings, name: string, value: Table): void => {
	const { file } = around;
	const at = ['jobs', name];
	const softeners = [...around.softeners, ...softenersAt(file, at, value)];
	const combinations = combinationsOf(valueAt(value, ['strategy', 'matrix']));
	const uses = stringAt(value, ['uses']);
	if (uses !== undefined) {
		const line = file.lineOf([...at, 'uses']);
		for (const matrix of relevant(combinations, wholeText(value['with'] ?? null))) {
			const scope = { matrix, env: around.env, inputs: around.inputs };
			const inputs = new Map([...textsIn(value['with'])].map(([key, text]) => [key, filled(text, scope)]));
			reusable(reading, { ...around, softeners, job: name }, uses, inputs, line);
		}
		return;
	}
	const run = tableAt(value, ['defaults', 'run']);
	const steps = value['steps'];
	const written = stringAt(run, ['working-directory']);
	const shared = wholeText([written ?? null, value['env'] ?? null]);
	(isList(steps) ? steps : []).forEach((step, index) => {
		if (!isTable(step)) return;
		for (const matrix of relevant(combinations, wholeText(step) + shared)) {
			const env = new Map(around.env);
			for (const [key, text] of textsIn(value['env'])) {
				const known = filled(text, { matrix, env, inputs: around.inputs });
				if (!known.includes('${{')) env.set(key, known);
			}
			const inner: Surroundings = {
				...around,
				job: around.job === '' ? name : `${around.job}/${name}`,
				softeners,
				env,
				shell: stringAt(run, ['shell']) ?? around.shell,
				checkout: checkoutOf(steps),
				later: isList(steps) ? steps.slice(index + 1) : [],
			};
			const directory = directoryOf(
				written === undefined ? null : filled(written, { matrix, env, inputs: around.inputs }),
				inner,
			);
			stepAt(reading, { ...inner, directory }, [...at, 'steps', index], index, step, matrix);
		}
	});
};

const workflow = (reading: Reading, around: Surroundings): void => {
	const { file } = around;
	const jobs = tableAt(file.value, ['jobs']);
	const run = tableAt(file.value, ['defaults', 'run']);
	const env = new Map(around.env);
	for (const [key, text] of textsIn(valueAt(file.value, ['env'])))
		if (!text.includes('${{')) env.set(key, text);
	const written = stringAt(run, ['working-directory']);
	const inner = {
		...around,
		env,
		shell: stringAt(run, ['shell']) ?? null,
		directory: written === undefined ? '.' : folderAt('.', written),
	};
	for (const [name, job] of Object.entries(jobs ?? {})) if (isTable(job)) jobAt(reading, inner, name, job);
};

const reusable = (
	reading: Reading,
	around: Surroundings,
	uses: string,
	inputs: ReadonlyMap<string, string>,
	line: number,
): void => {
	const { path } = around.file;
	const { triggers } = around.source;
	if (!uses.startsWith('./')) {
		const meaning = meaningOf(uses, inputs);
		if (meaning?.kind !== 'command') {
			reading.outOfSight.push({ kind: 'reusable-workflow', name: uses, path, line, triggers });
			return;
		}
		const soft: readonly CiSoftener[] =
			meaning.soft === null ? [] : [{ kind: 'input', path, line, text: meaning.soft }];
		const piece: Piece = {
			kind: 'words',
			words: meaning.words,
			path,
			line,
			column: 0,
			text: `uses: ${uses}`,
			action: uses,
			directory: '.',
			softeners: [...around.softeners, ...soft],
		};
		reading.steps.push({
			provider: 'github',
			source: around.source.path,
			stepPath: path,
			line,
			job: around.job,
			step: 0,
			triggers,
			pieces: [piece],
		});
		return;
	}
	const target = folderAt('.', uses.replace(/@.*$/, ''));
	const file =
		target === null || around.open.includes(target) || around.open.length > 5 || --reading.calls < 0
			? null
			: yamlAt(reading.world, target);
	if (!file || target === null) {
		reading.outOfSight.push({ kind: 'reusable-workflow', name: uses, path, line, triggers });
		return;
	}
	const given = new Map([...defaultsOf(valueAt(file.value, ['on', 'workflow_call', 'inputs'])), ...inputs]);
	workflow(reading, { ...around, file, inputs: given, env: new Map(), open: [...around.open, target] });
};

const workflowPath = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** What GitHub Actions run. */
export const readGithub = (world: World): Pipelines => {
	const reading: Reading = { world, steps: [], actions: [], outOfSight: [], calls: 500 };
	const files = [...world.paths]
		.filter(path => workflowPath.test(path))
		.map(path => yamlAt(world, path))
		.filter(file => file !== null);
	const called = new Set(
		files.flatMap(({ value }) =>
			Object.values(tableAt(value, ['jobs']) ?? {}).map(job =>
				(stringAt(job, ['uses']) ?? '').replace(/^\.\//, ''),
			),
		),
	);
	const sources: CiSource[] = [];
	for (const file of files) {
		const { path, value } = file;
		if (!tableAt(value, ['jobs'])) continue;
		const own = triggersOf(valueAt(value, ['on']));
		const triggers = called.has(path) ? own.filter(trigger => trigger !== 'called') : own;
		if (triggers.length === 0) continue;
		const source: CiSource = { provider: 'github', path, name: stringAt(value, ['name']) ?? path, triggers };
		sources.push(source);
		const softeners: readonly CiSoftener[] = isForChanges(triggers)
			? []
			: [{ kind: 'trigger', path, line: file.lineOf(['on']), text: `on: ${triggers.join(', ')}` }];
		workflow(reading, {
			file,
			source,
			job: '',
			env: new Map([['GITHUB_WORKSPACE', rootMark]]),
			inputs: defaultsOf(valueAt(value, ['on', 'workflow_dispatch', 'inputs'])),
			softeners,
			shell: null,
			directory: '.',
			checkout: '',
			open: [path],
			later: [],
		});
	}
	return { sources, ...reading };
};
