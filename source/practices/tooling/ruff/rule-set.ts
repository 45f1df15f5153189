import { judgedElsewhere } from '../../../core/tool-config.ts';
import type { Finding } from '../../../core/finding.ts';
import { pinsOf } from '../../../core/pins.ts';
import { placeOf } from '../../../core/origin.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { coverageOf, selectionOf, wantedFamilies } from '../../../core/ruff/selection.ts';
import { configOf, hasPython, noPython } from './scope.ts';

/** With fewer families than this the rule set fails. */
const enough = 6;

const listed = (families: readonly string[]): string => families.map(family => `\`${family}\``).join(', ');

export default defineCheck({
	id: 'rule-set',
	spec: '2.2b',
	title: 'Ruff checks all nine rule families of the checklist',
	failTitle: 'Ruff does not check all nine rule families of the checklist',
	severity: 'low',
	scope: 'project',
	needs: ['projects', 'files', 'toml', 'ruffConfigs', 'toolPins'],
	check(facts, project) {
		if (!hasPython(facts, project)) return notApplicable(noPython);
		const config = configOf(facts, project);
		if (!config) return notApplicable('ruff is not configured');
		const elsewhere = judgedElsewhere(facts, config, project);
		if (elsewhere !== null) return notApplicable(elsewhere);
		const selection = selectionOf(config.settings);
		const by = (coverage: string): readonly string[] =>
			wantedFamilies.filter(family => coverageOf(selection, family) === coverage);
		const [missing, partial, ignored] = [by('missing'), by('partial'), by('ignored')];
		const gaps = [...missing, ...partial];
		const present = wantedFamilies.length - gaps.length - ignored.length;
		if (gaps.length > 0 && config.unresolved.length > 0) {
			return manual(
				`Does ruff select \`E\`, \`F\`, \`I\`, \`UP\`, \`B\`, \`SIM\`, \`N\`, \`PL\` and \`RUF\`? \`${config.path}\` extends \`${config.unresolved[0] ?? ''}\`, which is not in the repository`,
			);
		}
		const origin = config.origins['lint.select'] ??
			config.origins['lint.extend-select'] ?? { path: config.path, pointer: config.pointer };
		const level = present < enough ? 'fail' : 'warn';
		const findings: Finding[] = [];
		if (gaps.length > 0 && selection.select === null) {
			const pin = pinsOf(facts.toolPins, config.path, 'ruff')[0];
			findings.push({
				level: 'warn',
				message: `The rules are the defaults of ruff${pin && pin.version !== '' ? ` ${pin.version} (\`${pin.path}\`)` : ''}, which change between versions; ${listed(gaps)} ${gaps.length === 1 ? 'is' : 'are'} not asked for`,
				confidence: 'certain',
				at: placeOf(facts.toml, origin),
				expected: '`lint.select` or `lint.extend-select` with all nine',
				key: 'implicit',
			});
		} else if (gaps.length > 0) {
			const part = partial.length > 0 ? `, ${listed(partial)} only in part` : '';
			findings.push({
				level,
				message:
					missing.length > 0
						? `The selection leaves out ${listed(missing)}${part}`
						: `The selection has ${listed(partial)} only in part`,
				confidence: 'certain',
				at: placeOf(facts.toml, origin),
				found:
					`selected: ${[...(selection.select ?? []), ...selection.extend].join(', ') || 'nothing'}`.slice(
						0,
						200,
					),
				expected: listed(wantedFamilies),
				key: 'missing',
			});
		}
		for (const family of ignored) {
			const where = config.origins['lint.ignore'] ?? origin;
			findings.push({
				level,
				message: `\`${family}\` is selected, and ignored as a whole`,
				confidence: 'certain',
				at: placeOf(facts.toml, where),
				expected: 'single rules in `ignore`',
				key: `ignored ${family}`,
			});
		}
		return verdictOf(findings, `\`${origin.path}\` selects ${listed(wantedFamilies)}`);
	},
});
