import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding, Place } from '../../../core/finding.ts';
import { folderOf, inFolder, upward } from '../../../core/folders.ts';
import { commandsOfHook } from '../../../core/hooks.ts';
import { pinsOf } from '../../../core/pins.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { replacedTools } from '../../../core/ruff/replaced-tools.ts';
import { runsIn, versionsOf } from './runs.ts';
import { configOf, hasPython, noPython } from './scope.ts';

const byRunner = String.raw`^[@-]*(?:[\w./$()-]+ +run +(?:--?[\w-]+ +)*|python3? +-m +)?`;
const runsBlack = new RegExp(String.raw`${byRunner}black(?:\s|$)`);
const runsRuffFormat = new RegExp(String.raw`${byRunner}ruff +format(?:\s|$)`);

/** A line of a Makefile here or above. */
const lineOfMake = ({ ciFiles }: Pick<Facts, 'ciFiles'>, project: Project, wanted: RegExp): Place | null => {
	const folders = upward(project.path);
	for (const [path, parsed] of ciFiles) {
		if (!parsed.ok || parsed.value.kind !== 'make' || !folders.includes(folderOf(path))) continue;
		const lines = parsed.value.rules.flatMap(({ recipe }) => recipe);
		const line = lines.find(({ text }) => wanted.test(text));
		if (line) return { path, line: line.parts[0]?.line ?? 1 };
	}
	return null;
};

/** Something formats with ruff: settings alone may be left of a trial. */
const runsFormatter = (facts: Pick<Facts, 'ci' | 'ciFiles' | 'preCommit'>, project: Project): boolean =>
	facts.ci.commands.some(({ program, args }) => program === 'ruff' && args[0] === 'format') ||
	lineOfMake(facts, project, runsRuffFormat) !== null ||
	[...facts.preCommit.values()].some(
		parsed =>
			parsed.ok &&
			parsed.value.hooks.some(hook =>
				commandsOfHook(hook).some(({ program, args }) => program === 'ruff' && args[0] === 'format'),
			),
	);

const otherFormatters: ReadonlySet<string> = new Set(['black', 'yapf', 'autopep8', 'blue']);

/** Somebody installs ruff, if without a configuration. */
const isInUse = (facts: Pick<Facts, 'devDependencies' | 'toolPins'>, { path: folder }: Project): boolean =>
	facts.devDependencies.some(
		({ name, path }) => name === 'ruff' && upward(folder).includes(folderOf(path)),
	) || pinsOf(facts.toolPins, inFolder(folder, 'x'), 'ruff').length > 0;

export default defineCheck({
	id: 'format-clean',
	spec: '2.2f',
	title: 'Every file is formatted as ruff formats it',
	failTitle: 'Ruff would format some files otherwise',
	severity: 'low',
	scope: 'project',
	needs: [
		'files',
		'toml',
		'ini',
		'ruffConfigs',
		'ruffRuns',
		'hookReach',
		'toolPins',
		'devDependencies',
		'ciFiles',
		'ci',
		'preCommit',
	],
	check(facts, project) {
		if (!hasPython(facts, project)) return notApplicable(noPython);
		const config = configOf(facts, project);
		const formatter = replacedTools(facts, project).find(
			({ tool }) => tool === 'black' || tool === 'yapf' || tool === 'autopep8',
		);
		const made = lineOfMake(facts, project, runsBlack);
		const hasSettings = config !== null && Object.keys(config.origins).some(key => key === 'format');
		const chosen = hasSettings && (made === null || runsFormatter(facts, project));
		if (formatter && !chosen)
			return notApplicable(`\`${formatter.tool}\` formats the project (\`${formatter.path}\`)`);
		if (made && !chosen)
			return notApplicable(`\`black\` formats the project (\`${made.path}:${made.line}\`)`);
		// A build that checks what black made would fail behind ruff.
		const inBuild = facts.ci.commands.find(({ program }) => otherFormatters.has(program));
		if (inBuild && !runsFormatter(facts, project))
			return notApplicable(
				`\`${inBuild.program}\` formats the project (\`${inBuild.path}:${inBuild.line}\`)`,
			);
		if (!config && !isInUse(facts, project)) return notApplicable('ruff is not configured');
		const runs = runsIn(facts, project).filter(({ value }) => value.format !== 'off');
		const [first] = runs;
		if (!first) return notApplicable('ruff formats no file of the project');
		const { skewed, words } = versionsOf(facts, config?.path ?? first.path);
		const different = runs.filter(({ value }) => value.format === 'differs');
		const findings = different.map(({ path }): Finding => ({
			level: 'warn',
			message: `\`ruff format\` would change the file`,
			confidence: skewed ? 'likely' : 'certain',
			at: { path },
			found: words,
			expected: '`ruff format --check` passes',
			key: 'format',
		}));
		return verdictOf(
			findings,
			`${words} would leave ${runs.length === 1 ? 'the file as it is' : `all ${runs.length} files as they are`}`,
		);
	},
});
