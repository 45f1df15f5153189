import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { replacedTools } from '../../../core/ruff/replaced-tools.ts';
import { runsIn, versionsOf } from './runs.ts';
import { configOf, hasPython, noPython } from './scope.ts';

export default defineCheck({
	id: 'format-clean',
	spec: '2.2f',
	title: 'Every file is formatted as ruff formats it',
	failTitle: 'Ruff would format some files otherwise',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'toml', 'ini', 'ruffConfigs', 'ruffRuns', 'toolPins'],
	check(facts, project) {
		if (!hasPython(facts, project)) return notApplicable(noPython);
		const config = configOf(facts, project);
		const formatter = replacedTools(facts, project).find(
			({ tool }) => tool === 'black' || tool === 'yapf' || tool === 'autopep8',
		);
		const chosen = config !== null && Object.keys(config.origins).some(key => key === 'format');
		if (formatter && !chosen)
			return notApplicable(`\`${formatter.tool}\` formats the project (\`${formatter.path}\`)`);
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
