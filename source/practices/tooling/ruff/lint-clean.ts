import { counted } from '../../../core/counted.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import type { RuffRun } from '../../../core/facts/tools.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { importsWhatIsMissing } from '../../../core/ruff/own-imports.ts';
import { ruffVersion } from '../../../core/ruff/version.ts';
import { runsIn, versionsOf } from './runs.ts';
import { configOf, hasPython, noPython } from './scope.ts';

type Count = RuffRun['counts'][string];

/** Rules as old as ruff, which mean the same in every version; that syntax is too new for the target is a later one. */
const isSettled = (code: string, { first }: Count): boolean =>
	/^(?:F|E9|invalid-syntax)/.test(code) && !/\(syntax was (?:added|removed) in /.test(first.message);

export default defineCheck({
	id: 'lint-clean',
	spec: '2.2f',
	title: 'The code is clean under its own ruff rules',
	failTitle: 'Ruff finds something under the project’s own rules',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'paths', 'modules', 'toml', 'ruffConfigs', 'ruffRuns', 'hookReach', 'toolPins'],
	check(facts, project) {
		if (!hasPython(facts, project)) return notApplicable(noPython);
		const config = configOf(facts, project);
		const runs = runsIn(facts, project).filter(({ value }) => value.lint !== 'off');
		if (!config && runs.length === 0) return notApplicable('ruff is not configured');
		if (runs.length === 0) return notApplicable('the configuration leaves every file of the project out');
		const { skewed, words } = versionsOf(facts, config?.path ?? runs[0]?.path ?? '');
		const question = 'Does `ruff check` pass on the whole project?';
		const refused = runs.find(({ value }) => value.problem !== null);
		if (refused) {
			return manual(question, [
				{
					level: 'info',
					message: `Our ${words} does not take the settings: ${refused.value.problem ?? ''}`,
					confidence: 'certain',
					at: { path: config?.path ?? refused.path },
					key: 'settings',
				},
			]);
		}
		const missingBase = config?.unresolved[0];
		if (missingBase !== undefined)
			return manual(
				`${question} \`${config?.path ?? ''}\` extends \`${missingBase}\`, which is not in the repository`,
			);
		const depends = (code: string, count: Count): boolean => skewed && !isSettled(code, count);
		const levelOf = (code: string, count: Count): Level =>
			count.fixable === count.count || depends(code, count) ? 'warn' : 'fail';
		const isUnsure = (path: string): boolean => {
			const parsed = facts.modules.get(path);
			return (
				config !== null &&
				parsed?.ok === true &&
				importsWhatIsMissing(parsed.value.imports, config, facts.paths)
			);
		};
		const findings = runs.flatMap(({ path, value }) =>
			Object.entries(value.counts)
				.filter(([code]) => code !== 'I001' || !isUnsure(path))
				.map(([code, count]): Finding => ({
					level: levelOf(code, count),
					message: `Ruff ${depends(code, count) ? `${ruffVersion} ` : ''}reports \`${code}\`${count.count > 1 ? ` ${count.count === 2 ? 'twice' : `${count.count} times`}` : ''}: ${count.first.message.replace(/\.$/, '')}`,
					confidence: depends(code, count) ? 'likely' : 'certain',
					at: {
						path,
						line: count.first.line,
						column: count.first.column,
						endLine: count.first.endLine,
						endColumn: count.first.endColumn,
					},
					found: count.first.source,
					key: code,
				})),
		);
		const unknown = [...new Set(runs.flatMap(({ value }) => value.unknownSelectors))];
		const notes = unknown.map((selector): Finding => ({
			level: 'info',
			message: `The settings name \`${selector}\`, which ruff does not know in version ${words.replace(/^ruff /, '')}; it was left out`,
			confidence: 'certain',
			at: { path: config?.path ?? '' },
			key: `unknown ${selector}`,
		}));
		return verdictOf([...findings, ...notes], `${words} finds nothing in ${counted(runs.length, 'file')}`);
	},
});
