import {
	type ClientSettings,
	missingSettings,
	type SdkEnvironment,
	sdkEnvironmentOf,
	settingsOf,
} from '../../../core/client-settings.ts';
import type { AwsClient } from '../../../core/facts/aws-clients.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, pass, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { clientFiles, clientNeeds, countedClients, findingOf, isAsynchronous, nameOf } from './judge.ts';

const expected = '`config=Config(connect_timeout=5, read_timeout=…, retries={"mode": "standard"})`';

const judge = (client: AwsClient, settings: ClientSettings, environment: SdkEnvironment): Finding | null => {
	if (settings.kind === 'none') {
		const message = environment.setsRetries
			? `${nameOf(client)} has no \`config\`: only the environment says how it retries, and nothing how long it waits`
			: `${nameOf(client)} has no \`config\`: it keeps the timeouts of 60 s and the retry mode of the SDK`;
		return findingOf(client, { level: environment.setsRetries ? 'warn' : 'fail', message, expected });
	}
	const missing = settings.kind === 'known' ? missingSettings(settings.settings, environment) : [];
	if (missing.length === 0) return null;
	const names = missing.map(name => `\`${name}\``).join(' and ');
	const message = `The \`config\` of ${nameOf(client).replace('This', 'this')} leaves ${names} to the SDK`;
	return findingOf(client, { level: 'warn', message, expected });
};

export default defineCheck({
	id: 'config',
	spec: '6.2/config',
	title: 'AWS clients are made with timeouts and retries',
	failTitle: 'AWS clients keep the timeouts or retries of the SDK',
	severity: 'medium',
	scope: 'project',
	needs: clientNeeds,
	check(facts, project) {
		const question = 'Are these clients made with timeouts and a retry mode?';
		const files = clientFiles(facts, project);
		if ('status' in files) {
			return isAsynchronous(facts, project)
				? manual('Do the clients of aioboto3 or aiobotocore get an `AioConfig` with timeouts and retries?')
				: files;
		}
		const preset = filesIn(facts.awsClients, facts, project).find(
			({ role, value }) => role === 'prod' && value.setsConfig,
		);
		if (preset) return pass(`\`${preset.path}\` sets a \`Config\` that clients get by default`);
		const environment = sdkEnvironmentOf(facts, project);
		const findings: Finding[] = [];
		const hidden: Finding[] = [];
		const notes: Finding[] = [];
		let judged = 0;
		for (const { value } of files) {
			for (const client of value.clients) {
				const settings = settingsOf(client, facts, project);
				// A session that is given one of botocore may bring a default of its own.
				const mayBePreset = settings.kind === 'none' && value.setsDefaults;
				if (settings.kind === 'hidden' || settings.kind === 'given' || mayBePreset) {
					const message =
						settings.kind === 'given'
							? 'The `config` of this client is handed in, and may leave timeouts and retries to the SDK'
							: 'What this client is told of timeouts and retries cannot be seen here';
					hidden.push({ ...findingOf(client, { level: 'warn', message, expected }), confidence: 'likely' });
					continue;
				}
				judged++;
				if (settings.kind === 'foreign') {
					const message = 'The `config` of this client comes from another package and is not verified';
					notes.push(findingOf(client, { level: 'info', message, expected }));
					continue;
				}
				const finding = judge(client, settings, environment);
				if (finding) findings.push(finding);
			}
		}
		const isOpen = findings.some(({ level }) => level !== 'info');
		if (!isOpen && hidden.some(({ level }) => level !== 'info')) {
			return manual(question, [...hidden, ...findings, ...notes]);
		}
		const asNotes = hidden.map((finding): Finding => ({ ...finding, level: 'info' }));
		const evidence = `${countedClients(judged)} ${judged === 1 ? 'is' : 'are'} made with timeouts and retries`;
		return verdictOf([...findings, ...notes, ...asNotes], evidence);
	},
});
