import type { Finding } from '../../core/finding.ts';
import { defineCheck, manual, notApplicable } from '../../core/practice.ts';
import { filesIn, isRunning } from '../../core/project-files.ts';
import { hasFailureTarget } from '../../core/template/failure-targets.ts';
import { rootOf } from '../../core/template/judge.ts';
import { functionNeeds, functionsIn } from '../../core/template/judge-functions.ts';

/**
 * Whether one path does all three things is not to be read off the code: where it begins is shown, and a person is
 * asked.
 */
export default defineCheck({
	id: 'failure-path',
	spec: '10.C3',
	title: 'The last failure of a task is logged, published and recorded',
	failTitle: 'The last failure of a task is not logged, published and recorded',
	severity: 'low',
	scope: 'project',
	needs: ['packaging', 'failurePaths', ...functionNeeds],
	check(facts, project) {
		if (!project.kinds.some(kind => kind === 'lambda' || kind === 'service'))
			return notApplicable('no Lambda function and no service is here');
		const inCode = filesIn(facts.failurePaths, facts, project)
			.filter(({ role }) => isRunning(role))
			.flatMap(({ value }) => value)
			.map(({ at, code, caller, called }): Finding => ({
				level: 'info',
				message: `${caller} calls \`${called}\` when it gives up`,
				confidence: 'certain',
				at,
				found: code,
				key: `path:${caller}:${called}`,
			}));
		const inTemplates = functionsIn(facts, project)
			.inTemplates.filter(lambda => hasFailureTarget(lambda, rootOf(facts, lambda.template)))
			.map(({ id, at }): Finding => ({
				level: 'info',
				message: `Lambda keeps what \`${id}\` fails on`,
				confidence: 'certain',
				at,
				key: `target:${id}`,
			}));
		const worker = (facts.packaging.get(project.path)?.requirements ?? []).find(({ name }) =>
			/^(?:celery|dramatiq|rq|huey|arq|taskiq)$/.test(name),
		);
		const subject = worker ? `a task of \`${worker.name}\`` : 'a background task';
		const shown = [...inCode, ...inTemplates];
		const known = shown.length === 0 ? ' No code that is called then was found' : '';
		return manual(
			`When ${subject} has failed for the last time, is that logged, published to SNS and written to the database?${known}`,
			shown,
		);
	},
});
