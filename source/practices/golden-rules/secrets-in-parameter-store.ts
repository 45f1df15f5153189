import { definePractice } from '../../core/practice.ts';
import plainParameters from './secrets-in-parameter-store/plain-parameters.ts';

// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-working-with.html

export default definePractice({
	number: '0.6',
	id: 'secrets-in-parameter-store',
	title: 'Secrets are SecureString parameters; Secrets Manager holds those that are rotated',
	failTitle: 'Some secrets are kept in the wrong place, or are never rotated',
	why:
		'A SecureString parameter is encrypted, versioned and costs nothing to keep. ' +
		'Secrets Manager is worth its price where it rotates what it holds; a secret that never changes only costs more there.',
	remedy: 'Open the practices it names and mend what is open there; this one follows.',
	example: {
		language: 'python',
		text: [
			'from aws_lambda_powertools.utilities import parameters',
			'',
			'key = parameters.get_parameter("/orders/api-key", decrypt=True, max_age=300)',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-working-with.html',
		'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
	],
	errata: [
		'CloudFormation cannot create a SecureString; a template that wants one names a parameter made elsewhere',
	],
	seeAlso: ['4.1', '8.3'],
	checks: [plainParameters],
	leaves: ['4.1', '8.3'],
});
