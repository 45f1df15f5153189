import { definePractice } from '../../core/practice.ts';
import cacheAge from './app-configuration/cache-age.ts';
import cachedReads from './app-configuration/cached-reads.ts';
import decryption from './app-configuration/decryption.ts';
import paging from './app-configuration/paging.ts';
import refreshThreads from './app-configuration/refresh-threads.ts';
import rotation from './app-configuration/rotation.ts';
import secretUse from './app-configuration/secret-use.ts';
import secretsFromStore from './app-configuration/secrets-from-store.ts';
import secretsInEnvironment from './app-configuration/secrets-in-environment.ts';

// https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html

export default definePractice({
	number: '4.1',
	id: 'app-configuration',
	title: 'Configuration comes from Parameter Store, is cached, and is refreshed',
	failTitle: 'Configuration is read too often or only once, or a secret is kept in the wrong place',
	why:
		'A value that is read in every invocation costs time and money and runs into the limits of the store when traffic grows. ' +
		'One that is read only once stays wrong until the last process is gone, after a password was changed as well. ' +
		'A secret in the environment of a function is plain text for everybody who may look at its settings.',
	remedy:
		'Keep configuration below one path of Parameter Store, secrets as SecureString, and read it with `parameters` of Powertools, which keeps values for five minutes. ' +
		'Without Powertools, use `get_paginator("get_parameters_by_path")` with `WithDecryption=True`, remember when it was read, and read again once it is older. ' +
		'Keep in Secrets Manager what it rotates, and nothing else.',
	example: {
		language: 'python',
		text: [
			'from aws_lambda_powertools.utilities import parameters',
			'',
			'',
			'def settings() -> dict[str, str]:',
			'    """All parameters of the service; read again when they are older than five minutes."""',
			'    return parameters.get_parameters("/orders/prod", recursive=True, decrypt=True, max_age=300)',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html',
		'https://docs.aws.amazon.com/powertools/python/latest/utilities/parameters/',
		'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
	],
	errata: [
		'The sample of the checklist reads one page of ten parameters, and its thread stands still while a Lambda function waits; values are refreshed as they are read instead',
		'The sample also keeps quiet about a first read that fails, and goes on without any value; what `config-scaffold` writes raises',
		'CloudFormation cannot create a SecureString, so a secret that is not rotated is a failure only where it opens a database of the same template, and a warning elsewhere',
		'A function that only a schedule starts may read its configuration each time',
	],
	seeAlso: ['0.6', '4.2', '8.1', '10.E3'],
	checks: [
		cachedReads,
		cacheAge,
		paging,
		decryption,
		refreshThreads,
		secretsInEnvironment,
		rotation,
		secretUse,
		secretsFromStore,
	],
});
