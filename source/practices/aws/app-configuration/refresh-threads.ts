import { runsInLambda } from '../../../core/lambda.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { findingAt, lambdaReadsIn, readersIn, readNeeds } from './judge.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html

export default defineCheck({
	id: 'refresh-threads',
	spec: '4.1/thread-in-lambda',
	title: 'Lambda functions refresh their configuration as they read it',
	failTitle:
		'A thread refreshes the configuration of a Lambda function, and stands still between invocations',
	severity: 'medium',
	scope: 'project',
	needs: readNeeds,
	check(facts, project) {
		if (lambdaReadsIn(facts, project).length === 0)
			return notApplicable('No code that Lambda runs reads Parameter Store or Secrets Manager');
		const findings = readersIn(facts, project)
			.filter(({ path }) => runsInLambda(path, facts))
			.flatMap(({ value }) => value.refreshers)
			.map(site =>
				findingAt(
					site,
					'warn',
					'This thread is frozen between invocations, so that what it refreshes may be hours old',
					'a value that is read again once it is older than five minutes',
				),
			);
		return verdictOf(findings, 'No thread refreshes what is read from a store');
	},
});
