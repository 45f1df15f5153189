import { definePractice } from '../../core/practice.ts';
import explicit from './lambda-limits/explicit.ts';
import max from './lambda-limits/max.ts';
import reserved from './lambda-limits/reserved.ts';
import sdkBudget from './lambda-limits/sdk-budget.ts';
import visibility from './lambda-limits/visibility.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html

export default definePractice({
	number: '5.4',
	id: 'lambda-limits',
	title: 'Lambda functions have a chosen timeout, a bound on concurrency, and queues that wait for them',
	failTitle: 'A Lambda function lacks a chosen timeout, a bound on concurrency, or a queue that waits for it',
	why:
		'A timeout is the only thing that ends a call which hangs, and concurrency is shared by the whole account: one function in a loop takes it from all others. ' +
		'A default timeout was chosen by nobody, a very long one hides that something waits for ever, ' +
		'and a queue that shows a message again too soon has it worked on twice.',
	remedy:
		'Set `Timeout` on every function, a little above what its slowest good run takes and at most 30 seconds; move longer work to Step Functions or a queue. ' +
		'Reserve concurrency for functions that must not starve others, and give queues a visibility timeout of six times the function timeout.',
	example: {
		language: 'yaml',
		text: [
			'OrderFunction:',
			'  Type: AWS::Serverless::Function',
			'  Properties:',
			'    Handler: app.handler',
			'    Runtime: python3.13',
			'    Timeout: 10',
			'    ReservedConcurrentExecutions: 20',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
		'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
		'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
		'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
	],
	errata: [
		'Not every function can reserve concurrency, because an account keeps at least 100 unreserved and a deployment that leaves less fails; one without it is a warning',
		'The checklist asks for less than 30 seconds; exactly 30 passes, and longer is a failure only where nothing but an API waits for the function',
		'A client of the AWS SDK whose attempts together outlast the function is a note; only a wait that is raised above the 60 seconds of the SDK, and beyond the timeout, is a warning',
		'Templates below folders such as `tests` or `examples` are not judged, unless the example is a project of its own',
	],
	seeAlso: [],
	checks: [explicit, max, sdkBudget, reserved, visibility],
});
