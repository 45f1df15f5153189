import { definePractice } from '../../core/practice.ts';
import arch from './lambda-runtime/arch.ts';
import handlerSize from './lambda-runtime/handler-size.ts';
import layers from './lambda-runtime/layers.ts';
import ownLayers from './lambda-runtime/own-layers.ts';
import runtime from './lambda-runtime/runtime.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html

export default definePractice({
	number: '5.1',
	id: 'lambda-runtime',
	title: 'Lambda functions run on a current Python, on arm64, with small handlers',
	failTitle: 'A Lambda function runs on an old Python or on x86, or has a handler that does too much',
	why:
		'A runtime that AWS has retired gets no security fixes, and one day a function on it can no longer be changed. ' +
		'The same work costs less on arm64. And a handler that parses, decides and answers in one long body can be tested only with whole events, ' +
		'so it is tested little.',
	remedy:
		'Set `Runtime: python3.13` and `Architectures: [arm64]` once the dependencies have wheels for both, and deploy to a test stage first. ' +
		'Leave in the handler three steps: parse the event, call a function that knows nothing of Lambda, format the answer.',
	example: {
		language: 'yaml',
		text: [
			'OrderFunction:',
			'  Type: AWS::Serverless::Function',
			'  Properties:',
			'    CodeUri: src/',
			'    Handler: app.handler',
			'    Runtime: python3.13',
			'    Architectures:',
			'      - arm64',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
		'https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html',
		'https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html',
	],
	errata: [
		'The checklist names python3.13; newer ones pass, and one that AWS still supports is a warning rather than a failure',
		'The checklist gives no number for a tiny handler; the limits are from 700 handlers of public samples, of which nine in ten have at most 22 statements',
		'Templates below folders such as `tests` or `examples` are not judged, unless the example is a project of its own',
	],
	seeAlso: ['0.1', '0.7'],
	checks: [runtime, layers, ownLayers, arch, handlerSize],
});
