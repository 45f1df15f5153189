import { judgedElsewhere } from '../../../core/tool-config.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { CiCommand } from '../../../core/facts/ci.ts';
import type { PytestConfig } from '../../../core/facts/tools.ts';
import type { Finding } from '../../../core/finding.ts';
import { covers, gatesOf } from '../../../core/ci.ts';
import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { noTests, testingOf } from '../pytest/scope.ts';
import { warningRuleOf } from '../../../core/warning-rules.ts';

const runsOf = ({ ci }: Pick<Facts, 'ci'>, project: Project): readonly CiCommand[] => {
	const { gates, soft } = gatesOf(ci, 'pytest');
	return [...gates, ...soft].filter(command => covers(command, project.path));
};

const makesErrors = ({ args, runner, env }: CiCommand): boolean => {
	const words = [...runner, ...args];
	return (
		/^error\b/.test(env['PYTHONWARNINGS'] ?? '') ||
		words.some(
			(word, at) => word === '-Werror' || (word === '-W' && words[at + 1] === 'error') || word === '-W=error',
		)
	);
};

const switchesOff = ({ args }: CiCommand): boolean =>
	args.some(
		(word, at) =>
			word === '-pno:warnings' ||
			(word === '-p' && args[at + 1] === 'no:warnings') ||
			(word === '-W' && args[at + 1] === 'ignore') ||
			word === '-Wignore',
	);

const finding = (
	config: PytestConfig | null,
	path: string,
	key: string,
	own: Pick<Finding, 'message' | 'level'> & Partial<Finding>,
): Finding => ({
	confidence: 'certain',
	at: { path: config?.path ?? path, ...(config && config.line > 0 ? { line: config.line } : {}) },
	expected: '`error` first in `filterwarnings`, then exceptions for single warnings',
	key,
	...own,
});

export default defineCheck({
	id: 'python-warnings',
	spec: '0.3d',
	title: 'Warnings of Python fail the tests',
	failTitle: 'Warnings of Python do not fail the tests',
	severity: 'medium',
	scope: 'project',
	needs: [
		'ci',
		'projects',
		'files',
		'toml',
		'ini',
		'pytestConfigs',
		'testUse',
		'toolPins',
		'devDependencies',
	],
	check(facts, project) {
		const testing = testingOf(facts, project);
		if (!testing) return notApplicable(noTests);
		const { config, declaredIn, needsPytest } = testing;
		if (!config && declaredIn === null && !needsPytest) return notApplicable('pytest does not run the tests');
		const elsewhere = config && judgedElsewhere(facts, config, project);
		if (elsewhere) return notApplicable(elsewhere);
		const path = config?.path ?? project.manifests[0] ?? declaredIn ?? 'pyproject.toml';
		const rule = config ? warningRuleOf(config) : ({ kind: 'none' } as const);
		const runs = runsOf(facts, project);
		const off = runs.find(switchesOff);
		if (off) {
			return verdictOf(
				[
					finding(null, off.path, 'off in ci', {
						level: 'fail',
						message: `\`${off.text.slice(0, 120)}\` turns warnings off`,
						at: { path: off.path, line: off.line },
					}),
				],
				'',
			);
		}
		switch (rule.kind) {
			case 'error':
				return pass(`\`${path}\` has \`${rule.entry}\``);
			case 'off':
				return verdictOf(
					[
						finding(config, path, 'off', {
							level: 'fail',
							message: `\`${rule.entry}\` takes back what would make warnings fail`,
							at: { path, line: config?.lines[rule.option] || config?.line || 1 },
						}),
					],
					'',
				);
			case 'some':
			case 'none': {
				const strict = runs.find(makesErrors);
				if (strict)
					return pass(
						`\`${strict.text.slice(0, 120)}\` in \`${strict.path}\` line ${strict.line} makes them errors`,
					);
				if (rule.kind === 'some')
					return verdictOf(
						[
							finding(config, path, 'some', {
								level: 'warn',
								message: `Only some warnings fail the tests: \`${rule.entry}\``,
								at: { path, line: config?.lines['filterwarnings'] || config?.line || 1 },
							}),
						],
						'',
					);
				if (!config && facts.ci.outOfSight.length > 0)
					return manual('Part of the pipeline lies elsewhere. Do warnings fail the tests there?');
				return verdictOf(
					[
						finding(config, path, 'none', {
							level: 'fail',
							message: 'A warning of Python does not fail a test run',
							found: config ? 'no `error` in `filterwarnings`' : 'no configuration of pytest',
						}),
					],
					'',
				);
			}
		}
	},
});
