import { counted } from '../../../core/counted.ts';
import { defineCheck } from '../../../core/practice.ts';
import { timeoutVerdict } from './judgement.ts';

const expected = {
	urlopen: '`timeout=30`',
	'http.client': '`timeout=30`',
	urllib3: '`timeout=urllib3.Timeout(connect=5, read=30)`',
	aiohttp: '`timeout=aiohttp.ClientTimeout(total=30)`',
	requests: '`timeout=(5, 30)`',
	session: '`timeout=(5, 30)`',
	httpx: '`timeout=30`',
};

export default defineCheck({
	id: 'other-timeout',
	spec: '6.1/timeout-other',
	title: 'Calls of `urllib`, `http.client`, `urllib3` and `aiohttp` have a timeout',
	failTitle: 'Calls of `urllib`, `http.client`, `urllib3` or `aiohttp` lack a timeout',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'modules', 'http'],
	check: (facts, project) =>
		timeoutVerdict(facts, project, {
			kinds: ['urlopen', 'http.client', 'urllib3', 'aiohttp'],
			judge({ kind, api, timeout, used }) {
				if (timeout.kind === 'hidden') return 'hidden';
				if (timeout.kind !== 'absent' && timeout.kind !== 'none') return null;
				if (kind === 'aiohttp') {
					return {
						level: 'warn',
						message: `\`${api}\` has no timeout of its own; the default is five minutes`,
						expected: expected[kind],
					};
				}
				const how = timeout.kind === 'none' ? 'has `timeout=None`' : 'has no timeout';
				// Where no request is seen, each of them may have one.
				if (kind === 'urllib3' && !used) {
					return {
						level: 'warn',
						message: `\`${api}\` ${how}`,
						confidence: 'likely',
						expected: expected[kind],
					};
				}
				return {
					level: 'fail',
					message: `\`${api}\` ${how} and can wait for ever`,
					expected: expected[kind],
				};
			},
			absent: 'no code that the project runs calls these libraries',
			question: 'Do the arguments passed on at these places always hold a timeout?',
			evidence: calls =>
				`${counted(calls, 'call')} of these libraries ${calls === 1 ? 'has' : 'have'} a timeout`,
		}),
});
