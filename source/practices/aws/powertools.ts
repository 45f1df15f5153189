import { definePractice } from '../../core/practice.ts';
import adopted from './powertools/adopted.ts';
import batch from './powertools/batch.ts';
import current from './powertools/current.ts';
import decoratorOrder from './powertools/decorator-order.ts';
import extras from './powertools/extras.ts';
import idempotency from './powertools/idempotency.ts';
import installed from './powertools/installed.ts';
import logger from './powertools/logger.ts';
import metricsNamespace from './powertools/metrics-namespace.ts';
import parser from './powertools/parser.ts';
import tracer from './powertools/tracer.ts';

// https://docs.aws.amazon.com/powertools/python/latest/

export default definePractice({
	number: '5.3',
	id: 'powertools',
	title: 'Handlers log, trace, parse and repeat safely with Powertools for AWS Lambda',
	failTitle: 'Handlers do by hand, or not at all, what Powertools for AWS Lambda does',
	why:
		'A log line without its request cannot be followed, an event that nothing checked fails far from where it came in, ' +
		'and a message that arrives twice is charged twice. All handlers share these needs, and each solution by hand has its own gaps.',
	remedy:
		'Add `aws-lambda-powertools`, decorate handlers with `@logger.inject_lambda_context`, give `Metrics` a namespace, parse events into models, ' +
		'work through batches with `process_partial_response`, and keep `@idempotent` innermost. For traces prefer OpenTelemetry in new code.',
	example: {
		language: 'python',
		text: [
			'logger = Logger()',
			'metrics = Metrics(namespace="orders")',
			'',
			'',
			'@logger.inject_lambda_context',
			'@metrics.log_metrics',
			'def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:',
			'    order = parse(event=event, model=Order)',
			'    return place(order)',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/powertools/python/latest/',
		'https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/',
		'https://docs.aws.amazon.com/powertools/python/latest/utilities/batch/',
		'https://docs.aws.amazon.com/powertools/python/latest/upgrade/',
	],
	errata: [
		'The Tracer rests on the X-Ray SDK, which gets only security fixes since February 2026, so OpenTelemetry passes as well',
		'Another library for logs or traces makes the lack of Powertools a warning',
		'The checklist’s sample has `MetricUnit.None`, which is no Python, because `None` is a keyword; the unit is called `NoUnit`',
		'The checklist’s sample uses `DynamoDBPersistenceLayer` and does not import it; it stands in `aws_lambda_powertools.utilities.idempotency`',
	],
	seeAlso: ['0.7', '3.1'],
	checks: [
		adopted,
		logger,
		tracer,
		metricsNamespace,
		decoratorOrder,
		idempotency,
		parser,
		batch,
		current,
		installed,
		extras,
	],
});
