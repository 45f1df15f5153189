import type { Facts, Project } from '../../source/core/facts.ts';
import type { EnvironmentRead } from '../../source/core/facts/setting-reads.ts';
import { declined } from '../../source/core/fixer.ts';
import type { FixerGround } from '../../source/core/fixer.ts';
import { inFolder } from '../../source/core/folders.ts';
import { filesIn, importsOf } from '../../source/core/project-files.ts';
import type { Edit } from '../../source/core/tree.ts';
import { defineFixer } from '../define.ts';
import type { EntryPoint } from '../logging/entry-points.ts';
import { entryPointsOf } from '../logging/entry-points.ts';
import { nameInManifest } from '../project-name.ts';
import { chosenEntry, entryQuestion, readersFirst } from './entry-choice.ts';
import { flagsModule, flagsStem, flagsTemplate, flagsTest } from './flags-module.ts';

// https://docs.aws.amazon.com/appconfig/latest/userguide/what-is-appconfig.html

type Read = Pick<Facts, 'files' | 'modules' | 'functions' | 'logUse' | 'paths' | 'settingReads' | 'toml'>;

/** Switches of production code that a condition asks, each name once. */
const switchesIn = (facts: Read, project: Project): readonly EnvironmentRead[] => [
	...new Map(
		filesIn(facts.settingReads, facts, project)
			.filter(({ role }) => role === 'prod')
			.flatMap(({ value }) => value.environment)
			.filter(({ what, isAsked }) => what === 'flag' && isAsked)
			.map(read => [read.name, read]),
	).values(),
];

const flagName = (variable: string): string => variable.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '_');

const templatePath = ({ path }: Project): string => inFolder(path, 'infra/appconfig-flags.yaml');

/** Files that the module can lie beside, where Powertools is at hand and nothing of ours is there yet. */
const entriesFor = (facts: Read, project: Project): readonly EntryPoint[] => {
	if (!importsOf(facts, project, /^aws_lambda_powertools(?:\.|$)/)) return [];
	if (facts.paths.has(templatePath(project))) return [];
	const readers = new Set(switchesIn(facts, project).map(({ at }) => at.path));
	const entries = entryPointsOf(facts, project, flagsStem);
	return readersFirst(entries, readers);
};

const fallbackName = (ground: FixerGround<'toml'>): string => {
	const name = nameInManifest(ground) ?? '';
	return /^[\w.-]{1,40}$/.test(name) ? name : 'service';
};

export default defineFixer({
	id: 'flags-scaffold',
	title: 'Add feature flags in AppConfig, and a module that reads them',
	checks: ['feature-flags/code'],
	safety: 'guided',
	needs: ['files', 'modules', 'functions', 'logUse', 'paths', 'settingReads', 'toml'],
	touches: ['**/*.py', '**/infra/appconfig-flags.yaml'],
	after: ['powertools-adopt', 'config-scaffold'],
	safetyNote:
		'Only new files: a template of its own, a module, and a test of it where the tests of its neighbours are known. No condition is rewritten, and nothing is deployed.',
	takes: ({ level, key }) => level === 'warn' && !(key ?? '').startsWith('`get_configuration`'),
	isReady: (_, { facts, project }) => entriesFor(facts, project).length > 0,
	questions({ facts, project }) {
		const entries = entriesFor(facts, project);
		if (entries.length === 0) return [];
		return [
			{
				id: 'application',
				prompt: 'What is the application called in AppConfig?',
				explanation: 'The stage is added to it, so that each stage has flags of its own.',
				kind: { type: 'text' },
				fallback: fallbackName({ facts, project }),
			},
			...entryQuestion(entries, 'Which file asks for flags?'),
		];
	},
	reads: () => [],
	plan({ facts, project, answers }) {
		const entry = chosenEntry(entriesFor(facts, project), answers['entry-point']);
		if (!entry)
			return declined(
				'Powertools is not in use here, or no file is known beside which the module could be imported',
			);
		const application = answers['application'] ?? fallbackName({ facts, project });
		if (!/^[\w.-]{1,40}$/.test(application))
			return declined('the name has at most 40 letters, digits, dots, dashes and underscores');
		const switches = switchesIn(facts, project);
		const test = entry.tests === null ? null : inFolder(entry.tests, `test_${flagsStem}.py`);
		const isTested = test !== null && !facts.paths.has(test);
		const tests: readonly Edit[] = isTested
			? [{ kind: 'create', path: test, text: flagsTest(entry.module) }]
			: [];
		const template = templatePath(project);
		return {
			outcome: 'plan',
			area: 'flags',
			summary: 'add feature flags in AppConfig',
			changed: [
				`\`${template}\` has an application, an environment for a stage, a profile that a schema guards, and a rollout in steps.`,
				`\`${entry.home}\` reads the flags through Powertools and keeps them for a minute.`,
				...(isTested ? [`\`${test}\` tests it.`] : []),
			],
			atRunTime:
				'Nothing until the template is deployed and something imports the module. AppConfig then costs by request; a process asks once a minute.',
			followUps: [
				`Switch on in \`${template}\` what is on today: each flag begins switched off`,
				`Deploy \`${template}\` with the stage as \`Stage\`, set \`APP_STAGE\` to the same where the program runs, and let it call \`appconfig:StartConfigurationSession\` and \`appconfig:GetLatestConfiguration\``,
				...switches
					.slice(0, 8)
					.map(
						({ name, at }) =>
							`Ask \`is_enabled("${flagName(name)}")\` instead of the environment at \`${at.path}:${at.line}\``,
					),
			],
			edits: [
				{ kind: 'create', path: entry.home, text: flagsModule(application) },
				{
					kind: 'create',
					path: template,
					text: flagsTemplate(
						application,
						switches.map(({ name }) => flagName(name)),
					),
				},
				...tests,
			],
			reveals: true,
		};
	},
});
