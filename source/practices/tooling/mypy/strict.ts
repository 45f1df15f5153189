import { judgedElsewhere } from '../../../core/tool-config.ts';
import type { Finding } from '../../../core/finding.ts';
import type { MypyConfig } from '../../../core/facts/tools.ts';
import { commandLine, gatesOf } from '../../../core/ci.ts';
import { flagsIn, flagsOnLine, strictFlags } from '../../../core/mypy-strict.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { configOf, isOnlyScripts, noProduction, productionPaths } from './scope.ts';

/** With so many of the flags of `--strict` on, what is left is detail. */
const nearly = 9;

const hasOff = ({ options }: MypyConfig): boolean => [...flagsIn(options).values()].includes(false);

export default defineCheck({
	id: 'strict',
	spec: '2.3b',
	title: 'Mypy runs in strict mode',
	failTitle: 'Mypy does not run in strict mode',
	severity: 'medium',
	scope: 'project',
	needs: ['projects', 'files', 'toml', 'ini', 'mypyConfigs', 'ci'],
	check(facts, project) {
		if (productionPaths(facts, project).length === 0) return notApplicable(noProduction);
		const config = configOf(facts, project);
		const runs = gatesOf(facts.ci, 'mypy', { project: project.path }).gates;
		const whole = runs.find(({ args }) => args.includes('--strict'));
		// What the configuration says otherwise still counts.
		if (whole && config?.options['strict'] !== true && !(config && hasOff(config)))
			return pass(`\`${commandLine(whole)}\` in \`${whole.path}\` line ${whole.line}`);
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
		const given = new Set(
			runs.flatMap(({ args }) => [...flagsOnLine(args)].flatMap(([flag, isOn]) => (isOn ? [flag] : []))),
		);
		const isOn = (flag: string): boolean => flags.get(flag) === true || given.has(flag);
		const on = strictFlags.filter(isOn);
		const missing = strictFlags.filter(flag => !isOn(flag));
		if (missing.length === 0)
			return pass(
				`all ${strictFlags.length} flags of \`--strict\` are on in \`${config.path}\`${given.size > 0 ? ' and on the command line' : ''}`,
			);
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
