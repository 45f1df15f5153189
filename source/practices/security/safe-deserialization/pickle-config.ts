import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn, hasRunningPython, isRunning } from '../../../core/project-files.ts';
import { findingAt, switchedOff } from './judgement.ts';

export default defineCheck({
	id: 'pickle-config',
	spec: '8.2b',
	title: 'No framework is set to unpickle',
	failTitle: 'A framework is set to unpickle what it receives',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'toml', 'deserialization'],
	check(facts, project) {
		if (!hasRunningPython(facts, project)) return notApplicable('the project runs no Python code of its own');
		const files = filesIn(facts.deserialization, facts, project);
		const off = switchedOff(facts, project, ['S301']);
		const findings = files.flatMap(({ role, value }) =>
			value.settings
				.filter(({ kind }) => kind === 'pickle')
				.flatMap(setting =>
					findingAt(setting, role, off, {
						level: 'fail',
						message: `${setting.framework} is set to pickle`,
						expected: 'the JSON serializer',
					}),
				),
		);
		const defaults = files.flatMap(({ role, value }) =>
			!isRunning(role)
				? []
				: value.settings
						.filter(({ kind }) => kind === 'default')
						.flatMap(setting =>
							findingAt(setting, role, off, {
								level: 'warn',
								message: `${setting.framework} pickles its jobs unless it is given another serializer`,
								confidence: 'likely',
								expected: '`serializer=JSONSerializer`',
							}),
						),
		);
		const open = findings.some(({ level }) => level !== 'info');
		if (!open && defaults.some(({ level }) => level !== 'info')) {
			return manual('Can only trusted programs write to the store that RQ reads its jobs from?', [
				...defaults,
				...findings,
			]);
		}
		return verdictOf([...findings, ...defaults], 'no setting names pickle as a serializer');
	},
});
