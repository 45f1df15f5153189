import type { Finding } from '../../../core/finding.ts';
import { flagsIn, strictFlags } from '../../../core/mypy-strict.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { judgedElsewhere } from '../ruff/scope.ts';
import { configOf, isOnlyScripts, noProduction, productionPaths } from './scope.ts';

/** With so many of the flags of `--strict` on, what is left is detail. */
const nearly = 9;

export default defineCheck({
	id: 'strict',
	spec: '2.3b',
	title: 'Mypy runs in strict mode',
	failTitle: 'Mypy does not run in strict mode',
	severity: 'medium',
	scope: 'project',
	needs: ['projects', 'files', 'toml', 'ini', 'mypyConfigs'],
	check(facts, project) {
		if (productionPaths(facts, project).length === 0) return notApplicable(noProduction);
		const config = configOf(facts, project);
		if (!config) return notApplicable('mypy is not configured');
		const elsewhere = judgedElsewhere(facts, config, project);
		if (elsewhere !== null) return notApplicable(elsewhere);
		const flags = flagsIn(config.options);
		const lineOf = (option: string): number => config.lines[option] || config.line;
		const at = (line: number) => (line > 0 ? { path: config.path, line } : { path: config.path });
		if (config.options['strict'] === true) {
			const off = [...flags].filter(([, on]) => !on);
			const findings = off.map(([flag]): Finding => ({
				level: 'warn',
				message: `\`strict\` is on, and \`${flag}\` is taken out of it`,
				confidence: 'certain',
				at: at(lineOf(flag)),
				key: flag,
			}));
			return verdictOf(findings, `\`strict = true\` in \`${config.path}\``);
		}
		const on = strictFlags.filter(flag => flags.get(flag) === true);
		const missing = strictFlags.filter(flag => flags.get(flag) !== true);
		if (missing.length === 0)
			return pass(`all ${strictFlags.length} flags of \`--strict\` are on in \`${config.path}\``);
		const level = on.length >= nearly || isOnlyScripts(project) ? 'warn' : 'fail';
		const finding: Finding = {
			level,
			message: `\`strict\` is not set; ${on.length} of the ${strictFlags.length} flags that \`--strict\` has in mypy 2 are on`,
			confidence: 'certain',
			at: at(lineOf('strict')),
			found: level === 'warn' ? `off: ${missing.join(', ')}` : `on: ${on.join(', ') || 'none'}`,
			expected: '`strict = true`',
			key: 'strict',
		};
		return verdictOf([finding], '');
	},
});
