import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { noPydantic, pydanticOf } from './standing.ts';

export default defineCheck({
	id: 'version',
	spec: '9.1/pydantic-version',
	title: 'Models are written for Pydantic 2',
	failTitle: 'Models run on Pydantic 1',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'modules', 'locks', 'requirements'],
	check(facts, project) {
		const { sites, standing } = pydanticOf(facts, project);
		const [first] = sites;
		if (!first) return notApplicable(noPydantic);
		const at = { path: first.path, line: first.line };
		if (standing === 'below') {
			return verdictOf(
				[
					{
						level: 'warn',
						message: 'The version of Pydantic that is pinned is older than 2',
						confidence: 'certain',
						at,
						expected: 'Pydantic 2',
						key: 'version',
					},
				],
				'',
			);
		}
		const bridges = sites.filter(
			({ module, name }) => /^pydantic\.v1\b/.test(module) || (module === 'pydantic' && name === 'v1'),
		);
		// A fallback beside the import of the second version is there for users of the first.
		const findings = bridges
			.filter(
				({ topLevel, path }) =>
					topLevel &&
					!sites.some(site => site.path === path && site.module === 'pydantic' && site.name !== 'v1'),
			)
			.map(({ path, line, module }): Finding => ({
				level: 'warn',
				message: `\`${module}\` is the old Pydantic, carried along in the new one`,
				confidence: 'certain',
				at: { path, line },
				expected: 'the same names from `pydantic`',
				key: 'bridge',
			}))
			.filter(({ at: { path } }, index, all) => all.findIndex(other => other.at.path === path) === index);
		if (findings.length === 0 && standing === 'unknown')
			return manual('Does the project run with Pydantic 2?');
		return verdictOf(findings, 'the project runs with Pydantic 2');
	},
});
