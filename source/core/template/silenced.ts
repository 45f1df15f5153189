import { isList, isTable, stringsAt, valueAt } from '../data.ts';
import type { Data, Table } from '../facts/config.ts';
import type { Template } from '../facts/templates.ts';

const idsAt = (metadata: Data, path: readonly string[], key = 'id'): readonly string[] => {
	const list = valueAt(metadata, path);
	if (!isList(list)) return [];
	return list.flatMap(item => {
		const id = isTable(item) ? item[key] : item;
		return typeof id === 'string' ? [id] : [];
	});
};

/** Rule ids that `Metadata` silences for cfn_nag, checkov, guard, cdk-nag and cfn-lint. */
const inMetadata = (metadata: Data | undefined): readonly string[] =>
	metadata === undefined
		? []
		: [
				...idsAt(metadata, ['cfn_nag', 'rules_to_suppress']),
				...idsAt(metadata, ['checkov', 'skip']),
				...idsAt(metadata, ['cdk_nag', 'rules_to_suppress']),
				...stringsAt(metadata, ['guard', 'SuppressedRules']),
				...stringsAt(metadata, ['cfn-lint', 'config', 'ignore_checks']),
			];

const inComment = (comment: string): readonly string[] =>
	[...comment.matchAll(/\b(?:checkov:skip=|cfn[-_]?lint:\s*disable[=:]?\s*)([A-Za-z0-9_, ]+)/gi)].flatMap(
		([, ids]) => (ids ?? '').split(',').map(id => id.trim()),
	);

/** Ids that are silenced for a resource whose text spans the lines given; upper-cased, ascending. */
export const silencedOf = (
	template: Template,
	attributes: Table,
	lines: { readonly from: number; readonly to: number },
): readonly string[] => {
	const comments = Object.entries(template.comments)
		.filter(([line]) => Number(line) >= lines.from && Number(line) <= lines.to)
		.flatMap(([, comment]) => inComment(comment));
	const ids = [
		...inMetadata(valueAt(template.value, ['Metadata'])),
		...inMetadata(attributes['Metadata']),
		...comments,
	];
	return [...new Set(ids.map(id => id.toUpperCase()).filter(id => id !== ''))].toSorted();
};

/**
 * Rules of other tools that ask for what a check asks for: cfn_nag, checkov, cdk-nag, cfn-lint with serverless-rules,
 * and the rule names of CloudFormation Guard. Rules of cdk-nag carry a pack's prefix, so the end decides.
 */
const twins: Readonly<Record<string, readonly string[]>> = {
	's3-buckets/encryption': [
		'W41',
		'CKV_AWS_19',
		'S3BUCKETSERVERSIDEENCRYPTIONENABLED',
		'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED',
	],
	's3-buckets/tls-policy': [
		'W51',
		'AWSSOLUTIONS-S10',
		'S3BUCKETSSLREQUESTSONLY',
		'S3_BUCKET_SSL_REQUESTS_ONLY',
	],
	's3-buckets/public': [
		'F14',
		'F15',
		'F16',
		'W31',
		'CKV_AWS_20',
		'CKV_AWS_53',
		'CKV_AWS_54',
		'CKV_AWS_55',
		'CKV_AWS_56',
		'CKV_AWS_57',
		'AWSSOLUTIONS-S2',
		'AWSSOLUTIONS-S5',
		'S3BUCKETLEVELPUBLICACCESSPROHIBITED',
		'S3BUCKETPUBLICREADPROHIBITED',
		'S3BUCKETPUBLICWRITEPROHIBITED',
		'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED',
		'S3_BUCKET_PUBLIC_READ_PROHIBITED',
		'S3_BUCKET_PUBLIC_WRITE_PROHIBITED',
	],
	's3-buckets/acl': ['W3045', 'E3045'],
	's3-buckets/versioning': ['CKV_AWS_21', 'S3BUCKETVERSIONINGENABLED', 'S3_BUCKET_VERSIONING_ENABLED'],
	'app-configuration/rotation': [
		'AWSSOLUTIONS-SMG4',
		'SECRETSMANAGERROTATIONENABLED',
		'SECRETSMANAGER_ROTATION_ENABLED_CHECK',
	],
	'key-management/rotation': [
		'F19',
		'CKV_AWS_7',
		'AWSSOLUTIONS-KMS5',
		'KMSBACKINGKEYROTATIONENABLED',
		'CMK_BACKING_KEY_ROTATION_ENABLED',
	],
	'key-management/key-policy': ['F76', 'CKV_AWS_33'],
	'message-queues/dead-letters': ['AWSSOLUTIONS-SQS3', 'ES6000'],
	'message-queues/fifo': ['E3502'],
	'message-queues/subscriptions': ['SNSREDRIVEPOLICY', 'ES7000'],
	'iam-permissions/admin': [
		'F2',
		'F3',
		'F4',
		'F5',
		'F38',
		'CKV_AWS_62',
		'CKV_AWS_63',
		'AWSSOLUTIONS-IAM4',
		'AWSSOLUTIONS-IAM5',
	],
	'iam-permissions/wildcards': [
		'F2',
		'F3',
		'F4',
		'F5',
		'W11',
		'W12',
		'W13',
		'CKV_AWS_107',
		'CKV_AWS_108',
		'CKV_AWS_109',
		'CKV_AWS_110',
		'CKV_AWS_111',
		'AWSSOLUTIONS-IAM5',
		'WS1003',
	],
	'iam-permissions/pass-role': ['F38', 'CKV_AWS_110', 'AWSSOLUTIONS-IAM5'],
	'iam-permissions/managed': ['W43', 'W44', 'AWSSOLUTIONS-IAM4'],
	'iam-permissions/action-prefix': ['AWSSOLUTIONS-IAM5', 'WS1003'],
	'iam-permissions/trust': ['CKV_AWS_60', 'CKV_AWS_61'],
	'lambda-runtime/runtime': ['CKV_AWS_363', 'AWSSOLUTIONS-L1', 'W2531', 'E2531', 'E2533'],
	'lambda-limits/explicit': ['ES1006', 'LAMBDADEFAULTTIMEOUT'],
	'lambda-limits/max': ['ES1006', 'LAMBDADEFAULTTIMEOUT'],
	'lambda-limits/reserved': ['W92', 'CKV_AWS_115', 'LAMBDACONCURRENCY', 'LAMBDA_CONCURRENCY_CHECK'],
	'lambda-retries/asynchronous': [
		'CKV_AWS_116',
		'LAMBDADLQ',
		'LAMBDAASYNCFAILUREDESTINATION',
		'LAMBDA_DLQ_CHECK',
		'ES1007',
	],
	'lambda-retries/rules': ['ES4000'],
	'lambda-retries/streams': ['ES1001', 'LAMBDAEVENTSOURCEMAPPINGDESTINATION'],
	'lambda-limits/visibility': ['E3505', 'LAMBDAEVENTSOURCESQSVISIBILITYTIMEOUT'],
};

/** The silenced rule of another tool that says the same as a check, or null. */
export const silencerOf = (silenced: readonly string[], check: string): string | null => {
	const same = twins[check] ?? [];
	return silenced.find(id => same.some(twin => id === twin || id.endsWith(`-${twin}`))) ?? null;
};
