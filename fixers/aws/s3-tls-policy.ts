import { isList, valueAt } from '../../source/core/data.ts';
import type { Data, Table } from '../../source/core/facts/config.ts';
import type { Bucket } from '../../source/core/facts/buckets.ts';
import type { Template } from '../../source/core/facts/templates.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import type { BucketCase } from './buckets.ts';
import { bucketCases, freeId, isAbout } from './buckets.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planTemplates } from './plan-templates.ts';

const denial = (bucket: Bucket, template: Template): Table => {
	const arn: Data = { 'Fn::GetAtt': [bucket.resource.id, 'Arn'] };
	// Serverless Framework reads `${…}` itself.
	const objects: Data =
		template.kind === 'serverless'
			? { 'Fn::Join': ['', [arn, '/*']] }
			: { 'Fn::Sub': `\${${bucket.resource.id}.Arn}/*` };
	return {
		Sid: 'DenyPlainHttp',
		Effect: 'Deny',
		Principal: '*',
		Action: 's3:*',
		Resource: [arn, objects],
		Condition: { Bool: { 'aws:SecureTransport': 'false' } },
	};
};

const newPolicy = ({ bucket, template }: BucketCase): Change => {
	const { id, path, attributes } = bucket.resource;
	const resources = path.slice(0, -1);
	const condition = attributes['Condition'];
	return {
		path: template.path,
		subject: `\`${id}\``,
		edits: [
			{
				kind: 'insert',
				path: resources,
				after: id,
				key: freeId(template, resources, `${id}TlsPolicy`),
				value: {
					Type: 'AWS::S3::BucketPolicy',
					...(condition === undefined ? {} : { Condition: condition }),
					Properties: {
						Bucket: { Ref: id },
						PolicyDocument: { Version: '2012-10-17', Statement: [denial(bucket, template)] },
					},
				},
			},
		],
	};
};

const reasonAgainst = ({ bucket, template }: BucketCase): string | null => {
	if (bucket.policies.length > 1) return 'more than one policy names it';
	const [policy] = bucket.policies;
	if (!policy) return null;
	return isList(valueAt(template.value, [...policy.path, 'Properties', 'PolicyDocument', 'Statement']))
		? null
		: `the statements of \`${policy.id}\` are not a list`;
};

const changeOf = (one: BucketCase): Change => {
	const [policy] = one.bucket.policies;
	if (!policy) return newPolicy(one);
	const path = [...policy.path, 'Properties', 'PolicyDocument', 'Statement'];
	const { bucket, template } = one;
	return {
		path: template.path,
		subject: `\`${bucket.resource.id}\``,
		edits: [{ kind: 'append', path, value: denial(bucket, template) }],
	};
};

export default defineFixer({
	id: 's3-tls-policy',
	title: 'Refuse plain HTTP with a bucket policy',
	checks: ['s3-buckets/tls-policy'],
	safety: 'review',
	needs: ['buckets', 'templates'],
	touches: templateFiles,
	after: ['s3-encryption', 's3-public-access-block', 's3-versioning'],
	safetyNote:
		'A bucket has one policy: where another stack or a person attached one, CloudFormation replaces it.',
	takes: finding => isAbout(finding, 'none', 'append'),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, findings, texts }) {
		const left: Left[] = [];
		const changes = bucketCases(facts, findings).flatMap(one => {
			const reason = reasonAgainst(one);
			if (reason === null) return [changeOf(one)];
			left.push({ subject: `\`${one.bucket.resource.id}\``, reason });
			return [];
		});
		return planTemplates(changes, left, texts, done => ({
			area: 's3',
			summary: 'refuse plain HTTP to buckets',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: a policy denies every request that does not come through TLS.`,
			],
			atRunTime:
				'Requests over plain HTTP get 403. A policy that was attached outside this template is replaced.',
			followUps: ['Check that no other stack attaches a policy to these buckets'],
		}));
	},
});
