import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { folderOf, inFolder } from '../../source/core/folders.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { chain, spliced } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import type { Step } from './src-move/build-edits.ts';
import { iniSteps, pyprojectSteps, scriptSteps } from './src-move/build-edits.ts';
import type { Mention, Move } from './src-move/mention.ts';
import { isBinaryName, isRecord, kindOf } from './src-move/mention.ts';
import { importedByBuild, isInstalledSomewhere, obstacleOf, startsFromFolder } from './src-move/obstacles.ts';
import { climbs, pathAdditions, pythonMentions } from './src-move/python-mentions.ts';
import { textMentions } from './src-move/text-mentions.ts';

/** The packages that the findings are about. */
const movesOf = (
	{ layouts }: Pick<Facts, 'layouts'>,
	project: Project,
	findings: readonly Finding[],
): readonly Move[] => {
	const keys = new Set(findings.map(({ key }) => key));
	return (layouts.get(project.path)?.atRoot ?? [])
		.filter(({ name }) => keys.has(`flat ${name}`))
		.map(({ name, path }) => ({
			name,
			from: path,
			to: inFolder(project.path, `src/${name}`),
			project: project.path,
		}));
};

/** Larger files are data, and so is what many of them are. */
const mostBytes = 512 * 1024;

const isSearched = (path: string, size: number): boolean =>
	size <= mostBytes && !isBinaryName(path) && !isRecord(path);

/** Files and folders of the tree. */
const everything = (paths: Iterable<string>): ReadonlySet<string> => {
	const all = new Set<string>();
	for (const path of paths) {
		all.add(path);
		for (let folder = folderOf(path); folder !== '.' && !all.has(folder); folder = folderOf(folder))
			all.add(folder);
	}
	return all;
};

const placeOf = ({ path, line, note }: Mention): string =>
	`\`${path}:${line}\`${note === null ? '' : ` (${note})`}`;

const placesOf = (mentions: readonly Mention[], most: number): string => {
	const shown = [...new Set(mentions.map(placeOf))];
	const rest = shown.length - most;
	return shown.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
};

const listedWords = (names: readonly string[]): string =>
	names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

export default defineFixer({
	id: 'src-move',
	title: 'Move the package to `src/` and correct every path to it',
	checks: ['src-layout/packages'],
	safety: 'guided',
	needs: ['paths', 'files', 'skipped', 'projects', 'layouts', 'functions', 'setupScripts'],
	touches: ['**'],
	after: ['raise-python-floor', 'align-python-places', 'uv-lock'],
	safetyNote:
		'Imports stay as they are. Every text file is searched for the folder: known places are corrected, a path that no rule knows stops the move until you decide, ' +
		'and what is only named like it is listed. Files move byte for byte with their modes.',
	takes: ({ key, level }) => level === 'fail' && (key?.startsWith('flat ') ?? false),
	isReady(finding, { facts, project }) {
		const layout = facts.layouts.get(project.path);
		return (
			layout !== undefined && obstacleOf(movesOf(facts, project, [finding]), layout, project, facts) === null
		);
	},
	questions: () => [
		{
			id: 'unclear-paths',
			prompt: 'What happens to lines that depend on where the package lies, and that no rule knows?',
			explanation:
				'With `stop` nothing moves and the lines are named; the others rewrite them or leave them to you.',
			kind: {
				type: 'choice',
				choices: [
					{ value: 'stop', label: 'Stop and name them' },
					{ value: 'rewrite', label: 'Put `src/` before the name' },
					{ value: 'leave', label: 'Leave them as they are, listed in the commit' },
				],
			},
			fallback: 'stop',
		},
		{
			id: 'unclear-lines-to-rewrite',
			prompt: 'Which of those lines are rewritten even so? FILE:LINE, separated by commas',
			explanation: 'With `leave`, the lines named here get `src/` before the name.',
			kind: { type: 'text' },
			fallback: '',
			onlyIf: { id: 'unclear-paths', answers: ['leave'] },
		},
	],
	reads: ({ facts }) =>
		[...facts.paths].filter(([path, { size }]) => isSearched(path, size)).map(([path]) => path),
	plan({ facts, project, findings, texts, answers, engines }) {
		const layout = facts.layouts.get(project.path);
		const moves = movesOf(facts, project, findings);
		if (!layout || moves.length === 0) return declined('There is no package to move');
		const script = inFolder(project.path, 'setup.py');
		const obstacle = obstacleOf(moves, layout, project, facts) ?? importedByBuild(texts, script, moves);
		if (obstacle !== null) return declined(obstacle);
		const all = everything(facts.paths.keys());
		const exists = (path: string): boolean => all.has(path);
		const parse = (path: string) => (text: string) =>
			engines.python({ path, text, lineStarts: lineStartsOf(text) });
		const mentionsIn = (path: string, text: string): readonly Mention[] =>
			moves.flatMap((move): readonly Mention[] => {
				const kind = kindOf(path);
				if (kind !== 'python')
					return [...textMentions(path, text, kind, move, { exists }), ...startsFromFolder(path, text, move)];
				const role = facts.files.get(path)?.role;
				const isInside = path.startsWith(`${move.from}/`);
				const isTool =
					!isInside && (role === 'config' || /(?:^|\/)(?:conf|noxfile|tasks|setup)\.py$/.test(path));
				const file = { path, text, isTool, parse: () => parse(path)(text) };
				return [
					...pythonMentions(file, move, { exists }),
					...(isInside ? climbs(path, text, move) : pathAdditions(file, move)),
				];
			});
		const mentions = [...texts].flatMap(([path, text]) => mentionsIn(path, text));
		const answer = answers['unclear-paths'] ?? 'stop';
		const named = new Set((answers['unclear-lines-to-rewrite'] ?? '').split(',').map(each => each.trim()));
		const unclear = mentions.filter(({ ruling }) => ruling === 'ask');
		const isChosen = ({ path, line, insertion }: Mention): boolean =>
			insertion !== null && (answer === 'rewrite' || named.has(`${path}:${line}`));
		const blocking = unclear.filter(mention => !isChosen(mention));
		if (blocking.length > 0 && answer !== 'leave')
			return declined(
				`these lines depend on where the package lies, and no rule knows them: ${placesOf(blocking, 8)}; ` +
					'answer `unclear-paths` to rewrite or to leave them',
			);
		const isTested = [...facts.files.values()].some(
			({ role, project: home }) => role === 'test' && (home ?? '.') === project.path,
		);
		if (isTested && answer !== 'leave' && !isInstalledSomewhere(texts))
			return declined(
				'nothing that could be found installs the project, so that its tests rely on the package at the top; answer `leave` to `unclear-paths` where it is installed all the same',
			);

		const steps = new Map<string, Step[]>();
		const add = (path: string, more: readonly Step[]): void => {
			if (more.length > 0) steps.set(path, [...(steps.get(path) ?? []), ...more]);
		};
		const rewritten = mentions.filter(
			mention => mention.ruling === 'rewrite' || (mention.ruling === 'ask' && isChosen(mention)),
		);
		for (const path of new Set(rewritten.map(mention => mention.path))) {
			const own = rewritten.filter(mention => mention.path === path);
			const insertions = new Map(
				own.flatMap(({ insertion }) => (insertion ? [[insertion.offset, insertion.text] as const] : [])),
			);
			add(path, [
				() => spliced([...insertions].map(([offset, text]) => ({ start: offset, end: offset, text }))),
			]);
		}
		const told = [
			[
				'pyproject.toml',
				(text: string) =>
					pyprojectSteps(
						text,
						layout,
						moves.map(({ name }) => name),
					),
			],
			['setup.cfg', (text: string) => iniSteps(text, true)],
			['setup.py', (text: string) => scriptSteps(parse(script))(text)],
			...['tox.ini', 'pytest.ini', 'mypy.ini', '.mypy.ini'].map(
				name => [name, (text: string) => iniSteps(text, false)] as const,
			),
		] as const;
		for (const [name, tell] of told) {
			const path = inFolder(project.path, name);
			const text = texts.get(path);
			if (text === undefined) continue;
			const result = tell(text);
			if ('reason' in result) return declined(result.reason);
			add(path, result.steps);
		}
		const edits: Edit[] = [];
		const dropsComments: string[] = [];
		for (const [path, own] of [...steps].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
			const result = chain(texts.get(path) ?? '', own);
			if (result.outcome === 'declined') return declined(`\`${path}\`: ${result.reason}`);
			dropsComments.push(...result.dropsComments);
			const [first, ...rest] = result.splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const changed = edits.flatMap(edit => (edit.kind === 'splice' ? [`\`${edit.path}\``] : []));
		const [first, ...others] = moves.map(({ from, to }): Edit => ({ kind: 'move', from, to }));
		if (!first) return declined('There is no package to move');
		const names = moves.map(({ from }) => `\`${from}/\``);
		const left = mentions.filter(({ ruling }) => ruling === 'listed');
		const links = facts.skipped
			.filter(({ reason }) => reason === 'symbolic link')
			.map(({ path }) => `\`${path}\``);
		const [head, ...tail] = [...edits, first, ...others];
		return {
			outcome: 'plan',
			area: 'layout',
			summary: moves.length === 1 ? `move ${moves[0]?.name ?? ''} to src/` : 'move the packages to src/',
			changed: [
				`${listedWords(names)} moved to \`${inFolder(project.path, 'src')}/\`, byte for byte.`,
				...(changed.length > 0 ? [`The new place is named in ${listedWords(changed)}.`] : []),
				...(blocking.length > 0 ? [`Left for you to decide: ${placesOf(blocking, 20)}.`] : []),
				...(left.length > 0
					? [`Left as they are, because they may not mean the folder: ${placesOf(left, 20)}.`]
					: []),
			],
			atRunTime:
				'Imports are the same; the package is found only where the project is installed, no longer because a program starts in its folder.',
			followUps: [
				'Install the project again, such as with `uv sync` or `pip install -e .`',
				'Run the tests, and compare the file lists of the wheel before and after',
				...(links.length > 0
					? [`See whether symbolic links lead into the folder: ${listedWords(links.slice(0, 5))}`]
					: []),
			],
			edits: [head ?? first, ...tail],
			...(dropsComments.length > 0 ? { dropsComments } : {}),
		};
	},
});
