import type { CiTool } from '../../source/core/ci.ts';
import { gatesOf } from '../../source/core/ci.ts';
import { isList, tableAt } from '../../source/core/data.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import { folderOf, inFolder, nearestTo, upward } from '../../source/core/folders.ts';

export type GateFacts = Pick<
	Facts,
	'ci' | 'devDependencies' | 'toolPins' | 'ruffConfigs' | 'mypyConfigs' | 'toml' | 'files' | 'testUse'
>;

/** A tool that should stop the build. */
export interface WantedGate {
	readonly tool: CiTool;
	readonly program: 'ruff' | 'mypy' | 'pytest' | 'bandit';
	readonly args: readonly string[];
	/** Of a step that has a name. */
	readonly name: string;
}

const gates: readonly WantedGate[] = [
	{ tool: 'ruff-check', program: 'ruff', args: ['check', '.'], name: 'Lint' },
	{ tool: 'ruff-format', program: 'ruff', args: ['format', '--check', '.'], name: 'Check the format' },
	{ tool: 'mypy', program: 'mypy', args: [], name: 'Check types' },
	{ tool: 'pytest', program: 'pytest', args: [], name: 'Test' },
];

/** Asked for by name only: a first pipeline is about the code being right. */
const bandit: WantedGate = { tool: 'bandit', program: 'bandit', args: [], name: 'Scan for weaknesses' };

export const gateFor = (tool: string): WantedGate | undefined =>
	[...gates, bandit].find(gate => gate.tool === tool);

const isSet = ({ ruffConfigs, mypyConfigs }: GateFacts, project: Project, program: string): boolean => {
	if (program === 'ruff') return nearestTo(ruffConfigs, project.path) !== null;
	return program !== 'mypy' || nearestTo(mypyConfigs, project.path) !== null;
};

/** Folders and modules of the project that run in production, as bandit is given them; tests are full of `assert`. */
const scanned = ({ files }: Pick<Facts, 'files'>, project: Project): readonly string[] => {
	const prefix = project.path === '.' ? '' : `${project.path}/`;
	const tops = [...files.values()].flatMap(({ path, role }) => {
		const inside = path.startsWith(prefix) && path.endsWith('.py') ? path.slice(prefix.length) : null;
		return role === 'prod' && inside !== null ? [inside.split('/')[0] ?? ''] : [];
	});
	const targets = [...new Set(tops)].toSorted();
	return targets.length <= 4 ? targets.filter(target => /^\w[\w.-]*$/.test(target)) : [];
};

/** Bandit reads its table of `pyproject.toml` only where it is told to; null where no few places are to be scanned. */
export const banditArgs = (
	facts: Pick<Facts, 'files' | 'toml'>,
	project: Project,
): readonly string[] | null => {
	const targets = scanned(facts, project);
	if (targets.length === 0) return null;
	const manifest = facts.toml.get(inFolder(project.path, 'pyproject.toml'));
	const isSetUp = manifest?.ok === true && tableAt(manifest.value.value, ['tool', 'bandit']) !== undefined;
	return [...(isSetUp ? ['-c', 'pyproject.toml'] : []), '-r', ...targets];
};

/** Said where bandit cannot be given what it is to scan. */
export const noTargets = 'which folders hold the code that runs in production is not clear';

/** What a tool looks at: what its settings say, else the whole project. */
const withTarget = (facts: GateFacts, project: Project, gate: WantedGate): WantedGate => {
	if (gate.program === 'bandit') return { ...gate, args: banditArgs(facts, project) ?? gate.args };
	if (gate.program !== 'mypy') return gate;
	const options = nearestTo(facts.mypyConfigs, project.path)?.options ?? {};
	if (['files', 'packages', 'modules'].some(key => options[key] !== undefined)) return gate;
	const prefix = inFolder(project.path, 'src/');
	const inSource = [...facts.files.values()].some(
		({ path, role }) => role === 'prod' && path.startsWith(prefix),
	);
	return { ...gate, args: [inSource ? 'src' : '.'] };
};

/** Files that declare a tool for the project. */
export const declaring = (
	facts: Pick<Facts, 'devDependencies' | 'toolPins'>,
	project: Project,
	program: string,
): readonly string[] => {
	const folders = upward(project.path);
	const inManifests = facts.devDependencies.filter(({ name }) => name === program).map(({ path }) => path);
	const inLists = [...facts.toolPins].flatMap(([path, parsed]) =>
		/\.(?:txt|in)$/.test(path) && parsed.ok && parsed.value.some(({ tool }) => tool === program)
			? [path]
			: [],
	);
	return [...new Set([...inManifests, ...inLists])].filter(path =>
		folders.includes(folderOf(path).replace(/(^|\/)requirements$/, '') || '.'),
	);
};

/** The gate where the project has its tool set up and declared; else the sentence that says what goes first. */
export const wantedGate = (facts: GateFacts, project: Project, tool: string): WantedGate | string => {
	const gate = gateFor(tool);
	if (!gate) return 'no gate is asked for';
	if (declaring(facts, project, gate.program).length === 0)
		return `\`${gate.program}\` is no development dependency of the project yet; that goes first`;
	if (gate.program === 'bandit' && banditArgs(facts, project) === null) return noTargets;
	if (!isSet(facts, project, gate.program))
		return `\`${gate.program}\` has no configuration yet; that goes first`;
	return withTarget(facts, project, gate);
};

/** Every gate that the project is ready for and does not have. */
export const missingGates = (facts: GateFacts, project: Project, withTests: boolean): readonly WantedGate[] =>
	gates
		.filter(({ tool }) => gatesOf(facts.ci, tool, { project: project.path }).gates.length === 0)
		.filter(({ tool }) => tool !== 'ruff-format' || declaring(facts, project, 'black').length === 0)
		.filter(
			({ tool }) =>
				tool !== 'pytest' ||
				(withTests && [...facts.testUse.values()].some(parsed => parsed.ok && parsed.value.tests > 0)),
		)
		.map(({ tool }) => wantedGate(facts, project, tool))
		.filter(gate => typeof gate !== 'string');

/**
 * Options of `uv run` for a tool that is not in the default group; null where the project does not name it in a group
 * or an extra that can be read.
 */
export const uvOptions = (
	{ toml }: Pick<Facts, 'toml'>,
	project: Project,
	program: string,
): readonly string[] | null => {
	const path = inFolder(project.path, 'pyproject.toml');
	const parsed = toml.get(path);
	if (!parsed?.ok) return null;
	const { value } = parsed.value;
	const names = (list: unknown): boolean =>
		Array.isArray(list) &&
		list.some(item => typeof item === 'string' && new RegExp(`^${program}(?![\\w.-])`, 'i').test(item));
	const groups = Object.entries(tableAt(value, ['dependency-groups']) ?? {});
	const uv = tableAt(value, ['tool', 'uv']) ?? {};
	const defaults = isList(uv['default-groups']) ? uv['default-groups'] : ['dev'];
	if (names(uv['dev-dependencies'])) return [];
	const found = groups.filter(([, list]) => names(list)).map(([name]) => name);
	const [group] = found;
	if (found.some(name => uv['default-groups'] === 'all' || defaults.includes(name))) return [];
	if (group !== undefined) return ['--group', group];
	const extras = Object.entries(tableAt(value, ['project', 'optional-dependencies']) ?? {});
	const extra = extras.find(([, list]) => names(list))?.[0];
	return extra === undefined ? null : ['--extra', extra];
};
