import { isList, isTable, tableAt, valueAt } from '../../source/core/data.ts';
import { locksInUse } from '../../source/core/dependency-managers.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { folderOf, inFolder } from '../../source/core/folders.ts';
import { eolOf } from '../../source/core/text.ts';
import { lockCommands } from '../../source/core/lock.ts';
import type { Splice } from '../../source/core/tree.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { chain, spliced } from '../../source/edit/text.ts';
import { addTable, appendToArray, putValue } from '../../source/edit/toml.ts';
import { defineFixer } from '../define.ts';
import { mypyRevision, ruffRevision } from './hook-revisions.ts';

type Needed = Pick<Facts, 'toml' | 'packaging' | 'requirements' | 'paths'>;
type Input = { readonly facts: Needed; readonly project: Project };

/** Where development dependencies of a project stand, and how one is added there. */
interface Home {
	readonly path: string;
	/** As the user knows it. */
	readonly name: string;
	add(text: string, tools: readonly string[]): EditResult;
}

/** For lists that pin every version; looked up on 2026-11-22. */
const versions: Readonly<Record<string, string>> = {
	hypothesis: '6.155.2',
	mypy: mypyRevision,
	pytest: '9.0.3',
	'pytest-cov': '7.0.0',
	'pytest-socket': '0.7.0',
	ruff: ruffRevision,
	testcontainers: '4.15.0',
};

const developing = ['dev', 'develop', 'development', 'test', 'tests', 'testing', 'lint'];

/** A tool may be asked for with a floor, as `testcontainers>=4.15`. */
const nameOf = (tool: string): string => tool.replace(/>=.*$/, '');
const rangeOf = (tool: string): string => /(>=.*)$/.exec(tool)?.[1] ?? '*';

const inList =
	(path: readonly string[]) =>
	(text: string, tools: readonly string[]): EditResult =>
		appendToArray(text, path, tools);

const inTable =
	(path: readonly string[]) =>
	(text: string, tools: readonly string[]): EditResult =>
		chain(
			text,
			tools.map(tool => (current: string) => putValue(current, [...path, nameOf(tool)], rangeOf(tool))),
		);

/** In `pyproject.toml`, where it has a place for them already, else where its manager looks. */
const inManifest = ({ facts, project }: Input): Home | null => {
	const path = inFolder(project.path, 'pyproject.toml');
	const parsed = facts.toml.get(path);
	if (!parsed?.ok) return null;
	const { value } = parsed.value;
	const list = (keys: readonly string[], name: string): Home | null =>
		isList(valueAt(value, keys)) ? { path, name, add: inList(keys) } : null;
	const table = (keys: readonly string[], name: string): Home | null =>
		isTable(valueAt(value, keys)) ? { path, name, add: inTable(keys) } : null;
	const extras = tableAt(value, ['project', 'optional-dependencies']) ?? {};
	const extra = developing.find(name => isList(extras[name]));
	const present =
		list(['dependency-groups', 'dev'], 'the group `dev`') ??
		list(['tool', 'uv', 'dev-dependencies'], '`[tool.uv] dev-dependencies`') ??
		list(['tool', 'pdm', 'dev-dependencies', 'dev'], 'the group `dev`') ??
		table(['tool', 'poetry', 'group', 'dev', 'dependencies'], 'the group `dev`') ??
		table(['tool', 'poetry', 'dev-dependencies'], '`[tool.poetry.dev-dependencies]`') ??
		(extra === undefined
			? null
			: list(['project', 'optional-dependencies', extra], `the extra \`${extra}\``));
	if (present) return present;
	if (isTable(valueAt(value, ['tool', 'poetry', 'dependencies']))) {
		const keys = ['tool', 'poetry', 'group', 'dev', 'dependencies'];
		return {
			path,
			name: 'the group `dev`',
			add: (text, tools) =>
				addTable(text, keys, Object.fromEntries(tools.map(tool => [nameOf(tool), rangeOf(tool)]))),
		};
	}
	return null;
};

const inPipfile = ({ facts, project }: Input): Home | null => {
	const path = inFolder(project.path, 'Pipfile');
	return facts.toml.get(path)?.ok === true
		? { path, name: '`[dev-packages]`', add: inTable(['dev-packages']) }
		: null;
};

const forDevelopers =
	/(?:^|\/)(?:requirements[-_.](?:dev\w*|tests?|lint)|(?:dev\w*|tests?|lint)[-_.]requirements|requirements\/(?:dev\w*|tests?|lint))\.(?:in|txt)$/;

/** At the end; in a list that is kept in order, where each belongs: hooks put it back in order otherwise. */
const intoLines = (text: string, added: readonly string[]): readonly Splice[] => {
	const eol = eolOf(text);
	const isOpen = text !== '' && !text.endsWith('\n');
	const lines = (isOpen ? text : text.slice(0, -eol.length)).split(eol);
	const keys = lines.map(line => line.toLowerCase());
	const isOrdered =
		lines.length > 1 &&
		keys.every((line, at) => /^[a-z]/.test(line) && (at === 0 || (keys[at - 1] ?? '') <= line));
	const last = (one: readonly string[]): Splice => ({
		start: text.length,
		end: text.length,
		text: (isOpen ? eol : '') + one.join(eol) + (isOpen ? '' : eol),
	});
	if (!isOrdered) return [last(added)];
	const rowOf = (one: string): number => keys.findIndex(line => line > one.toLowerCase());
	const rows = [...new Set(added.map(rowOf))].toSorted((a, b) => a - b);
	return rows.map(row => {
		const here = added.filter(one => rowOf(one) === row);
		if (row < 0) return last(here);
		const start = lines.slice(0, row).reduce((total, line) => total + line.length + eol.length, 0);
		return { start, end: start, text: here.map(one => one + eol).join('') };
	});
};

const inRequirements = ({ facts, project }: Input): Home | null => {
	for (const [path, parsed] of facts.requirements) {
		const folder = folderOf(path).replace(/(^|\/)requirements$/, '') || '.';
		if (folder !== project.path || !forDevelopers.test(path) || !parsed.ok) continue;
		const { compiledFrom, isExported, lines } = parsed.value;
		if (compiledFrom !== null || isExported || lines.some(({ isHashed }) => isHashed)) continue;
		const isPinned = lines.length > 0 && lines.every(({ pin }) => pin === 'exact');
		return {
			path,
			name: `\`${path}\``,
			add(text, tools) {
				const unknown = tools.find(tool => isPinned && versions[nameOf(tool)] === undefined);
				if (unknown !== undefined)
					return declined(
						`\`${path}\` pins every version, and which one of \`${nameOf(unknown)}\` to pin is for you to say`,
					);
				return spliced(
					intoLines(
						text,
						tools.map(tool => (isPinned ? `${nameOf(tool)}==${versions[nameOf(tool)] ?? ''}` : tool)),
					),
				);
			},
		};
	}
	return null;
};

/** A new `[dependency-groups]`, which every manager of today reads. */
const inNewGroup = ({ facts, project }: Input): Home | null => {
	const path = inFolder(project.path, 'pyproject.toml');
	const parsed = facts.toml.get(path);
	if (!parsed?.ok || !isTable(valueAt(parsed.value.value, ['project']))) return null;
	const { value } = parsed.value;
	return {
		path,
		name: 'the group `dev`',
		add(text, tools) {
			return isTable(valueAt(value, ['dependency-groups']))
				? putValue(text, ['dependency-groups', 'dev'], [...tools])
				: addTable(text, ['dependency-groups'], { dev: [...tools] });
		},
	};
};

/** Where a development dependency of a project goes; null where no list of them can be edited. */
export const homeOf = (input: Input): Home | null =>
	inManifest(input) ?? inPipfile(input) ?? inRequirements(input) ?? inNewGroup(input);

const toolOf = ({ key }: Finding): string | null => /^missing (.+)$/.exec(key ?? '')?.[1] ?? null;

export default defineFixer({
	id: 'dev-tools',
	title: 'Declare the missing development tools',
	checks: ['dev-tools/declared', 'dev-tools/stubs'],
	safety: 'review',
	needs: ['toml', 'packaging', 'requirements', 'paths'],
	touches: ['**/pyproject.toml', '**/Pipfile', '**/*.{txt,in}'],
	after: ['raise-python-floor'],
	safetyNote:
		'Development dependencies are not deployed. They go where the project keeps such dependencies already; a lockfile says which ' +
		'version, and is to be written again.',
	takes: finding => toolOf(finding) !== null,
	isReady: (_, input) => homeOf(input) !== null,
	questions: () => [],
	reads(input) {
		const home = homeOf(input);
		return home ? [home.path] : [];
	},
	plan({ facts, project, findings, texts }) {
		const tools = [...new Set(findings.map(toolOf).filter(tool => tool !== null))].toSorted();
		if (tools.length === 0) return declined('another tool was chosen on purpose');
		const home = homeOf({ facts, project });
		if (!home) return declined('there is no list of development dependencies that could be edited');
		const text = texts.get(home.path);
		if (text === undefined) return declined(`\`${home.path}\` could not be read`);
		const result = home.add(text, tools);
		if (result.outcome === 'declined') return result;
		const [first, ...rest] = result.splices;
		if (!first) return declined('they are declared already');
		const [lock] = locksInUse(project, facts);
		return {
			outcome: 'plan',
			area: 'deps',
			summary:
				tools.length === 1
					? `declare ${tools.join('')}`
					: tools.every(tool => /^types-|-stubs$/.test(tool))
						? 'declare the stubs of what has no type hints'
						: 'declare the tools of development',
			changed: [`${home.name} has ${tools.map(tool => `\`${tool}\``).join(', ')}.`],
			atRunTime: 'Nothing; development dependencies are not deployed.',
			// Where a command writes the lockfile, the run itself tells of it.
			followUps:
				lock === undefined || lockCommands[lock.kind] !== undefined
					? []
					: [`Write \`${lock.path}\` again, so that it settles their versions`],
			edits: [{ kind: 'splice', path: home.path, splices: [first, ...rest] }],
			lockDirty: true,
			// A tool that is declared is in use.
			reveals: true,
		};
	},
});
