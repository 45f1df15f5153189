import { counted } from '../../../core/counted.ts';
import type { Finding } from '../../../core/finding.ts';
import { functionTimeOf } from '../../../core/function-timeouts.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { isRunning } from '../../../core/project-files.ts';
import { findingAt, httpFiles } from './judgement.ts';

/** Seconds: what the checklist calls too long for a call somebody waits for. */
const most = 60;

export default defineCheck({
	id: 'timeout-value',
	spec: '6.1/timeout-value',
	title: 'No HTTP timeout is longer than a minute, or than the function may run',
	failTitle: 'Some HTTP timeouts are longer than anyone waits',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'modules', 'paths', 'http', 'functions'],
	check(facts, project) {
		const files = httpFiles(facts, project);
		if ('status' in files) return files;
		let numbers = 0;
		const findings = files.flatMap(({ path, role, value }) =>
			value.calls.flatMap((call): readonly Finding[] => {
				if (call.timeout.kind !== 'seconds') return [];
				const { seconds } = call.timeout;
				if (isRunning(role)) numbers++;
				const limit = functionTimeOf(facts, path);
				if (limit && seconds > limit.seconds) {
					const stopped = limit.isHandler
						? 'its function is stopped'
						: 'the functions that import it are stopped';
					const message = `\`${call.api}\` waits up to ${seconds} s, ${stopped} after ${limit.seconds} s`;
					return findingAt(call, role, { level: 'warn', message, expected: `less than ${limit.seconds} s` });
				}
				if (seconds <= most) return [];
				const message = `\`${call.api}\` waits up to ${seconds} s`;
				return findingAt(call, role, { level: 'warn', message, expected: 'at most 30 s' });
			}),
		);
		if (numbers === 0) return notApplicable('no timeout is written as a number');
		return verdictOf(
			findings,
			`${counted(numbers, 'timeout')} ${numbers === 1 ? 'is' : 'are'} at most ${most} s`,
		);
	},
});
