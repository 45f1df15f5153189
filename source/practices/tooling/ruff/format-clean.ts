import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { replacedTools } from './replaced-tools.ts';
import { runsIn, versionsOf } from './runs.ts';
import { configOf, hasPython, noPython } from './scope.ts';

const shown = 3;

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
		const formatter = replacedTools(facts, project).find(({ tool }) => tool === 'black' || tool === 'yapf' || tool === 'autopep8');
		const chosen = config !== null && Object.keys(config.origins).some(key => key === 'format');
		if (formatter && !chosen) return notApplicable(`\`${formatter.tool}\` formats the project (\`${formatter.path}\`)`);
		const runs = runsIn(facts, project).filter(({ value }) => value.format !== 'off');
		const [first] = runs;
		if (!first) return notApplicable('ruff formats no file of the project');
		const { skewed, words } = versionsOf(facts, config?.path ?? first.path);
		const different = runs.filter(({ value }) => value.format === 'differs');
		const [one] = different;
		if (!one) return verdictOf([], `${words} would leave ${runs.length} ${runs.length === 1 ? 'file' : 'files'} as ${runs.length === 1 ? 'it is' : 'they are'}`);
		const names = different.slice(0, shown).map(({ path }) => `\`${path}\``).join(', ');
		const more = different.length > shown ? ` and ${different.length - shown} more` : '';
		const finding: Finding = {
			level: 'warn',
			message: `\`ruff format\` would change ${different.length} of ${runs.length} files: ${names}${more}`,
			confidence: skewed ? 'likely' : 'certain',
			at: { path: config?.path ?? one.path },
			found: words,
			expected: '`ruff format --check` passes',
			key: 'format',
		};
		return verdictOf([finding], '');
	},
});
