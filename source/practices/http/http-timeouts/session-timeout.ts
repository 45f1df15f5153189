import { defineCheck } from '../../../core/practice.ts';
import { counted, timeoutVerdict } from './judgement.ts';

export default defineCheck({
	id: 'session-timeout',
	spec: '6.1 timeout-session',
	title: 'Calls on a `requests` session have a timeout',
	failTitle: 'Calls on a `requests` session can wait for ever',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'modules', 'http', 'httpAdapters'],
	check: (facts, project) =>
		timeoutVerdict(facts, project, {
			kinds: ['session'],
			judge({ api, timeout, adapters }) {
				const known = new Set(adapters.map(name => facts.httpAdapters.get(name)));
				switch (timeout.kind) {
					case 'absent':
						if (known.has(true)) return null;
						// An adapter that the repository does not define may set one.
						if (known.has(undefined)) return 'hidden';
						return {
							level: 'fail',
							message: `\`${api}\` has no timeout and can wait for ever`,
							expected: '`timeout=(5, 30)`, or an adapter that sets one',
						};
					case 'none':
						return {
							level: 'fail',
							message: `\`${api}\` has \`timeout=None\` and can wait for ever`,
							expected: '`timeout=(5, 30)`',
						};
					case 'hidden':
						return 'hidden';
					case 'seconds':
					case 'given':
					case 'client':
						return null;
				}
			},
			absent: 'no code that the project runs makes a session and calls on it in one place',
			question: 'Do the sessions used at these places always set a timeout?',
			evidence: calls => `${counted(calls, 'call')} on sessions ${calls === 1 ? 'has' : 'have'} a timeout`,
		}),
});
