import { counted } from '../../../core/counted.ts';
import { defineCheck } from '../../../core/practice.ts';
import { timeoutVerdict, unlimited } from './judgement.ts';

export default defineCheck({
	id: 'requests-timeout',
	spec: '6.1/timeout-requests',
	title: 'Calls of `requests` have a timeout',
	failTitle: 'Calls of `requests` can wait for ever',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'modules', 'http'],
	check: (facts, project) =>
		timeoutVerdict(facts, project, {
			kinds: ['requests'],
			judge: call => unlimited(call, '`timeout=(5, 30)`'),
			absent: 'no code that the project runs calls the functions of `requests`',
			question: 'Do the keyword arguments passed on at these places always hold a timeout?',
			evidence: calls =>
				`${counted(calls, 'call')} of \`requests\` ${calls === 1 ? 'has' : 'have'} a timeout`,
		}),
});
