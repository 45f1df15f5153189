import type { Facts, Project } from '../../source/core/facts.ts';
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
import {
	configModule,
	configStem,
	configTest,
	powertoolsConfigModule,
	powertoolsConfigTest,
} from './config-module.ts';

// https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html

type Read = Pick<
	Facts,
	'files' | 'modules' | 'functions' | 'logUse' | 'paths' | 'settingReads' | 'toml' | 'packaging'
>;

interface SecretRead {
	readonly name: string;
	readonly where: string;
}

/** Secrets that production code takes from the environment, each name once. */
const secretsIn = (facts: Read, project: Project): readonly SecretRead[] => [
	...new Map(
		filesIn(facts.settingReads, facts, project)
			.filter(({ role }) => role === 'prod')
			.flatMap(({ value }) => value.environment)
			.filter(({ what }) => what === 'secret')
			.map(({ name, at }) => [name, { name, where: `${at.path}:${at.line}` }]),
	).values(),
];

/** The files whose handlers or applications the module can be for, those that read a secret first. */
const entriesFor = (facts: Read, project: Project): readonly EntryPoint[] => {
	const readers = new Set(secretsIn(facts, project).map(({ where }) => where.replace(/:\d+$/, '')));
	const entries = entryPointsOf(facts, project, configStem);
	return readersFirst(entries, readers);
};

const hasPowertools = (facts: Read, project: Project): boolean =>
	importsOf(facts, project, /^aws_lambda_powertools(?:\.|$)/);

const fallbackPrefix = (ground: FixerGround<'toml'>): string => {
	const name = nameInManifest(ground) ?? '';
	return `/${/^[\w.-]+$/.test(name) ? name : 'service'}/dev`;
};

const parameterName = (variable: string): string => variable.toLowerCase().replaceAll('_', '-');

export default defineFixer({
	id: 'config-scaffold',
	title: 'Add a module that reads configuration from Parameter Store',
	checks: ['app-configuration/secrets-from-store'],
	safety: 'guided',
	needs: ['files', 'modules', 'functions', 'logUse', 'paths', 'settingReads', 'toml', 'packaging'],
	touches: ['**/*.py'],
	after: ['powertools-adopt'],
	safetyNote:
		'Only new files: a module, and a test of it where the tests of its neighbours are known. No call is rewritten, and nothing is stored.',
	takes: ({ level }) => level === 'warn',
	isReady: (_, { facts, project }) => entriesFor(facts, project).length > 0,
	questions({ facts, project }) {
		const entries = entriesFor(facts, project);
		if (entries.length === 0) return [];
		return [
			{
				id: 'prefix',
				prompt: 'Below which path will the parameters lie?',
				explanation: 'The commit names it in what is left to do; the program takes it from `CONFIG_PREFIX`.',
				kind: { type: 'text' },
				fallback: fallbackPrefix({ facts, project }),
			},
			...entryQuestion(entries, 'Which file reads the configuration?'),
		];
	},
	reads: () => [],
	plan({ facts, project, answers }) {
		const entry = chosenEntry(entriesFor(facts, project), answers['entry-point']);
		if (!entry) return declined('no file is known beside which the module could be imported');
		const prefix = (answers['prefix'] ?? fallbackPrefix({ facts, project })).replace(/\/$/, '');
		if (!/^(?:\/[\w.-]+)+$/.test(prefix))
			return declined('the path begins with a slash and has letters, digits, dots, dashes and underscores');
		const short = hasPowertools(facts, project);
		const test = entry.tests === null ? null : inFolder(entry.tests, `test_${configStem}.py`);
		const tests: Edit[] =
			test !== null && !facts.paths.has(test)
				? [
						{
							kind: 'create',
							path: test,
							text: short ? powertoolsConfigTest(entry.module) : configTest(entry.module),
						},
					]
				: [];
		const secrets = secretsIn(facts, project).slice(0, 6);
		const call = (name: string): string =>
			short ? `get_config()["${parameterName(name)}"]` : `get_config().get("${parameterName(name)}")`;
		return {
			outcome: 'plan',
			area: 'config',
			summary: 'add a module for Parameter Store',
			changed: [
				`\`${entry.home}\` reads all parameters below one path, decrypted and to the last page, and reads them again once they are older than five minutes.`,
				...(test !== null && tests.length > 0 ? [`\`${test}\` tests it.`] : []),
			],
			atRunTime: 'Nothing until something imports the module.',
			followUps: [
				`Set \`CONFIG_PREFIX\` to \`${prefix}\` where the program is deployed, and let it call \`ssm:GetParametersByPath\` on \`parameter${prefix}*\``,
				...secrets.map(
					({ name }) =>
						`Store the secret: \`aws ssm put-parameter --type SecureString --name ${prefix}/${parameterName(name)} --value …\``,
				),
				...secrets.map(
					({ name, where }) => `Write \`${call(name)}\` instead of the environment at \`${where}\``,
				),
			],
			edits: [
				{ kind: 'create', path: entry.home, text: short ? powertoolsConfigModule : configModule },
				...tests,
			],
			reveals: true,
		};
	},
});
