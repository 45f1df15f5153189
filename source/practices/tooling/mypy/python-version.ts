import { judgedElsewhere } from '../../../core/tool-config.ts';
import { stringAt } from '../../../core/data.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { targetOf } from '../../../core/ruff/target.ts';
import { configOf, noProduction, productionPaths } from './scope.ts';
import { inFolder } from '../../../core/folders.ts';

export default defineCheck({
	id: 'python-version',
	spec: '2.3g',
	title: 'Mypy checks for the Python that the project requires',
	failTitle: 'Mypy checks for another Python than the project requires',
	severity: 'info',
	scope: 'project',
	needs: ['projects', 'files', 'toml', 'ini', 'mypyConfigs'],
	check(facts, project) {
		if (productionPaths(facts, project).length === 0) return notApplicable(noProduction);
		const config = configOf(facts, project);
		if (!config) return notApplicable('mypy is not configured');
		const elsewhere = judgedElsewhere(facts, config, project);
		if (elsewhere !== null) return notApplicable(elsewhere);
		const written = config.options['python_version'];
		// A TOML float such as `3.10` reads as 3.1; mypy asks for text.
		const version = typeof written === 'string' || typeof written === 'number' ? String(written) : null;
		if (version === null) return pass('mypy takes the version of the Python it runs on');
		const manifest = facts.toml.get(inFolder(project.path, 'pyproject.toml'));
		const requires = manifest?.ok
			? stringAt(manifest.value.value, ['project', 'requires-python'])
			: undefined;
		const target = requires === undefined ? null : targetOf(requires);
		if (target === null) return pass(`\`python_version\` is ${version} in \`${config.path}\``);
		const floor = `3.${target.slice('py3'.length)}`;
		if (version === floor) return pass(`\`python_version\` is ${version}, as \`requires-python\` says`);
		const finding: Finding = {
			level: 'warn',
			message: `\`python_version\` is ${version}, the lowest Python that \`requires-python\` allows is ${floor}`,
			confidence: 'certain',
			at: {
				path: config.path,
				...(config.lines['python_version'] ? { line: config.lines['python_version'] } : {}),
			},
			expected: `\`python_version = "${floor}"\`, or none`,
			key: 'python_version',
		};
		return verdictOf([finding], '');
	},
});
