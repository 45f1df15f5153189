import { definePractice } from '../../core/practice.ts';
import constantEvents from './structured-logging/constant-events.ts';
import context from './structured-logging/context.ts';
import jsonOutput from './structured-logging/json-output.ts';
import libraryConfiguration from './structured-logging/library-configuration.ts';
import noPrint from './structured-logging/no-print.ts';
import recordsComeOut from './structured-logging/records-come-out.ts';
import requestScope from './structured-logging/request-scope.ts';
import rootLogger from './structured-logging/root-logger.ts';
import structuredLogger from './structured-logging/structured-logger.ts';
import tracebacks from './structured-logging/tracebacks.ts';

// https://www.structlog.org/en/stable/logging-best-practices.html
// https://docs.aws.amazon.com/powertools/python/latest/core/logger/

export default definePractice({
	number: '3.1',
	id: 'structured-logging',
	title: 'Production code writes structured records with the context of their request, never with print',
	failTitle: 'Production code logs text, without context, or with print',
	why:
		'A printed line has no level, no time, no request id and no service name, so no log query finds it and no alarm counts it. ' +
		'A structured logger gives each record those fields and one format, and lets the level be changed without a deployment.',
	remedy:
		'Configure structlog once, with a level, `merge_contextvars` first and `JSONRenderer` last, or use the Powertools logger in Lambda. ' +
		'Bind what belongs to the request where it starts. Write a constant event text, and the values as fields. ' +
		'Lower the level to `debug` where the line only helps during development, or delete it.',
	example: {
		language: 'python',
		text: [
			'import structlog',
			'',
			'logger = structlog.get_logger(__name__)',
			'',
			'',
			'def accept(order: Order) -> None:',
			'    logger.info("Order accepted", order_id=order.id, items=len(order.lines))',
			'',
		].join('\n'),
	},
	links: [
		'https://www.structlog.org/en/stable/logging-best-practices.html',
		'https://docs.aws.amazon.com/powertools/python/latest/core/logger/',
		'https://docs.astral.sh/ruff/rules/print/',
	],
	errata: [
		'The checklist asks for structlog here and for the Powertools logger in its Lambda section; both write JSON, and either is accepted in Lambda code',
		'The configuration that the checklist shows drops `info` records, because nothing sets a level of the standard library; `records-come-out` finds that',
		'The checklist records an error as text only; its traceback is asked for here, as its own requirements do',
	],
	ruff: ['T201', 'T203', 'LOG004', 'LOG014', 'LOG015'],
	seeAlso: ['0.4'],
	checks: [
		structuredLogger,
		jsonOutput,
		recordsComeOut,
		context,
		noPrint,
		constantEvents,
		tracebacks,
		rootLogger,
		requestScope,
		libraryConfiguration,
	],
});
