import { definePractice } from '../../core/practice.ts';
import client from './http-timeouts/client.ts';
import httpxTimeout from './http-timeouts/httpx-timeout.ts';
import jitter from './http-timeouts/jitter.ts';
import otherTimeout from './http-timeouts/other-timeout.ts';
import requestsTimeout from './http-timeouts/requests-timeout.ts';
import retryScope from './http-timeouts/retry-scope.ts';
import retry from './http-timeouts/retry.ts';
import sessionTimeout from './http-timeouts/session-timeout.ts';
import timeoutValue from './http-timeouts/timeout-value.ts';

// https://requests.readthedocs.io/en/latest/user/advanced/#timeouts
// https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/

export default definePractice({
	number: '6.1',
	id: 'http-timeouts',
	title: 'HTTP calls have timeouts, and retries with jitter',
	failTitle: 'HTTP calls lack timeouts, or retries are missing or unsound',
	why:
		'`requests`, `urllib` and `urllib3` wait for ever unless told otherwise. One peer that accepts a connection and then ' +
		'stays silent holds a worker, and soon all of them; in Lambda the bill runs until the function is stopped. Retries ' +
		'carry a call over a short outage, but without bound, pause and chance they turn a short outage into a long one.',
	remedy:
		'Pass `timeout=(connect, read)` on each call, or mount an adapter that sets it. Repeat only calls that may be made ' +
		'twice, a bounded number of times, with exponential pauses and jitter, on connection errors, timeouts and status 429 or 5xx.',
	example: {
		language: 'python',
		text: [
			'import requests',
			'from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential',
			'',
			'',
			'@retry(',
			'    retry=retry_if_exception_type((requests.ConnectionError, requests.Timeout)),',
			'    stop=stop_after_attempt(3),',
			'    wait=wait_random_exponential(multiplier=0.2, max=5),',
			')',
			'def fetch_order(order_id: str) -> dict:',
			'    response = requests.get(f"{BASE_URL}/orders/{order_id}", timeout=(5, 30))',
			'    response.raise_for_status()',
			'    return response.json()',
			'',
		].join('\n'),
	},
	links: [
		'https://requests.readthedocs.io/en/latest/user/advanced/#timeouts',
		'https://www.python-httpx.org/advanced/timeouts/',
		'https://tenacity.readthedocs.io/',
		'https://docs.astral.sh/ruff/rules/request-without-timeout/',
	],
	errata: [
		'A module without any retry is a warning, not a failure: many calls must not be repeated',
		'The checklist’s sample waits with `wait_exponential_jitter(initial=…)`, whose parameter tenacity renames with a warning, and repeats every error, also a 4xx of a POST: what is refused stays refused, and what was done is done twice',
		'Ruff calls `requests.get(url, **options)` a violation; here it is a question, because the options may hold a timeout',
	],
	ruff: ['ASYNC210'],
	seeAlso: ['6.2', '5.4', '5.6'],
	checks: [
		client,
		requestsTimeout,
		sessionTimeout,
		httpxTimeout,
		otherTimeout,
		timeoutValue,
		retry,
		jitter,
		retryScope,
	],
});
