import { definePractice } from '../../core/practice.ts';
import authCentral from './input-validation/auth-central.ts';
import authz from './input-validation/authz.ts';
import jwt from './input-validation/jwt.ts';
import lambdaInput from './input-validation/lambda-input.ts';
import webInput from './input-validation/web-input.ts';

// https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html

export default definePractice({
	number: '8.4',
	id: 'input-validation',
	title: 'Input is validated where it comes in, and one place decides who may call',
	failTitle: 'Input is used as it comes, or tokens are believed',
	why:
		'What comes from outside is whatever its sender likes. Code that trusts its shape fails far from the place where it ' +
		'came in, or runs what it should have stored. A check of who calls that is written in several places is missing in ' +
		'the next one.',
	remedy:
		'Describe each event and body with a model and read only the model. Pass values to databases and programs as ' +
		'parameters. Check tokens with their key and a list of algorithms, in one module that every route goes through, or ' +
		'in an authorizer in front. Ask for each record whether its caller may have it.',
	example: {
		language: 'python',
		text: [
			'class Order(BaseModel):',
			'    order_id: UUID',
			'    quantity: PositiveInt',
			'',
			'',
			'@event_parser(model=Order)',
			'def handler(event: Order, context: LambdaContext) -> None:',
			'    store(event.order_id, event.quantity)',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.powertools.aws.dev/lambda/python/latest/utilities/parser/',
		'https://pyjwt.readthedocs.io/en/stable/usage.html',
		'https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html',
	],
	errata: [
		'Typed access to an event, as `event_source` gives it, is no validation, and does not count as such',
	],
	seeAlso: ['5.3', '8.1', '10.U7', '10.C2'],
	checks: [lambdaInput, webInput, jwt, authCentral, authz],
});
