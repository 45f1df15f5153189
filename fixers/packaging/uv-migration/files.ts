import type { Answers, Declined } from '../../../source/core/fixer.ts';
import { declined } from '../../../source/core/fixer.ts';
import { nameOfMinor } from '../../../source/core/python-versions.ts';
import type { Engines } from '../../../source/core/gather.ts';
import { lineStartsOf } from '../../../source/core/text.ts';
import type { Edit } from '../../../source/core/tree.ts';
import { readToml } from '../../../source/edit/toml/read.ts';
import { takesExpressions } from './license.ts';
import type { Migrated, Obstacles } from './model.ts';
import type { Input, Origin } from './origin.ts';
import { folderName } from './origin.ts';
import { migratePipfile } from './pipenv.ts';
import { placed } from './place.ts';
import { migrateRequirements } from './requirements.ts';
import type { ListReader } from './setup-literals.ts';
import { migrateSetupScript } from './setup-script.ts';
import { migrateSetupConfig } from './setup-config.ts';
import { folderOf, inFolder, nameIn } from '../../../source/core/folders.ts';

/** What a move makes. */
export interface Move {
	readonly migrated: Migrated;
	readonly edits: readonly [Edit, ...Edit[]];
	/** What the former manager leaves behind; gone once `uv.lock` is there. */
	readonly leftovers: readonly string[];
	/** Comments that went to another file. */
	readonly comments: readonly string[];
	/** Lists that stay, though all their lines are in `pyproject.toml` now. */
	readonly taken?: readonly string[];
}

type EngineInput = Input & { readonly engines: Engines };

type Moved = Move | Declined | Obstacles;

const setuptools = [
	'[build-system]',
	'requires = ["setuptools>=77"]',
	'build-backend = "setuptools.build_meta"',
];

const existing = (input: Input, names: readonly string[]): readonly string[] =>
	names.map(name => inFolder(input.project.path, name)).filter(path => input.facts.paths.has(path));

const withEdits = (
	input: Input,
	texts: ReadonlyMap<string, string>,
	migrated: Migrated | Obstacles,
	leftovers: readonly string[],
): Moved => {
	if ('problems' in migrated) return migrated;
	const path = inFolder(input.project.path, 'pyproject.toml');
	if (input.facts.paths.has(path) && !texts.has(path)) return declined(`\`${path}\` could not be read`);
	const edit = placed(path, texts.get(path), migrated, []);
	return 'outcome' in edit ? edit : { migrated, edits: [edit], leftovers, comments: [] };
};

const fromPipenv = (input: Input, texts: ReadonlyMap<string, string>, answers: Answers): Moved => {
	const path = inFolder(input.project.path, 'Pipfile');
	const reading = readToml(texts.get(path) ?? '');
	if (!texts.has(path) || !reading.ok) return declined(`\`${path}\` could not be read`);
	const migrated = migratePipfile(reading.toml, answers, folderName(input));
	return withEdits(input, texts, migrated, existing(input, ['Pipfile', 'Pipfile.lock']));
};

/** The oldest Python that is known to run the project. */
const pythonOf = ({ facts, project }: Input): string | null => {
	const packaging = facts.packaging.get(project.path);
	const [declared] = packaging?.declared ?? [];
	if (declared) return null;
	const minors = (packaging?.named ?? [])
		.filter(({ use }) => use === 'deploy' || use === 'environment')
		.map(({ minor }) => minor);
	return minors.length === 0 ? null : `>=${nameOfMinor(Math.min(...minors))}`;
};

const fromRequirements = (input: Input, texts: ReadonlyMap<string, string>, answers: Answers): Moved => {
	const { facts, project } = input;
	const own = new Set((facts.packaging.get(project.path)?.requirements ?? []).map(({ at }) => at.path));
	const folder = inFolder(project.path, 'requirements');
	const paths = [...facts.requirements.keys()].filter(path => {
		const at = folderOf(path);
		return at === project.path || at === folder;
	});
	const stray = [...own].find(path => !paths.includes(path) && /\.(?:txt|in)$/.test(path));
	const migrated = migrateRequirements(
		paths,
		facts.requirements,
		texts,
		pythonOf(input),
		answers,
		folderName(input),
	);
	const moved = withEdits(input, texts, migrated, []);
	if ('outcome' in moved || 'problems' in moved || stray === undefined) return moved;
	const note = `\`${stray}\` stands elsewhere, and stays a list of its own`;
	return { ...moved, migrated: { ...moved.migrated, notes: [...moved.migrated.notes, note] } };
};

/** Lists that are kept beside a setup script: a second source, or the only one. */
const besideSetup = (input: Input, move: Moved): Moved => {
	if ('outcome' in move || 'problems' in move) return move;
	const packaging = input.facts.packaging.get(input.project.path);
	const lists = [...new Set((packaging?.requirements ?? []).map(({ at }) => at.path))].filter(path =>
		/\.(?:txt|in)$/.test(path),
	);
	const compiled = (packaging?.locks ?? []).filter(({ kind }) => kind === 'compiled').map(({ path }) => path);
	const [list] = [...lists, ...compiled];
	if (list === undefined) return move;
	if (move.migrated.dependencies.items.length === 0)
		return declined(`\`${list}\` names the dependencies, and the setup script does not`);
	const notes = lists.map(path =>
		move.taken?.includes(path) === true
			? `\`${path}\` stays for what installs from it: its lines are in \`[project]\` now`
			: `\`${path}\` stays a list of its own, for you to move into a group`,
	);
	return { ...move, migrated: { ...move.migrated, notes: [...move.migrated.notes, ...notes] } };
};

const fromSetupConfig = (input: Input, texts: ReadonlyMap<string, string>): Moved => {
	const path = inFolder(input.project.path, 'setup.cfg');
	const text = texts.get(path);
	if (text === undefined) return declined(`\`${path}\` could not be read`);
	const script = input.facts.setupScripts.get(inFolder(input.project.path, 'setup.py'));
	if (script?.ok === false) return declined('`setup.py` does not parse');
	if (
		script &&
		(script.value.installRequires === 'unknown' ||
			script.value.installRequires.length > 0 ||
			script.value.requirementFiles.length > 0 ||
			script.value.name !== null)
	)
		return declined('`setup.py` and `setup.cfg` both describe the project');
	const target = inFolder(input.project.path, 'pyproject.toml');
	const made = migrateSetupConfig(text, takesExpressions(texts.get(target)));
	if ('problems' in made) return made;
	if (input.facts.paths.has(target) && !texts.has(target)) return declined(`\`${target}\` could not be read`);
	const edit = placed(target, texts.get(target), made.migrated, setuptools);
	if ('outcome' in edit) return edit;
	const [splice, ...more] = made.splices;
	const own: readonly Edit[] =
		made.isEmpty && !script
			? [{ kind: 'delete', path }]
			: splice
				? [{ kind: 'splice', path, splices: [splice, ...more] }]
				: [];
	return { migrated: made.migrated, edits: [edit, ...own], leftovers: [], comments: made.comments };
};

/** What of `setup.cfg` setuptools leaves out once `[project]` is there; how packages are found and built stays. */
const describing: Readonly<Record<string, RegExp>> = {
	metadata:
		/^(?:name|version|description|(?:author|maintainer)(?:_email)?|url|project_urls|classifiers?|keywords|license)$/,
	options: /^(?:install_requires|tests_require|setup_requires|extras_require|python_requires|entry_points)$/,
	'options.extras_require': /./,
	'options.entry_points': /./,
};

/** Whether `setup.cfg` describes the project of a setup script as well. */
export const isDescribedInConfig = ({ facts, project }: Input): boolean => {
	const config = facts.ini.get(inFolder(project.path, 'setup.cfg'));
	if (config?.ok !== true) return false;
	return Object.entries(config.value.sections).some(([name, { options }]) =>
		Object.keys(options).some(key => describing[name]?.test(key) === true),
	);
};

const fromSetupScript = (input: EngineInput, texts: ReadonlyMap<string, string>): Moved => {
	if (isDescribedInConfig(input)) return declined('`setup.py` and `setup.cfg` both describe the project');
	const path = inFolder(input.project.path, 'setup.py');
	const text = texts.get(path);
	if (text === undefined) return declined(`\`${path}\` could not be read`);
	const [readme = null] = existing(input, ['README.md', 'README.rst', 'README.txt']);
	const root = input.engines.python({ path, text, lineStarts: lineStartsOf(text) });
	const readList: ListReader = list => {
		const at = inFolder(input.project.path, list);
		const known = input.facts.requirements.get(at);
		const lines = texts.get(at);
		if (known?.ok !== true || lines === undefined)
			return { problem: `\`${at}\`, which the setup script reads, could not be read` };
		// The input of what was compiled is what somebody wrote.
		return known.value.compiledFrom !== null || known.value.isExported
			? { problem: `\`${at}\`, which the setup script reads, is written by a program` }
			: { text: lines };
	};
	const target = inFolder(input.project.path, 'pyproject.toml');
	const mayExpress = takesExpressions(texts.get(target));
	const made = migrateSetupScript(text, root, readme === null ? null : nameIn(readme), readList, mayExpress);
	if ('problems' in made) return made;
	if (input.facts.paths.has(target) && !texts.has(target)) return declined(`\`${target}\` could not be read`);
	const edit = placed(target, texts.get(target), made.migrated, setuptools);
	if ('outcome' in edit) return edit;
	const [splice, ...more] = made.splices;
	const own: readonly Edit[] = splice ? [{ kind: 'splice', path, splices: [splice, ...more] }] : [];
	return {
		migrated: made.migrated,
		edits: [edit, ...own],
		leftovers: [],
		comments: made.comments,
		taken: made.taken.map(list => inFolder(input.project.path, list)),
	};
};

/** A move from anything but Poetry. */
export const migratedFiles = (
	kind: Exclude<Origin['kind'], 'poetry' | 'poetry-lists' | 'none'>,
	input: EngineInput,
	texts: ReadonlyMap<string, string>,
	answers: Answers,
): Moved => {
	switch (kind) {
		case 'pipenv':
			return fromPipenv(input, texts, answers);
		case 'requirements':
			return fromRequirements(input, texts, answers);
		case 'setup-config':
			return besideSetup(input, fromSetupConfig(input, texts));
		case 'setup-script':
			return besideSetup(input, fromSetupScript(input, texts));
	}
};
