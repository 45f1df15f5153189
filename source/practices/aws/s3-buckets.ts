import { definePractice } from '../../core/practice.ts';
import acl from './s3-buckets/acl.ts';
import code from './s3-buckets/code.ts';
import encryption from './s3-buckets/encryption.ts';
import lifecycle from './s3-buckets/lifecycle.ts';
import publicAccess from './s3-buckets/public.ts';
import tlsPolicy from './s3-buckets/tls-policy.ts';
import versioning from './s3-buckets/versioning.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html

export default definePractice({
	number: '4.5',
	id: 's3-buckets',
	title: 'S3 buckets are encrypted, closed, reached over TLS only, and versioned where data lasts',
	failTitle: 'An S3 bucket is not encrypted, closed, kept to TLS or versioned in its template',
	why:
		'A bucket is where data leaks and where data is lost. Defaults of S3 have closed most of the old holes, but a default is not a promise: ' +
		'what the template says is what a reviewer reads, what an auditor accepts and what stays when somebody changes the bucket by hand. ' +
		'Without versions one wrong delete or overwrite is final.',
	remedy:
		'Write encryption, the public access block and, for data that lasts, versioning into the bucket, with a rule that expires old versions. ' +
		'Attach a policy that denies requests without TLS. Serve public files through CloudFront from a private bucket.',
	example: {
		language: 'yaml',
		text: [
			'OrdersBucket:',
			'  Type: AWS::S3::Bucket',
			'  Properties:',
			'    BucketEncryption:',
			'      ServerSideEncryptionConfiguration:',
			'        - ServerSideEncryptionByDefault:',
			'            SSEAlgorithm: AES256',
			'    PublicAccessBlockConfiguration:',
			'      BlockPublicAcls: true',
			'      BlockPublicPolicy: true',
			'      IgnorePublicAcls: true',
			'      RestrictPublicBuckets: true',
			'    VersioningConfiguration:',
			'      Status: Enabled',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
		'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingServerSideEncryption.html',
		'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
		'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html',
	],
	errata: [
		'S3 encrypts every object since January 2023 and closes new buckets since April 2023, so what is left out is a warning, not a failure',
		'A policy may be attached in another stack, so a missing one is a warning',
		'Templates below folders such as `tests` or `examples` are not judged, unless the example is a project of its own',
	],
	seeAlso: [],
	checks: [encryption, tlsPolicy, publicAccess, acl, versioning, lifecycle, code],
});
