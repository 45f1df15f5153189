import type { Finding } from '../../../core/finding.ts';
import type { RawSink } from '../../../core/facts/input-use.ts';
import { isEnvelope } from '../../../core/event-keys.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { handlersIn, hasOwnDecorators, noHandlers, wholeName } from '../../aws/powertools/judge.ts';
import { inputNeeds, inputsOf, siteFinding } from './scope.ts';

const validating =
	/^(?:aws_lambda_powertools\.(?:utilities\.(?:parser|validation)|event_handler)|pydantic|jsonschema|fastjsonschema|marshmallow|msgspec|attrs?|cattrs|cerberus|voluptuous|mangum)(?:\.|$)/;

const sinkWords: Readonly<Record<RawSink['into'], string>> = {
	shell: 'a shell',
	code: 'an interpreter',
	SQL: 'a statement of SQL',
	file: 'the name of a file',
	template: 'a template',
};

/** More are counted only. */
const mostShown = 10;

export default defineCheck({
	id: 'lambda-input',
	spec: '8.4/lambda-input',
	title: 'What a handler takes from its event is validated',
	failTitle: 'A handler uses its event as it comes',
	severity: 'medium',
	scope: 'project',
	needs: inputNeeds,
	check(facts, project) {
		const handlers = handlersIn(facts, project);
		if (handlers.length === 0) return notApplicable(noHandlers);
		const paths = new Set(handlers.map(({ path }) => path));
		const inputs = new Map(inputsOf(facts, project).map(({ path, value }) => [path, value]));
		const sinks = [...paths].flatMap(path =>
			(inputs.get(path)?.sinks ?? []).map(sink =>
				siteFinding(sink, 'fail', {
					message: `A value from outside becomes part of ${sinkWords[sink.into]}`,
					expected: 'a value that a model has checked, passed as a parameter',
				}),
			),
		);
		const open = handlers.flatMap((one): Finding[] => {
			const { handler, imports, path } = one;
			const keys = handler.eventKeys.filter(key => !isEnvelope(key));
			const isChecked =
				imports.some(imported => validating.test(wholeName(imported))) ||
				inputs.get(path)?.validates === true ||
				hasOwnDecorators(one);
			if (keys.length === 0 || isChecked) return [];
			return [
				{
					level: 'warn',
					message: `\`${handler.name}\` takes ${keys
						.slice(0, 4)
						.map(key => `\`${key}\``)
						.join(
							', ',
						)}${keys.length > 4 ? ' and more' : ''} from its event, and nothing in its file validates it`,
					confidence: 'likely',
					at: handler.at,
					expected: 'a model, such as `parse(event=event, model=…)`, or a JSON schema',
					key: `input ${handler.name}`,
				},
			];
		});
		return verdictOf(
			[...sinks, ...open.slice(0, mostShown)],
			'handlers validate what they take from their event, or take only what the service itself writes',
			sinks.length > 0 ? 'high' : 'medium',
		);
	},
});
