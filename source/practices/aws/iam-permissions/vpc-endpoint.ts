import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { isServerless } from '../../../core/template/failure-targets.ts';
import { conclude, isSample, ownerOf, undecided } from '../../../core/template/judge.ts';
import { stackNeeds, stacksIn } from '../../../core/template/stacks.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html

const isInNetwork = (lambda: LambdaFunction): boolean =>
	lambda.properties[isServerless(lambda) ? 'vpc' : 'VpcConfig'] !== undefined;

export default defineCheck({
	id: 'vpc-endpoint',
	spec: '4.6/vpc-endpoint',
	title: 'Functions in a network reach AWS through endpoints',
	failTitle: 'Functions in a network have no endpoint to reach AWS through',
	severity: 'low',
	scope: 'project',
	needs: [...stackNeeds, 'functions'],
	check(facts, project) {
		const judged = facts.functions.functions.filter(
			lambda =>
				lambda.python !== 'no' &&
				ownerOf(lambda.template, facts) === project.path &&
				!isSample(lambda.template, project.path) &&
				isInNetwork(lambda),
		);
		const resources = stacksIn(facts, project)
			.filter(({ sample }) => !sample)
			.flatMap(stack => stack.resources);
		const hasEndpoint = resources.some(({ type }) => type === 'AWS::EC2::VPCEndpoint');
		const network = resources.find(({ type }) => type === 'AWS::EC2::VPC');
		const findings = hasEndpoint
			? []
			: judged.map((lambda): Finding => {
					const { id, at } = lambda;
					if (!network)
						return undecided(at, `How \`${id}\` reaches AWS`, 'its network is declared elsewhere');
					return {
						level: 'warn',
						message: `\`${id}\` runs in \`${network.id}\`, which has no endpoint for any service of AWS`,
						confidence: 'certain',
						at,
						expected: 'an `AWS::EC2::VPCEndpoint` for each service that it calls',
						key: `endpoint:${id}`,
					};
				});
		return conclude({
			judged: judged.length,
			findings,
			subject: 'functions in a network',
			question: 'Does the network of the functions have endpoints for the services that they call?',
			evidence: 'The templates declare endpoints for the network of the functions',
			reason: 'No function of a template runs in a network',
			obstacles: [],
			terraform: [],
		});
	},
});
