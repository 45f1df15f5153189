import { gatesOf } from '../../../core/ci.ts';
import { defineCheck, notApplicable, pass } from '../../../core/practice.ts';
import { commandsFor, needs, shown } from './scope.ts';

export default defineCheck({
	id: 'lock-check',
	spec: '2.1d',
	title: 'A job fails when the lockfile is stale',
	failTitle: 'No job fails when the lockfile is stale',
	severity: 'info',
	scope: 'project',
	needs,
	check(facts, project) {
		const found = commandsFor(facts, project);
		if ('reason' in found) return notApplicable(found.reason);
		const [gate] = gatesOf(facts.ci, 'uv-lock-check', { project: project.path }).gates;
		if (gate)
			return pass(
				`\`${shown(gate)}\` in \`${gate.path}\` line ${gate.line} fails when the lockfile is stale`,
			);
		const [source] = facts.ci.sources;
		return pass('No job says whether the lockfile is fresh', [
			{
				level: 'info',
				message: 'Neither `uv lock --check` nor `--locked` is among the commands of the pipelines',
				confidence: 'certain',
				at: { path: source?.path ?? '.github/workflows' },
				key: 'no lock check',
			},
		]);
	},
});
