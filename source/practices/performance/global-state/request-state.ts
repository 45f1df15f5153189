import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { hasRunningPython } from '../../../core/project-files.ts';
import { noCode, sharedIn } from './scope.ts';

export default defineCheck({
	id: 'request-state',
	spec: '9.2F',
	title: 'Nothing of a request stays behind in its module',
	failTitle: 'What belongs to one request stays behind in the module',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'globalState'],
	check(facts, project) {
		if (!hasRunningPython(facts, project)) return notApplicable(noCode);
		const findings = sharedIn(facts, project).flatMap(({ path, value }) =>
			[...value.rebindings, ...value.containers.filter(({ isMeant }) => !isMeant)]
				.filter(({ carriesRequest }) => carriesRequest)
				.map(({ name, line, function: by }): Finding => ({
					level: 'fail',
					message: `\`${by}\` keeps something of its request in \`${name}\`, where the next request finds it`,
					confidence: 'likely',
					at: { path, line },
					expected: 'a local variable, or a context variable',
					key: `${by} ${name}`,
				})),
		);
		return verdictOf(findings, 'no handler and no route is seen to keep its request in the module');
	},
});
