import { counted } from '../../../core/counted.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { callsOf, findingOn, hasLoggers, loggingFiles, scopeNeeds } from './scope.ts';

export default defineCheck({
	id: 'constant-events',
	spec: '3.1f',
	title: 'Texts of records are constant, and values are fields',
	failTitle: 'Texts of records are put together from values',
	severity: 'low',
	scope: 'project',
	needs: scopeNeeds,
	check(facts, project) {
		const files = loggingFiles(facts, project);
		if ('status' in files) return files;
		const calls = callsOf(files);
		if (!hasLoggers(files)) return notApplicable('no production code has a logger');
		const built = files.map(({ use }) => use.built.filter(({ suppression }) => suppression === null));
		const open = built.flat().length;
		const share = calls === 0 ? 0 : open / calls;
		// A few calls make no share worth a failure.
		const level = share <= 0.02 ? 'info' : share <= 0.25 || calls < 10 ? 'warn' : 'fail';
		const findings = built.flat().map((site): Finding =>
			findingOn(site, {
				level,
				message: `The text of this record is made with ${site.names[0] ?? 'values'}`,
				expected: 'a constant text, and the values as fields',
			}),
		);
		return verdictOf(
			findings,
			`${calls - open} of ${counted(calls, 'call')} of loggers have a constant text`,
		);
	},
});
