import { judgedElsewhere } from '../../../core/tool-config.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { valueOf, warningsFail } from '../../../core/pytest-options.ts';
import { noTests, testingOf } from './scope.ts';

const hiding = new Set(['--disable-warnings', '--disable-pytest-warnings']);

export default defineCheck({
	id: 'warnings-shown',
	spec: '2.4b',
	title: 'Nothing hides the warnings of a test run',
	failTitle: 'The warnings of a test run are hidden',
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
		const at = { path: config.path, line: config.lines['addopts'] || config.line || 1 };
		const flag = config.addopts.find(word => hiding.has(word));
		const findings: Finding[] = [];
		if (valueOf(config.addopts, '-p') === 'no:warnings' || config.addopts.includes('-pno:warnings')) {
			findings.push({
				level: 'warn',
				message: '`-p no:warnings` turns warnings off, and every filter for them too',
				confidence: 'certain',
				at,
				expected: '`filterwarnings` with `error` and single exceptions',
				key: 'no:warnings',
			});
		}
		if (flag !== undefined && !warningsFail(config)) {
			findings.push({
				level: 'warn',
				message: `\`${flag}\` hides warnings, and no \`error\` in \`filterwarnings\` makes them fail`,
				confidence: 'certain',
				at,
				expected: '`filterwarnings = ["error"]`, or the flag left out',
				key: 'disable-warnings',
			});
		}
		return verdictOf(findings, `\`${config.path}\` leaves warnings visible`);
	},
});
