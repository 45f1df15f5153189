import { defineCheck, pass, verdictOf } from '../../../core/practice.ts';
import { findingOn, scopeNeeds, uses } from '../structured-logging/scope.ts';
import { structuredCode } from './judged.ts';

const parts = [
	{
		name: 'service',
		keys: ['service', 'service_name', 'service.name', 'app', 'application'],
		environment: /SERVICE_NAME|DD_SERVICE|service\.name=/,
	},
	{
		name: 'version',
		keys: ['version', 'service_version', 'service.version', 'release', 'git_sha'],
		environment: /service\.version=|DD_VERSION/,
	},
	{
		name: 'environment',
		keys: ['env', 'environment', 'stage', 'deployment.environment', 'deployment.environment.name'],
		environment: /deployment\.environment(?:\.name)?=|DD_ENV/,
	},
] as const;

export default defineCheck({
	id: 'service-identity',
	spec: '3.2a',
	title: 'Records name the service, its version and its environment',
	failTitle: 'Records do not say which service, version or environment wrote them',
	severity: 'low',
	scope: 'project',
	needs: scopeNeeds,
	check(facts, project) {
		const code = structuredCode(facts, project);
		if ('status' in code) return code;
		// Powertools takes the name from the environment, which a deployment that is not read may set.
		const mayBeSet = uses(code.files, 'powertools') && !code.isDeploymentRead;
		const missing = parts.filter(
			({ name, keys, environment }) =>
				!keys.some(key => code.keys.has(key)) &&
				!environment.test(code.deployment) &&
				!(name === 'service' && mayBeSet),
		);
		if (missing.length === 0) return pass('records name service, version and environment');
		const names = missing.map(({ name }) => `\`${name}\``).join(', ');
		return verdictOf(
			[
				findingOn(code.site, {
					level: missing.length === parts.length ? 'fail' : 'warn',
					message: `Records have no field for ${names}`,
					confidence: 'likely',
					expected: 'a processor, or keys of the logger, that add them to each record',
					key: `missing ${names}`,
				}),
			],
			'',
		);
	},
});
