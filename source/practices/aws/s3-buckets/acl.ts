import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { resolve, shownOf } from '../../../core/template/resolve.ts';
import type { Subject } from './judge.ts';
import { bucketFinding, bucketLabel, bucketNeeds, judgeBuckets } from './judge.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html

const judge = ({ bucket, root }: Subject): readonly Finding[] => {
	const { properties } = bucket.resource;
	if (properties['OwnershipControls'] !== undefined) return [];
	const acl = resolve(properties['AccessControl'], root).find(
		branch => branch.state === 'known' && branch.value !== 'Private',
	);
	if (acl?.state !== 'known') return [];
	const message = `${bucketLabel(bucket)} sets the access control list \`${shownOf(acl.value).slice(0, 40)}\`, and new buckets refuse lists without \`OwnershipControls\``;
	return [
		bucketFinding(bucket, 'acl', {
			level: 'warn',
			message,
			expected: 'a bucket policy, or `OwnershipControls`',
		}),
	];
};

export default defineCheck({
	id: 'acl',
	spec: '4.5/acl',
	title: 'No bucket relies on an access control list that S3 refuses',
	failTitle: 'A bucket sets an access control list that new buckets refuse',
	severity: 'low',
	scope: 'project',
	needs: bucketNeeds,
	check: (facts, project) =>
		judgeBuckets(facts, project, {
			check: 's3-buckets/acl',
			question: 'Do all S3 buckets do without access control lists?',
			good: 'does without an access control list that needs `OwnershipControls`',
			judge,
			construct: null,
		}),
});
