import { counted } from '../../../core/counted.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { standingOf } from '../../../core/locked-versions.ts';
import { isRunning } from '../../../core/project-files.ts';
import type { RetryLibrary } from '../../../core/facts/http.ts';
import { findingAt, httpFiles } from './judgement.ts';

const expected: Readonly<Record<RetryLibrary, string>> = {
	tenacity: '`wait=wait_exponential(…) + wait_random(0, 1)`',
	stamina: 'the default of `wait_jitter`',
	backoff: 'the default of `jitter`',
	urllib3: '`backoff_jitter=0.5`, since urllib3 2',
	httpx: '`httpx_retries.RetryTransport`, which also repeats on status codes',
	aiohttp_retry: '`JitterRetry`',
};

/** Libraries that repeat nothing but HTTP. */
const ofHttp: ReadonlySet<RetryLibrary> = new Set(['urllib3', 'httpx', 'aiohttp_retry']);

export default defineCheck({
	id: 'jitter',
	spec: '6.1/jitter',
	title: 'Retries wait a random part of the time',
	failTitle: 'Retries of all callers come back at the same moment',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'modules', 'http', 'locks', 'requirements'],
	check(facts, project) {
		const files = httpFiles(facts, project);
		if ('status' in files) return files;
		const urllib3 = standingOf('urllib3', [2, 0], project, facts);
		let retries = 0;
		const findings = files.flatMap(({ role, value }) =>
			value.retries.flatMap(construct => {
				if (construct.waits === 'not at all') return [];
				if (isRunning(role)) retries++;
				if (construct.waits !== 'without jitter') return [];
				const message =
					construct.library === 'httpx'
						? 'This transport repeats connections only, at a fixed pace'
						: `This \`${construct.library}\` retry waits without jitter`;
				// A retry beside no HTTP call may wait for a database or a job, which nobody else waits for.
				const level = value.outbound > 0 || ofHttp.has(construct.library) ? 'warn' : 'info';
				const isKnown = construct.library === 'urllib3' && urllib3 === 'at least';
				return findingAt(construct, role, {
					level,
					message,
					expected: isKnown ? '`backoff_jitter=0.5`' : expected[construct.library],
				});
			}),
		);
		if (retries === 0 && findings.length === 0)
			return notApplicable('no retry with a pause is seen in the code that the project runs');
		return verdictOf(findings, `${counted(retries, 'retry', 'retries')} with jitter`);
	},
});
