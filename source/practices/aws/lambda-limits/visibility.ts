import { counted } from '../../../core/counted.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided, unlessSilenced } from '../../../core/template/judge.ts';
import { numbersOf } from '../../../core/template/limits.ts';
import type { QueueReader } from '../../../core/template/visibility.ts';
import { defaultVisibility, queueReadersOf, visibilityFactor } from '../../../core/template/visibility.ts';
import { concludeFunctions, functionNeeds, functionsIn } from '../../../core/template/judge-functions.ts';

const judge = ({ lambda, queue }: QueueReader): readonly Finding[] => {
	const timeout = numbersOf(lambda.timeout, lambda.defaultTimeout);
	const visibility = numbersOf(queue.visibility, defaultVisibility);
	const unknown = timeout.unknown ?? visibility.unknown;
	const at = queue.visibility.at;
	if (unknown !== null) {
		return [
			undecided(
				at,
				`The visibility timeout of \`${queue.id}\` against the timeout of \`${lambda.id}\``,
				unknown,
			),
		];
	}
	const longest = Math.max(0, ...timeout.values);
	const shortest = Math.min(...visibility.values);
	const needed = longest * visibilityFactor;
	if (shortest >= needed) return [];
	const set = queue.visibility.origin === 'none' ? `${shortest} s, the default` : `${shortest} s`;
	const base = {
		confidence: 'certain',
		at,
		found: set,
		expected: `at least ${needed} s`,
		key: `short:${queue.id}:${lambda.id}`,
	} as const;
	if (shortest < longest) {
		const message = `\`${queue.id}\` shows a message again after ${shortest} seconds while \`${lambda.id}\` may work on it for ${longest}, and Lambda refuses such a mapping`;
		return [{ ...base, level: timeout.unsure || visibility.unsure ? 'warn' : 'fail', message }];
	}
	const message = `\`${queue.id}\` hides a message for ${shortest} seconds, less than six times the ${longest} seconds of \`${lambda.id}\``;
	return [{ ...base, level: 'warn', message }];
};

export default defineCheck({
	id: 'visibility',
	spec: '5.4/visibility',
	title: 'Queues hide a message for six times the timeout of the function that reads them',
	failTitle: 'A queue shows a message again while a function may still work on it',
	severity: 'high',
	scope: 'project',
	needs: functionNeeds,
	check(facts, project) {
		const found = functionsIn(facts, project);
		const readers = queueReadersOf(found.inTemplates);
		const findings = readers.flatMap(reader =>
			judge(reader).map(finding => {
				const silenced = [...reader.lambda.silenced, ...reader.queue.silenced];
				return unlessSilenced(finding, silenced, 'lambda-limits/visibility');
			}),
		);
		const severe = findings.some(({ level }) => level === 'fail');
		return concludeFunctions(facts, project, found, {
			judged: readers.length,
			terraform: [/^aws_lambda_event_source_mapping$/, 'mappings of queues to functions'],
			reason: 'No Python function reads a queue that stands in its own template',
			findings,
			question: 'Does every queue hide a message for six times the timeout of its function?',
			evidence: `${counted(readers.length, 'queue hides', 'queues hide')} messages long enough for the function that reads them`,
			severity: severe ? 'high' : 'medium',
		});
	},
});
