import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { findingOn, hasLoggers, loggingFiles, scopeNeeds } from '../structured-logging/scope.ts';

export default defineCheck({
	id: 'sensitive-values',
	spec: '3.2e',
	title: 'Records hold no secrets and no personal data by name',
	failTitle: 'Records hold values that are named like secrets or personal data',
	severity: 'medium',
	scope: 'project',
	needs: scopeNeeds,
	check(facts, project) {
		const files = loggingFiles(facts, project);
		if ('status' in files) return files;
		if (!hasLoggers(files)) return notApplicable('no production code has a logger');
		const findings = files.flatMap(({ use }) =>
			use.sensitive.map(site =>
				findingOn(site, {
					level: 'warn',
					message: `The record holds ${site.names.map(name => `\`${name}\``).join(' and ')}`,
					confidence: 'likely',
					expected: 'an id that says nothing by itself, or nothing',
				}),
			),
		);
		return verdictOf(findings, 'no value that is named like a secret is logged');
	},
});
