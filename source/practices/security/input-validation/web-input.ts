import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { handlersIn } from '../../aws/powertools/judge.ts';
import { inputNeeds, inputsOf, siteFinding } from './scope.ts';

/** In one file; more say the same. */
const mostShown = 1;

export default defineCheck({
	id: 'web-input',
	spec: '8.4/web-input',
	title: 'What a route takes from its request is validated',
	failTitle: 'A route uses its request as it comes',
	severity: 'medium',
	scope: 'project',
	needs: inputNeeds,
	check(facts, project) {
		const ofHandlers = new Set(handlersIn(facts, project).map(({ path }) => path));
		const files = inputsOf(facts, project).filter(({ value }) => value.serves || value.raw.length > 0);
		if (files.length === 0) return notApplicable('no route or view is in this project');
		const findings = files.flatMap(({ path, value }) => {
			const sinks = ofHandlers.has(path) ? [] : value.sinks;
			const raw = value.validates ? [] : value.raw.slice(0, mostShown);
			return [
				...sinks.map(sink =>
					siteFinding(sink, 'fail', {
						message: `A value from a request reaches ${sink.into === 'file' ? 'the name of a file' : `${sink.into} that is run`}`,
						expected: 'a value that a model has checked, passed as a parameter',
					}),
				),
				...raw.map(site =>
					siteFinding(site, 'warn', {
						message: 'The request is used as it comes, and nothing in the file validates it',
						expected: 'a model of the body: pydantic, marshmallow, a form or a serializer',
					}),
				),
			];
		});
		return verdictOf(findings, 'routes take models, or the files that they stand in validate what comes');
	},
});
