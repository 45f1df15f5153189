import { defineCheck, manual, notApplicable } from '../../../core/practice.ts';
import { findingOn, loggingFiles, scopeNeeds } from '../structured-logging/scope.ts';

export default defineCheck({
	id: 'personal-ids',
	spec: '3.2d',
	title: 'Ids of customers are logged only where that is allowed',
	failTitle: 'Ids of customers are logged where that is not allowed',
	severity: 'low',
	scope: 'project',
	needs: scopeNeeds,
	check(facts, project) {
		const files = loggingFiles(facts, project);
		if ('status' in files) return files;
		const sites = files.flatMap(({ use }) => use.identities);
		if (sites.length === 0)
			return notApplicable('no record has a field named like the id of a customer or user');
		const names = [...new Set(sites.flatMap(site => site.names))].toSorted();
		return manual(
			`May ${names.map(name => `\`${name}\``).join(', ')} be logged?`,
			sites.map(site =>
				findingOn(site, {
					level: 'info',
					message: `The record has ${site.names.map(name => `\`${name}\``).join(', ')}`,
				}),
			),
		);
	},
});
