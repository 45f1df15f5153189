import { shortList } from '../../source/core/short-list.ts';
import { stringAt, tableAt } from '../../source/core/data.ts';
import type { Answers, Declined, Planned, Question } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Edit } from '../../source/core/tree.ts';
import { readToml } from '../../source/edit/toml/read.ts';
import { defineFixer } from '../define.ts';
import type { Move } from './uv-migration/files.ts';
import type { Migrated, Obstacles } from './uv-migration/model.ts';
import type { Input } from './uv-migration/origin.ts';
import { folderName, originOf } from './uv-migration/origin.ts';
import { isDescribedInConfig, migratedFiles } from './uv-migration/files.ts';
import { listObstacles, rewritePoetryLists } from './uv-migration/poetry-lists.ts';
import { rewritePoetry } from './uv-migration/poetry-text.ts';
import { moduleOf, strayOptionals } from './uv-migration/poetry.ts';
import { buildKeywords } from './uv-migration/setup-script.ts';
import { uvInputs, uvLockCommands, uvLockPath } from './uv-run.ts';
import { inFolder, isBelow } from '../../source/core/folders.ts';

// https://docs.astral.sh/uv/guides/migration/pip-to-project/ and https://docs.astral.sh/uv/concepts/projects/

/** Where Poetry's backend looks for a module: a file or a folder, here or below `src`. */
const moduleIn =
	({ facts, project }: Input) =>
	(name: string): boolean => {
		const module = moduleOf(name);
		const wanted = ['', 'src/'].map(root => inFolder(project.path, `${root}${module}`));
		return [...facts.paths.keys()].some(path => {
			const plain = path.toLowerCase();
			return wanted.some(
				one => plain === `${one.toLowerCase()}.py` || plain.startsWith(`${one.toLowerCase()}/`),
			);
		});
	};

const fromPoetry = (
	input: Input,
	texts: ReadonlyMap<string, string>,
	answers: Answers,
): Move | Declined | Obstacles => {
	const path = inFolder(input.project.path, 'pyproject.toml');
	const text = texts.get(path);
	const reading = text === undefined ? null : readToml(text);
	if (!reading?.ok) return declined(`\`${path}\` could not be read`);
	const made =
		originOf(input).kind === 'poetry'
			? rewritePoetry(reading.toml, answers, folderName(input), moduleIn(input))
			: rewritePoetryLists(reading.toml);
	if ('problems' in made || 'outcome' in made) return made;
	if (made.edit.outcome === 'declined') return made.edit;
	const [splice, ...more] = made.edit.splices;
	if (!splice) return declined('there is nothing to move');
	const lock = inFolder(input.project.path, 'poetry.lock');
	return {
		migrated: made.migrated,
		edits: [{ kind: 'splice', path, splices: [splice, ...more] }],
		leftovers: input.facts.paths.has(lock) ? [lock] : [],
		comments: [],
	};
};

const hasPoetryLock = ({ facts, project }: Input): boolean =>
	facts.paths.has(inFolder(project.path, 'poetry.lock'));

const questionsOf = (input: Input): readonly Question[] => {
	const origin = originOf(input);
	if (origin.kind === 'none') return [];
	const isPoetry = origin.kind === 'poetry';
	const hasPoetry = isPoetry || origin.kind === 'poetry-lists';
	const pyproject = input.facts.toml.get(inFolder(input.project.path, 'pyproject.toml'));
	const value = pyproject?.ok === true ? pyproject.value.value : undefined;
	const lacks = (key: string): boolean =>
		origin.kind === 'pipenv' ||
		origin.kind === 'requirements' ||
		(isPoetry && (stringAt(value, ['tool', 'poetry', key]) ?? '') === '');
	const strays = isPoetry ? strayOptionals(tableAt(value, ['tool', 'poetry']) ?? {}) : [];
	return [
		{
			id: 'lock',
			prompt: 'Who writes `uv.lock`?',
			explanation: hasPoetry
				? 'Poetry cannot install from its lockfile any more once the manifest has changed; until `uv lock` has run, nothing can.'
				: 'What is there now goes on working until you take it out.',
			kind: {
				type: 'choice',
				choices: [
					{ value: 'uv', label: 'uv, in the same commit (runs `uv lock`: only with `--allow-exec`)' },
					{ value: 'later', label: 'I run `uv lock` on the branch myself' },
				],
			},
			fallback: hasPoetry && hasPoetryLock(input) ? 'uv' : 'later',
		},
		...(lacks('name')
			? [
					{
						id: 'name',
						prompt: 'What is the project called?',
						explanation: 'uv wants a name; it matters only if the project is published.',
						kind: { type: 'text' as const },
						fallback: folderName(input),
					},
				]
			: []),
		...(lacks('version')
			? [
					{
						id: 'version',
						prompt: 'Which version does the project have?',
						explanation: 'uv wants a version; it matters only if the project is published.',
						kind: { type: 'text' as const },
						fallback: '0.1.0',
					},
				]
			: []),
		...(strays.length > 0
			? [
					{
						id: 'unlisted-optional',
						prompt: `What becomes of ${strays.map(name => `\`${name}\``).join(', ')}?`,
						explanation: 'Optional dependencies that no extra names: Poetry never installs them.',
						kind: {
							type: 'choice' as const,
							choices: [
								{ value: 'extra', label: 'An extra of the same name' },
								{ value: 'require', label: 'Always installed' },
								{ value: 'leave-out', label: 'Left out' },
							],
						},
						fallback: 'extra',
					},
				]
			: []),
	];
};

const sourceFolders = (migrated: Migrated, project: string): readonly string[] =>
	[...migrated.sources.values()].flatMap(source => {
		const path = stringAt(source, ['path']);
		return path === undefined
			? []
			: [inFolder(project, `${path}/pyproject.toml`).replaceAll(/\/\.(?=\/)/g, '')];
	});

const planned = (input: Input, move: Move, answers: Answers): Planned => {
	const { migrated, edits, leftovers } = move;
	const isUv = (answers['lock'] ?? 'later') === 'uv';
	const common = {
		reveals: true,
		summary: 'describe the project for uv',
		area: 'deps',
		changed: [
			'`[project]`, `[dependency-groups]` and `[tool.uv]` say what the former manifest said, in the terms of the standards.',
			...migrated.notes.map(note => `${note}.`),
		],
		atRunTime:
			'The same ranges of the same packages are installed, by uv; which versions it finds is for `uv.lock` to say.',
	};
	const others = [
		'Have pipelines, images and documents install with `uv sync --locked`',
		...((input.facts.packaging.get(input.project.path)?.locks.length ?? 0) > 0
			? ['Compare the versions in the former lockfile with those in `uv.lock`']
			: []),
	];
	if (!isUv)
		return {
			...common,
			outcome: 'plan',
			edits,
			lockDirty: true,
			...(move.comments.length > 0 ? { dropsComments: move.comments } : {}),
			followUps: [
				'Run `uv lock` and commit `uv.lock`',
				...(leftovers.length > 0 ? [`Then take ${leftovers.map(path => `\`${path}\``).join(', ')} out`] : []),
				...others,
			],
		};
	const inputs = [
		...uvInputs(input),
		inFolder(input.project.path, 'pyproject.toml'),
		...sourceFolders(migrated, input.project.path),
	];
	return {
		...common,
		outcome: 'execution',
		changed: [...common.changed, `\`${uvLockPath(input.project)}\` is written by uv.`],
		followUps: others,
		commands: uvLockCommands,
		inputs: [...new Set(inputs)],
		directory: input.project.lockRoot,
		outputs: [uvLockPath(input.project)],
		edits: [...edits, ...leftovers.map((path): Edit => ({ kind: 'delete', path }))],
	};
};

export default defineFixer({
	id: 'uv-migration',
	title: 'Describe the project for uv',
	checks: ['uv/manager', 'uv/project-table'],
	safety: 'guided',
	needs: ['packaging', 'projects', 'paths', 'toml', 'ini', 'setupScripts', 'requirements', 'functions'],
	touches: ['**/pyproject.toml', '**/{Pipfile,setup.cfg,setup.py}', '**/*.{txt,in,lock}'],
	after: [],
	safetyNote:
		'Every dependency keeps its name, range, extras, markers, group and source, and every comment its place; a range or a setting that cannot be said in the terms of the standards makes it decline. ' +
		'How the package is built stays with the backend it has. Pipelines and images are left alone, and so is the former lockfile until `uv.lock` is there.',
	takes: ({ key }) =>
		['Poetry', 'Pipenv', 'pip-tools', 'pip', 'setuptools', 'no project table'].includes(key ?? ''),
	isReady(_, on) {
		const { kind } = originOf(on);
		const script = on.facts.setupScripts.get(inFolder(on.project.path, 'setup.py'));
		if (kind === 'poetry-lists') {
			const pyproject = on.facts.toml.get(inFolder(on.project.path, 'pyproject.toml'));
			return pyproject?.ok === true && listObstacles(pyproject.value.value).length === 0;
		}
		if (kind !== 'setup-script' || script?.ok !== true) return kind !== 'none';
		const { installRequires, requirementFiles, keywords, computed } = script.value;
		return (
			computed.length === 0 &&
			keywords !== 'unknown' &&
			keywords.includes('name') &&
			keywords.includes('version') &&
			!keywords.some(name => buildKeywords.has(name)) &&
			installRequires !== 'unknown' &&
			!isDescribedInConfig(on) &&
			requirementFiles.every(path => {
				const list = on.facts.requirements.get(inFolder(on.project.path, path));
				return list?.ok === true && list.value.compiledFrom === null && list.value.includes.length === 0;
			})
		);
	},
	questions: questionsOf,
	reads: ({ facts, project }) =>
		[
			...['pyproject.toml', 'Pipfile', 'setup.cfg', 'setup.py'].map(name => inFolder(project.path, name)),
			...[...facts.requirements.keys()].filter(path => isBelow(path, project.path)),
		].filter(path => facts.paths.has(path)),
	plan(input) {
		const origin = originOf(input);
		if (origin.kind === 'none') return declined(origin.reason);
		const move =
			origin.kind === 'poetry' || origin.kind === 'poetry-lists'
				? fromPoetry(input, input.texts, input.answers)
				: migratedFiles(origin.kind, input, input.texts, input.answers);
		if ('outcome' in move) return move;
		if ('problems' in move) return declined(shortList(move.problems, 5, '; '));
		return planned(input, move, input.answers);
	},
});
