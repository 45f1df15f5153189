import { judgedElsewhere } from '../../../core/tool-config.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { stopOf } from '../../../core/pytest-options.ts';
import { noTests, testingOf } from './scope.ts';

export default defineCheck({
	id: 'fail-fast',
	spec: '2.4b',
	title: 'Pytest stops at the first failure',
	failTitle: 'Pytest runs on after a failure',
	severity: 'info',
	scope: 'project',
	needs: ['projects', 'files', 'toml', 'ini', 'pytestConfigs', 'testUse', 'toolPins', 'devDependencies'],
	check(facts, project) {
		const testing = testingOf(facts, project);
		if (!testing) return notApplicable(noTests);
		const { config, declaredIn, needsPytest } = testing;
		if (!config && declaredIn === null && !needsPytest) return notApplicable('pytest does not run the tests');
		const elsewhere = config && judgedElsewhere(facts, config, project);
		if (elsewhere) return notApplicable(elsewhere);
		const stop = config ? stopOf(config.addopts) : null;
		if (config && stop !== null) return pass(`\`addopts\` in \`${config.path}\` has \`${stop}\``);
		const line = config ? config.lines['addopts'] || config.line : 0;
		const path = config?.path ?? project.manifests[0] ?? declaredIn ?? 'pyproject.toml';
		const finding: Finding = {
			level: 'warn',
			message: 'Neither `-x` nor `--maxfail` is among the options that every run gets',
			confidence: 'certain',
			at: line > 0 ? { path, line } : { path },
			found: config ? `addopts: ${config.addopts.join(' ') || 'none'}` : 'no configuration of pytest',
			expected: '`--maxfail=1` in `addopts`',
			key: 'fail-fast',
		};
		return verdictOf([finding], '');
	},
});
