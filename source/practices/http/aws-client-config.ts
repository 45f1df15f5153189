import { definePractice } from '../../core/practice.ts';
import config from './aws-client-config/config.ts';
import inHandler from './aws-client-config/in-handler.ts';
import longPoll from './aws-client-config/long-poll.ts';
import mode from './aws-client-config/mode.ts';

// https://docs.aws.amazon.com/botocore/latest/reference/config.html
// https://docs.aws.amazon.com/boto3/latest/guide/retries.html

export default definePractice({
	number: '6.2',
	id: 'aws-client-config',
	title: 'AWS clients are made with timeouts and a retry mode',
	failTitle: 'AWS clients keep the timeouts and retries of the SDK',
	why:
		'Unless told otherwise, a client of boto3 waits a minute to connect and a minute for each answer, and repeats in ' +
		'the `legacy` mode, up to five times in all. A service that stays silent then holds the caller for minutes, longer ' +
		'than most functions may run, and the error that would have said so never comes.',
	remedy:
		'Pass a `Config` to every `client` and `resource`, or give it to the session once. Set `connect_timeout`, ' +
		'`read_timeout` above what the slowest call needs, and `retries` with the mode `standard`. Make clients once, at the ' +
		'top of the module.',
	example: {
		language: 'python',
		text: [
			'import boto3',
			'from botocore.config import Config',
			'',
			'BOTO_CONFIG = Config(',
			'    connect_timeout=5,',
			'    read_timeout=10,',
			'    retries={"mode": "standard", "max_attempts": 3},',
			')',
			'',
			'ssm = boto3.client("ssm", config=BOTO_CONFIG)',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/botocore/latest/reference/config.html',
		'https://docs.aws.amazon.com/boto3/latest/guide/retries.html',
		'https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html',
	],
	errata: [
		'The checklist has one read timeout for all services; uploads, queries and models need more than ten seconds, so no number is asked for',
		'The checklist’s sample has the retry mode `adaptive`, which the SDK still calls experimental; its own remark, `standard`, is what fixes write',
		'In a `Config`, `max_attempts` counts the calls after the first; in `AWS_MAX_ATTEMPTS` the first is counted too',
		'There is no environment variable for timeouts; `AWS_RETRY_MODE` covers the retries alone',
	],
	seeAlso: ['5.4', '6.1'],
	checks: [config, mode, inHandler, longPoll],
});
