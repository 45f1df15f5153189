import { judgedElsewhere } from '../../../core/tool-config.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { isStrictAbout } from '../../../core/pytest-options.ts';
import { noTests, testingOf } from './scope.ts';

const strictness: readonly (readonly [what: 'markers' | 'config' | 'xfail', message: string])[] = [
	['markers', 'A mistyped marker goes unnoticed without `--strict-markers`'],
	['config', 'A mistyped option goes unnoticed without `--strict-config`'],
	['xfail', 'A test that is expected to fail and passes goes unnoticed without `xfail_strict`'],
];

export default defineCheck({
	id: 'configuration',
	spec: '2.4c',
	title: 'Pytest takes its configuration from one file',
	failTitle: 'Pytest refuses its configuration, or reads only part of it',
	severity: 'medium',
	scope: 'project',
	needs: ['projects', 'files', 'toml', 'ini', 'pytestConfigs', 'testUse', 'toolPins', 'devDependencies'],
	check(facts, project) {
		const testing = testingOf(facts, project);
		if (!testing) return notApplicable(noTests);
		const { config } = testing;
		if (!config) return notApplicable('pytest has no configuration');
		const elsewhere = judgedElsewhere(facts, config, project);
		if (elsewhere !== null) return notApplicable(elsewhere);
		const at = config.line > 0 ? { path: config.path, line: config.line } : { path: config.path };
		const findings: Finding[] = config.shadows.map(path => ({
			level: 'warn',
			message: `\`${config.path}\` shadows the settings for pytest in \`${path}\`: pytest reads only one file`,
			confidence: 'certain',
			at: { path },
			expected: 'settings for pytest in one file',
			key: `shadow ${path}`,
		}));
		if (config.problem !== null) {
			findings.push({
				level: 'fail',
				message: `Pytest stops with an error: ${config.problem}`,
				confidence: 'certain',
				at,
				key: 'refused',
			});
		}
		for (const [what, message] of strictness) {
			if (isStrictAbout(config, what)) continue;
			findings.push({ level: 'info', message, confidence: 'certain', at, key: `strict ${what}` });
		}
		return verdictOf(findings, `\`${config.path}\` is the only configuration of pytest`);
	},
});
