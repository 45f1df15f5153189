import { counted } from '../../../core/counted.ts';
import type { RetryConstruct } from '../../../core/facts/http.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { isRunning } from '../../../core/project-files.ts';
import { findingAt, httpFiles, isOpen, type Judged } from './judgement.ts';

const judge = ({ library, bounded, waits }: RetryConstruct, calls: boolean): Judged | null => {
	// Without an HTTP call beside it, a retry may wait for something else that never tires.
	const level = calls ? 'fail' : 'info';
	const endless = bounded === 'no';
	const pauseless = waits === 'not at all';
	if (!endless && !pauseless) return null;
	if (library === 'urllib3') {
		return endless
			? { level: 'fail', message: 'This `Retry` has no limit', expected: '`total=3`' }
			: {
					level: 'warn',
					message: 'This retry repeats at once, without a pause',
					expected: '`Retry(total=3, backoff_factor=0.5)`',
				};
	}
	const how =
		endless && pauseless
			? 'repeats for ever and without a pause'
			: endless
				? 'repeats for ever'
				: 'repeats without a pause';
	const expected =
		library === 'backoff'
			? '`max_tries=5` or `max_time=60`'
			: '`stop=stop_after_attempt(5), wait=wait_random_exponential(max=10)`';
	return { level, message: `This \`${library}\` retry ${how}`, expected };
};

export default defineCheck({
	id: 'retry',
	spec: '6.1/retry',
	title: 'HTTP calls are repeated a bounded number of times, with a pause',
	failTitle: 'HTTP calls are not repeated, or repeated without bound or pause',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'modules', 'http'],
	check(facts, project) {
		const files = httpFiles(facts, project);
		if ('status' in files) return files;
		const findings: Finding[] = [];
		const unsure: Finding[] = [];
		let calling = 0;
		for (const { role, value } of files) {
			for (const construct of value.retries) {
				const judged = judge(construct, value.outbound > 0);
				if (judged) findings.push(...findingAt(construct, role, judged));
			}
			if (!isRunning(role) || value.outbound === 0) continue;
			calling++;
			for (const loop of value.loops) {
				if (loop.endless) {
					findings.push(
						...findingAt(loop, role, {
							level: 'warn',
							message: 'This loop repeats for ever, whatever goes wrong, at a constant pace',
							confidence: 'likely',
							expected: 'a bounded retry with jitter',
						}),
					);
				} else if (!loop.jitter) {
					unsure.push(
						...findingAt(loop, role, {
							level: 'warn',
							message: 'A loop of its own repeats this call',
							confidence: 'likely',
							expected: 'a bounded retry with jitter',
						}),
					);
				}
			}
			const [first] = value.unrepeated;
			// A script that fails is started again by a person.
			if (first && role !== 'script') {
				const some =
					value.unrepeated.length < value.outbound
						? `${value.unrepeated.length} of ${counted(value.outbound, 'HTTP call')}`
						: counted(value.outbound, 'HTTP call');
				findings.push(
					...findingAt(first, role, {
						level: 'warn',
						message: `Nothing repeats ${some} of this file when the network fails`,
						confidence: 'likely',
						expected: 'a bounded retry with jitter around calls that may be repeated',
					}),
				);
			}
		}
		if (calling === 0 && findings.length === 0)
			return notApplicable('no HTTP call that leaves the machine is seen in the code that the project runs');
		if (!findings.some(isOpen) && unsure.some(isOpen)) {
			return manual('Do the loops at these places stop after a few attempts, and pause longer each time?', [
				...unsure,
				...findings,
			]);
		}
		const notes = unsure.map((finding): Finding => ({ ...finding, level: 'info' }));
		return verdictOf([...findings, ...notes], 'every HTTP call is repeated, bounded and with a pause');
	},
});
