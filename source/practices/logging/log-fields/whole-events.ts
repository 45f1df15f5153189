import { tableAt } from '../../../core/data.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, verdictOf } from '../../../core/practice.ts';
import { findingOn, functionsOf, loggingFiles, scopeNeeds } from '../structured-logging/scope.ts';

const switchName = 'POWERTOOLS_LOGGER_LOG_EVENT';

export default defineCheck({
	id: 'whole-events',
	spec: '3.2f',
	title: 'Events are not logged as a whole',
	failTitle: 'Events are logged as a whole, with all that is in them',
	severity: 'medium',
	scope: 'project',
	needs: scopeNeeds,
	check(facts, project) {
		const files = loggingFiles(facts, project);
		if ('status' in files) return files;
		const inCode = files.flatMap(({ use }) =>
			use.wholeEvents.map(site =>
				findingOn(site, {
					level: 'warn',
					message:
						site.method === 'inject_lambda_context'
							? '`log_event=True` writes each event as a whole'
							: `\`${site.method}\` writes the event as a whole`,
					expected: 'the fields that are needed',
				}),
			),
		);
		const inTemplates = functionsOf(facts, project).flatMap(({ properties, at, id }): readonly Finding[] => {
			const variables =
				tableAt(properties, ['Environment', 'Variables']) ?? tableAt(properties, ['environment']);
			const value = variables?.[switchName];
			if (
				!/^(?:true|1|y|yes|t|on)$/i.test(
					typeof value === 'string' || typeof value === 'boolean' ? String(value) : '',
				)
			)
				return [];
			return [
				{
					level: 'warn',
					message: `\`${switchName}\` makes \`${id}\` write each event as a whole`,
					confidence: 'certain',
					at,
					expected: 'the variable only where somebody debugs',
				},
			];
		});
		return verdictOf([...inCode, ...inTemplates], 'no event is logged as a whole');
	},
});
