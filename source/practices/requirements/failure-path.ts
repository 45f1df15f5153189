import { defineCheck, manual, notApplicable } from '../../core/practice.ts';

export default defineCheck({
	id: 'failure-path',
	spec: '10.C3',
	title: 'The last failure of a task is logged, published and recorded',
	failTitle: 'The last failure of a task is not logged, published and recorded',
	severity: 'low',
	scope: 'project',
	needs: ['packaging'],
	check(facts, project) {
		if (!project.kinds.some(kind => kind === 'lambda' || kind === 'service'))
			return notApplicable('no Lambda function and no service is here');
		const worker = (facts.packaging.get(project.path)?.requirements ?? []).find(({ name }) =>
			/^(?:celery|dramatiq|rq|huey|arq|taskiq)$/.test(name),
		);
		const subject = worker ? `a task of \`${worker.name}\`` : 'a background task';
		return manual(
			`When ${subject} has failed for the last time, is that logged, published to SNS and written to the database?`,
		);
	},
});
