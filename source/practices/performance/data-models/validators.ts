import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { noPydantic, pydanticOf } from './standing.ts';

const successors: Readonly<Record<string, string>> = {
	validator: '`field_validator`',
	root_validator: '`model_validator`',
};

export default defineCheck({
	id: 'validators',
	spec: '9.1/pydantic-v1-decorators',
	title: 'Validators are those of Pydantic 2',
	failTitle: 'Validators of Pydantic 1 are in use, which warn today and go away',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'modules', 'locks', 'requirements', 'dataModels'],
	check(facts, project) {
		const { sites, standing } = pydanticOf(facts, project);
		if (sites.length === 0) return notApplicable(noPydantic);
		const old = sites.filter(
			({ module, name }) => module === 'pydantic' && name !== null && name in successors,
		);
		if (standing === 'below')
			return notApplicable('the project runs with Pydantic 1, where these are current');
		const findings = old.map(({ path, line, name }): Finding => ({
			level: 'warn',
			message: `\`${name ?? ''}\` is deprecated since Pydantic 2 and warns when a model is defined`,
			confidence: 'certain',
			at: { path, line },
			expected: successors[name ?? ''] ?? '',
			key: name ?? '',
		}));
		const byModule = filesIn(facts.dataModels, facts, project)
			.filter(({ role }) => role === 'prod')
			.flatMap(({ path, value }): Finding[] => {
				const use = value.pydantic.find(({ kind }) => kind === 'attribute');
				return use
					? [
							{
								level: 'warn',
								message: `\`pydantic.${use.name}\` is deprecated since Pydantic 2 and warns when a model is defined`,
								confidence: 'certain',
								at: { path, line: use.line },
								expected: successors[use.name] ?? '',
								key: `pydantic.${use.name}`,
							},
						]
					: [];
			});
		findings.push(...byModule);
		if (standing === 'unknown' && findings.length > 0) {
			return manual(
				'Does the project still run with Pydantic 1, where these validators are current?',
				// Nothing to mend before the question is answered.
				findings.map(finding => ({ ...finding, level: 'info' as const })),
			);
		}
		return verdictOf(findings, 'no validator of Pydantic 1 is imported');
	},
});
