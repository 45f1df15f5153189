import { definePractice } from '../../core/practice.ts';
import noPrint from './structured-logging/no-print.ts';

// https://www.structlog.org/en/stable/logging-best-practices.html
// https://docs.aws.amazon.com/powertools/python/latest/core/logger/

export default definePractice({
	number: '3.1',
	id: 'structured-logging',
	title: 'Production code writes through a logger, never with print',
	failTitle: 'Production code writes with print',
	why:
		'A printed line has no level, no time, no request id and no service name, so no log query finds it and no alarm counts it. ' +
		'A logger gives each record those fields and one format, and lets the level be changed without a deployment.',
	remedy:
		'Write with the logger the project has: a constant event text, and the values as fields. ' +
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
	],
	ruff: ['T201', 'T203'],
	seeAlso: ['0.4'],
	checks: [noPrint],
});
