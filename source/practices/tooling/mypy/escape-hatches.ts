import { judgedElsewhere } from '../../../core/tool-config.ts';
import { shortList } from '../../../core/short-list.ts';
import { isList } from '../../../core/data.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import type { Finding } from '../../../core/finding.ts';
import { flagsIn } from '../../../core/mypy-strict.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { matching, ownModules } from './own-modules.ts';
import { configOf, noProduction } from './scope.ts';

/** Over this share of the production files, the exception is the rule. */
const most = 0.5;

/** Flags that find tidiness, not errors. */
const harmless = new Set(['warn_unused_ignores', 'warn_redundant_casts']);

/** What a section takes away from its modules, as the user reads it; null for nothing. */
const weakening = (options: Table): string | null => {
	if (options['ignore_errors'] === true) return '`ignore_errors`';
	if (options['follow_imports'] === 'skip') return '`follow_imports = "skip"`';
	const off = [...flagsIn(options)]
		.filter(([flag, on]) => !on && !harmless.has(flag))
		.map(([flag]) => `\`${flag} = false\``);
	return off.length > 0 ? off.join(', ') : null;
};

/** Patterns that can be tried without risk: words and slashes, anchors, choices; anything else is left alone. */
const isPlain = (pattern: string): boolean => /^[\w/.\\^$|()-]*$/.test(pattern) && !/\\[^./-]/.test(pattern);

const excludePatterns = (value: Data | undefined): readonly string[] => {
	if (isList(value)) return value.filter(item => typeof item === 'string');
	return typeof value === 'string' ? [value.replaceAll(/^\(\?x\)|\s/g, '')] : [];
};

const compiled = (pattern: string): RegExp | null => {
	try {
		return isPlain(pattern) && pattern !== '' ? new RegExp(pattern) : null;
	} catch {
		return null;
	}
};

export default defineCheck({
	id: 'escape-hatches',
	spec: '2.3c',
	title: 'Mypy checks every module of the project',
	failTitle: 'Mypy is told to look away from modules of the project',
	severity: 'medium',
	scope: 'project',
	needs: ['projects', 'files', 'paths', 'toml', 'ini', 'mypyConfigs'],
	check(facts, project) {
		const modules = ownModules(facts, project);
		if (modules.length === 0) return notApplicable(noProduction);
		const config = configOf(facts, project);
		if (!config) return notApplicable('mypy is not configured');
		const at = (line: number | undefined) => (line ? { path: config.path, line } : { path: config.path });
		const share = (count: number): string =>
			`${Math.round((count / modules.length) * 100)} % of the production files`;
		const findings: Finding[] = [];
		for (const { modules: patterns, options, line } of config.overrides) {
			const weak = weakening(options);
			const taken = weak === null ? [] : matching(modules, patterns);
			if (weak === null || taken.length === 0) continue;
			const names = shortList(
				patterns.map(pattern => `\`${pattern}\``),
				4,
			);
			findings.push({
				level: taken.length > modules.length * most ? 'fail' : 'warn',
				message: `${names} ${patterns.length === 1 ? 'has' : 'have'} ${weak}: ${share(taken.length)}`,
				confidence: 'certain',
				at: at(line),
				expected: 'the settings of every other module',
				key: `override ${patterns.join(',')}`,
			});
		}
		// What holds for every module is said once, with the project that the file belongs to.
		const isElsewhere = judgedElsewhere(facts, config, project) !== null;
		const options: Table = isElsewhere ? { exclude: config.options['exclude'] ?? [] } : config.options;
		const { lines } = config;
		if (options['ignore_errors'] === true) {
			findings.push({
				level: 'fail',
				message: '`ignore_errors` is on for every module: mypy reports nothing',
				confidence: 'certain',
				at: at(lines['ignore_errors']),
				key: 'ignore_errors',
			});
		}
		if (options['ignore_missing_imports'] === true) {
			findings.push({
				level: 'warn',
				message: '`ignore_missing_imports` is on for every module, so a mistyped import is `Any`',
				confidence: 'certain',
				at: at(lines['ignore_missing_imports']),
				expected: '`ignore_missing_imports` for the packages without types only',
				key: 'ignore_missing_imports',
			});
		}
		if (options['follow_imports'] === 'skip') {
			findings.push({
				level: 'warn',
				message: '`follow_imports = "skip"` makes everything imported `Any`',
				confidence: 'certain',
				at: at(lines['follow_imports']),
				key: 'follow_imports',
			});
		}
		for (const pattern of excludePatterns(options['exclude'])) {
			const regex = compiled(pattern);
			const out = regex ? modules.filter(({ path }) => regex.test(path)) : [];
			if (out.length === 0) continue;
			findings.push({
				level: out.length > modules.length * most ? 'fail' : 'warn',
				message: `\`exclude\` leaves out ${share(out.length)}`,
				confidence: 'certain',
				at: at(lines['exclude']),
				found: pattern,
				key: `exclude ${pattern}`,
			});
		}
		const onlyImports = findings.every(({ key }) => key === 'ignore_missing_imports');
		return verdictOf(
			findings,
			`\`${config.path}\` takes no module of the project out`,
			onlyImports ? 'low' : undefined,
		);
	},
});
