import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { isRunning } from '../../../core/project-files.ts';
import { findingAt, httpFiles } from './judgement.ts';

export default defineCheck({
	id: 'retry-scope',
	spec: '6.1/retry-scope',
	title: 'Only failures that may pass are repeated, and only calls that may be made twice',
	failTitle: 'Retries repeat what cannot succeed, or what must not happen twice',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'modules', 'http'],
	check(facts, project) {
		const files = httpFiles(facts, project);
		if ('status' in files) return files;
		const retries = files.filter(({ role }) => isRunning(role)).flatMap(({ value }) => value.retries);
		if (retries.length === 0) return notApplicable('no retry is seen in the code that the project runs');
		const findings = files.flatMap(({ role, value }) =>
			value.retries.flatMap(construct => [
				...(construct.repeatsClientErrors
					? findingAt(construct, role, {
							level: 'warn',
							message:
								'This retry repeats every exception, also the client errors that `raise_for_status` raises',
							confidence: 'likely',
							expected: 'a retry on connection errors, timeouts and status 429 or 5xx',
						})
					: []),
				...(construct.repeatsPost !== null
					? findingAt(construct, role, {
							level: 'warn',
							message: `This retry repeats \`${construct.repeatsPost}\` without an idempotency key`,
							confidence: 'likely',
							expected: 'an `Idempotency-Key` header that stays the same for all attempts',
						})
					: []),
			]),
		);
		return verdictOf(findings, 'no retry repeats client errors or calls without an idempotency key');
	},
});
