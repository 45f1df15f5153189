import { settingsOf } from '../../../core/client-settings.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { clientFiles, clientNeeds } from './judge.ts';

export default defineCheck({
	id: 'long-poll',
	spec: '6.2/long-poll',
	title: 'Clients that wait for work wait longer than the service holds the call',
	failTitle: 'A client gives up before the service answers that there is no work',
	severity: 'high',
	scope: 'project',
	needs: clientNeeds,
	check(facts, project) {
		const files = clientFiles(facts, project);
		if ('status' in files) return files;
		let judged = 0;
		const findings = files.flatMap(({ value }) =>
			value.polls.flatMap((poll): readonly Finding[] => {
				const [client, ...others] = value.clients.filter(({ service }) => service === poll.service);
				// With two of them, or one whose service is computed, the call may be of either.
				if (!client || others.length > 0 || value.clients.some(({ service }) => service === null)) return [];
				const known = settingsOf(client, facts, project);
				if (known.kind !== 'known' || known.settings.read.state !== 'written') return [];
				judged++;
				const seconds = known.settings.read.value;
				if (seconds > poll.seconds) return [];
				const message = `The client gives up after ${seconds} s, and the service may hold this call for ${poll.seconds} s`;
				return [
					{
						level: poll.suppression === null ? 'fail' : 'info',
						message: poll.suppression === null ? message : `${message} (silenced by a comment)`,
						confidence: 'certain',
						at: poll.at,
						found: poll.code,
						expected: `\`read_timeout=${poll.seconds + 5}\` or more`,
						key: poll.code,
					},
				];
			}),
		);
		if (judged === 0)
			return notApplicable('no call that waits for work is made by a client whose `read_timeout` is seen');
		return verdictOf(findings, 'every client that waits for work outlasts the wait');
	},
});
