import { sdkEnvironmentOf, settingsOf } from '../../../core/client-settings.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { clientFiles, clientNeeds, countedClients, findingOf } from './judge.ts';

const expected = '`retries={"mode": "standard", "max_attempts": 3}`';

export default defineCheck({
	id: 'mode',
	spec: '6.2/mode',
	title: 'AWS clients retry in the standard mode',
	failTitle: 'AWS clients retry in the legacy mode of the SDK',
	severity: 'low',
	scope: 'project',
	needs: clientNeeds,
	check(facts, project) {
		const files = clientFiles(facts, project);
		if ('status' in files) return files;
		const environment = sdkEnvironmentOf(facts, project);
		let judged = 0;
		const findings = files.flatMap(({ value }) =>
			value.clients.flatMap((client): readonly Finding[] => {
				const known = settingsOf(client, facts, project);
				if (known.kind !== 'known') return [];
				const { mode, attempts } = known.settings;
				if (mode.state === 'unknown') return [];
				if (mode.state === 'default') {
					// Without `retries` at all, the check of the `config` has said so.
					if (attempts.state === 'default' && !environment.setsRetries) return [];
					judged++;
					if (environment.setsRetries || value.setsDefaults) return [];
					const message =
						'This client is told how often to retry and not in which mode; the SDK takes `legacy`';
					return [findingOf(client, { level: 'warn', message, expected })];
				}
				judged++;
				if (mode.value === 'standard') return [];
				if (mode.value === 'legacy') {
					const message = 'This client retries in the `legacy` mode, which knows fewer errors';
					return [findingOf(client, { level: 'warn', message, expected })];
				}
				const message = `The retry mode \`${mode.value}\` also slows calls down, and is documented as experimental`;
				return [findingOf(client, { level: 'info', message, expected })];
			}),
		);
		if (judged === 0) return notApplicable('no AWS client has a `config` that says how it retries');
		const evidence = `${countedClients(judged)} ${judged === 1 ? 'does' : 'do'} not retry in the legacy mode`;
		return verdictOf(findings, evidence);
	},
});
