import { counted } from '../../../core/counted.ts';
import { defineCheck } from '../../../core/practice.ts';
import { timeoutVerdict } from './judgement.ts';

// https://www.python-httpx.org/advanced/timeouts/ : five seconds unless told otherwise.

export default defineCheck({
	id: 'httpx-timeout',
	spec: '6.1/timeout-httpx',
	title: '`httpx` keeps a timeout',
	failTitle: '`httpx` is told to wait for ever',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'modules', 'http'],
	check: (facts, project) =>
		timeoutVerdict(facts, project, {
			kinds: ['httpx'],
			judge: ({ api, timeout }) =>
				timeout.kind === 'none'
					? {
							level: 'fail',
							message: `\`${api}\` switches the timeout off`,
							expected: '`timeout=30`, or the default of five seconds',
						}
					: null,
			absent: 'no code that the project runs calls `httpx`',
			question: 'Do the keyword arguments passed on at these places keep the timeout?',
			evidence: calls => `${counted(calls, 'call')} of \`httpx\` ${calls === 1 ? 'keeps' : 'keep'} a timeout`,
		}),
});
