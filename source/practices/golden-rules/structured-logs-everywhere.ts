import { definePractice } from '../../core/practice.ts';

// https://www.structlog.org/en/stable/logging-best-practices.html

export default definePractice({
	number: '0.4',
	id: 'structured-logs-everywhere',
	title: 'Logs are structured everywhere and carry the ids of trace, request and correlation',
	failTitle: 'Some logs are not structured, or lack the ids that connect them',
	why:
		'A log line that is only text can be read, but hardly searched. ' +
		'Fields can be filtered and counted, and the three ids lead from one line to the request it belongs to, ' +
		'through every service that took part.',
	remedy: 'Open the practices it names and mend what is open there; this one follows.',
	example: {
		language: 'python',
		text: [
			'log = structlog.get_logger(__name__)',
			'structlog.contextvars.bind_contextvars(request_id=request_id, correlation_id=correlation_id)',
			'log.info("order_priced", order_id=order.id)',
			'',
		].join('\n'),
	},
	links: [
		'https://www.structlog.org/en/stable/contextvars.html',
		'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html',
	],
	errata: ['A library writes no configuration for logging; the rule is about services and Lambda functions'],
	seeAlso: ['3.1', '3.2'],
	checks: [],
	leaves: ['3.1', '3.2'],
	appliesTo: {
		kinds: ['lambda', 'service'],
		reason: 'no Lambda function and no service is here; a library or script leaves logging to its user',
	},
});
