import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { clientFiles, clientNeeds, findingOf, nameOf } from './judge.ts';

export default defineCheck({
	id: 'in-handler',
	spec: '6.2/in-handler',
	title: 'Handlers use AWS clients that are made once',
	failTitle: 'Handlers make an AWS client anew in every invocation',
	severity: 'low',
	scope: 'project',
	needs: [...clientNeeds, 'handlers'],
	check(facts, project) {
		const files = clientFiles(facts, project);
		if ('status' in files) return files;
		const deployed = new Set(
			facts.functions.functions.map(({ handlerFile, handlerName }) => `${handlerFile}:${handlerName}`),
		);
		let handlers = 0;
		const findings = files.flatMap(({ path, value }) => {
			const parsed = facts.handlers.get(path);
			const names = new Set(
				(parsed?.ok ? parsed.value.handlers : []).flatMap(({ name, isConfigured }) =>
					isConfigured || deployed.has(`${path}:${name}`) || project.kinds.includes('lambda') ? [name] : [],
				),
			);
			handlers += names.size;
			return value.clients
				.filter(({ within, isMadeAgain }) => isMadeAgain && within !== null && names.has(within))
				.map(client => {
					const message = `${nameOf(client)} is made anew each time \`${client.within}\` is called, with a new connection`;
					return findingOf(client, {
						level: 'warn',
						message,
						expected: 'a client at the top of the module, or one that is kept',
					});
				});
		});
		if (handlers === 0) return notApplicable('no Lambda handler stands beside the AWS clients');
		const evidence = 'no handler makes its AWS clients anew in each invocation';
		return verdictOf(findings, evidence);
	},
});
