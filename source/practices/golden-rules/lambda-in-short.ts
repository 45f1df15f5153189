import { definePractice } from '../../core/practice.ts';
import handlerFound from './lambda-in-short/handler-found.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html

export default definePractice({
	number: '0.7',
	id: 'lambda-in-short',
	title: 'Lambda functions have small handlers, few imports, arm64, and Powertools',
	failTitle: 'Some Lambda functions are heavier than they need to be, or are blind',
	why:
		'A cold start pays for every import, and a handler that does everything can be tested only in the cloud. ' +
		'Small handlers on arm64 start sooner and cost less for the same work.',
	remedy: 'Open the practices it names and mend what is open there; this one follows.',
	example: {
		language: 'python',
		text: [
			'@logger.inject_lambda_context',
			'@tracer.capture_lambda_handler',
			'def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:',
			'    return price(Order.model_validate(event)).model_dump()',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html',
		'https://docs.aws.amazon.com/powertools/python/latest/',
	],
	seeAlso: ['5.1', '5.2', '5.3'],
	checks: [handlerFound],
	leaves: ['5.1', '5.2', '5.3'],
	appliesTo: {
		kinds: ['lambda'],
		reason:
			'no Lambda function is in SAM, CloudFormation, Serverless, CDK, Terraform, Chalice, Zappa or code',
	},
});
