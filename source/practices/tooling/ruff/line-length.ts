import type { Finding } from '../../../core/finding.ts';
import { placeOf } from '../../../core/origin.ts';
import { defineCheck, notApplicable, pass } from '../../../core/practice.ts';
import { configOf, hasPython, judgedElsewhere, noPython } from './scope.ts';

/** What the checklist's sample has. */
const suggested = 100;

export default defineCheck({
	id: 'line-length',
	spec: '2.2c',
	title: 'The project has one line length',
	failTitle: 'The project has no one line length',
	severity: 'info',
	scope: 'project',
	needs: ['projects', 'files', 'toml', 'ruffConfigs'],
	check(facts, project) {
		if (!hasPython(facts, project)) return notApplicable(noPython);
		const config = configOf(facts, project);
		if (!config) return notApplicable('ruff is not configured');
		const elsewhere = judgedElsewhere(facts, config, project);
		if (elsewhere !== null) return notApplicable(elsewhere);
		const length = config.settings['line-length'];
		const origin = config.origins['line-length'];
		if (typeof length !== 'number' || !origin) return pass('lines may have 88 characters, the default of ruff');
		const note: Finding = {
			level: 'info',
			message: `\`line-length\` is ${length}; the checklist suggests ${suggested}, and any one value will do`,
			confidence: 'certain',
			at: placeOf(facts.toml, origin),
			key: 'line-length',
		};
		return pass(`\`line-length\` is ${length} in \`${origin.path}\``, length === suggested ? [] : [note]);
	},
});
