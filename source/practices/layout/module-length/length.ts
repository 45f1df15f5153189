import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import type { LengthyModule } from './modules.ts';
import { grouped, exemptionOf, productionModules } from './modules.ts';

/** Of a project's modules, the share that may be over the limit before it fails. */
const budget = 0.1;

/** So many times the limit, and one module alone fails: 1,000 lines for a limit of 400. */
const far = 2.5;

export default defineCheck({
	id: 'length',
	spec: '1.2a',
	title: 'Modules stay below the length limit',
	failTitle: 'Some modules are longer than the limit',
	severity: 'low',
	scope: 'project',
	needs: ['repository', 'files', 'modules', 'shapes'],
	check(facts, project) {
		const limit = facts.repository.limits.moduleLines;
		const modules = productionModules(facts, project);
		if (modules.length === 0) return notApplicable('the project has no production Python code');
		const long = modules.filter(({ lines }) => lines >= limit);
		const over = long.filter(module => exemptionOf(module) === null);
		// A respected library has long modules too: many of them fail, or one far beyond, but never a single one.
		const many = over.length > 1 && over.length > modules.length * budget;
		const findingOf = ({ path, lines }: LengthyModule): Finding => ({
			level: many || lines > limit * far ? 'fail' : 'warn',
			message: `The module has ${grouped(lines)} lines, not fewer than ${grouped(limit)}`,
			confidence: 'certain',
			at: { path },
			found: `${grouped(lines)} lines`,
			expected: `fewer than ${grouped(limit)} lines`,
			key: 'length',
		});
		const notes = long.flatMap((module): readonly Finding[] => {
			const reason = exemptionOf(module);
			if (reason === null) return [];
			return [
				{
					level: 'info',
					message: `The module has ${grouped(module.lines)} lines, which is fine here: ${reason}`,
					confidence: 'likely',
					at: { path: module.path },
					key: 'exempt',
				},
			];
		});
		const longest = Math.max(
			...modules.filter(module => exemptionOf(module) === null).map(({ lines }) => lines),
			0,
		);
		return verdictOf(
			[...over.map(findingOf), ...notes],
			`${modules.length === 1 ? 'the module' : `the longest of ${grouped(modules.length)} modules`} has ${grouped(longest)} lines, where fewer than ${grouped(limit)} are wanted`,
		);
	},
});
