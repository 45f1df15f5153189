import { definePractice } from '../../core/practice.ts';
import correlationId from './log-fields/correlation-id.ts';
import personalIds from './log-fields/personal-ids.ts';
import sensitiveValues from './log-fields/sensitive-values.ts';
import serviceIdentity from './log-fields/service-identity.ts';
import traceIds from './log-fields/trace-ids.ts';
import wholeEvents from './log-fields/whole-events.ts';

// https://opentelemetry.io/docs/specs/semconv/resource/
// https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude

export default definePractice({
	number: '3.2',
	id: 'log-fields',
	title: 'Records say who wrote them and for which request, and nothing that is secret',
	failTitle: 'Records lack the fields that connect them, or hold what should not be logged',
	why:
		'A record is found by its fields: the service, the version that was running, the environment, and the ids of trace and request. ' +
		'What is logged is copied to places with other readers and a long memory, so a token or an address in a record is out of hand.',
	remedy:
		'Add service, version and environment to each record in one processor, and the ids of trace and request beside them. ' +
		'Log the few fields of an event that are needed, and ids in place of secrets.',
	example: {
		language: 'python',
		text: [
			'def add_service(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:',
			'    event_dict["service"] = SERVICE',
			'    event_dict["version"] = VERSION',
			'    event_dict["env"] = ENVIRONMENT',
			'    return event_dict',
			'',
		].join('\n'),
	},
	links: [
		'https://opentelemetry.io/docs/specs/semconv/resource/',
		'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html',
		'https://docs.aws.amazon.com/powertools/python/latest/core/logger/',
	],
	errata: [
		'Whether the id of a customer may be logged is a question for people: the check lists where it happens and asks',
	],
	seeAlso: ['0.4', '3.1'],
	checks: [serviceIdentity, traceIds, correlationId, personalIds, sensitiveValues, wholeEvents],
});
