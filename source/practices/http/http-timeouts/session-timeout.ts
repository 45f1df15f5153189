import { counted } from '../../../core/counted.ts';
import { defineCheck } from '../../../core/practice.ts';
import { timeoutVerdict, unlimited } from './judgement.ts';

export default defineCheck({
	id: 'session-timeout',
	spec: '6.1/timeout-session',
	title: 'Calls on a `requests` session have a timeout',
	failTitle: 'Calls on a `requests` session can wait for ever',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'modules', 'http', 'httpAdapters'],
	check: (facts, project) =>
		timeoutVerdict(facts, project, {
			kinds: ['session'],
			judge(call) {
				if (call.timeout.kind === 'absent') {
					const known = new Set(call.adapters.map(name => facts.httpAdapters.get(name)));
					if (known.has(true)) return null;
					// An adapter that the repository does not define may set one.
					if (known.has(undefined)) return 'hidden';
				}
				return unlimited(call, '`timeout=(5, 30)`, or an adapter that sets one');
			},
			absent: 'no code that the project runs makes a session and calls on it in one place',
			question: 'Do the sessions used at these places always set a timeout?',
			evidence: calls => `${counted(calls, 'call')} on sessions ${calls === 1 ? 'has' : 'have'} a timeout`,
		}),
});
