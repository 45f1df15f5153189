import { defineCheck } from '../../../core/practice.ts';
import { resolveAt, shownOf, truthOf } from '../../../core/template/resolve.ts';
import { undecided } from '../../../core/template/judge.ts';
import type { Finding } from '../../../core/finding.ts';
import type { Subject } from './judge.ts';
import { bucketFinding, bucketLabel, bucketNeeds, judgeBuckets, missingArgument } from './judge.ts';

const algorithms = new Set(['AES256', 'aws:kms', 'aws:kms:dsse']);
const expected = '`SSEAlgorithm: AES256` or `aws:kms`';

const judge = ({ bucket, root }: Subject): readonly Finding[] => {
	const label = bucketLabel(bucket);
	const rule = ['BucketEncryption', 'ServerSideEncryptionConfiguration', 0];
	const branches = resolveAt(
		bucket.resource.properties,
		[...rule, 'ServerSideEncryptionByDefault', 'SSEAlgorithm'],
		root,
	);
	const missing = branches.filter(({ state }) => state === 'absent').length;
	if (missing > 0) {
		const whole = bucket.resource.properties['BucketEncryption'] === undefined;
		const message =
			missing === branches.length
				? `${label} does not say how its objects are encrypted`
				: `${label} says only on one branch of a condition how its objects are encrypted`;
		return [bucketFinding(bucket, whole ? 'absent' : 'partly', { level: 'warn', message, expected })];
	}
	return branches.flatMap((branch): readonly Finding[] => {
		if (branch.state === 'unknown')
			return [undecided(bucket.resource.at, `The encryption of ${label}`, branch.reason)];
		if (branch.state === 'absent') return [];
		const algorithm = shownOf(branch.value);
		if (!algorithms.has(algorithm)) {
			const message = `${label} names \`${algorithm.slice(0, 40)}\`, which is no encryption that S3 has`;
			return [
				bucketFinding(bucket, 'wrong', { level: branch.via === null ? 'fail' : 'warn', message, expected }),
			];
		}
		if (algorithm !== 'aws:kms' || usesBucketKey(bucket.resource.properties, rule, root)) return [];
		const message = `${label} encrypts with KMS without a bucket key, so that every object costs a call to KMS`;
		return [bucketFinding(bucket, 'key', { level: 'info', message, expected: '`BucketKeyEnabled: true`' })];
	});
};

const usesBucketKey = (
	properties: Subject['root'],
	rule: readonly (string | number)[],
	root: Subject['root'],
): boolean =>
	resolveAt(properties, [...rule, 'BucketKeyEnabled'], root).every(
		branch => branch.state === 'known' && truthOf(branch.value) !== false,
	);

export default defineCheck({
	id: 'encryption',
	spec: '4.5/encryption',
	title: 'Every bucket names its encryption',
	failTitle: 'A bucket does not name its encryption',
	severity: 'low',
	scope: 'project',
	needs: bucketNeeds,
	check: (facts, project) =>
		judgeBuckets(facts, project, {
			check: 's3-buckets/encryption',
			question: 'Does every S3 bucket name the encryption of its objects?',
			good: 'names its encryption',
			judge,
			construct: (bucket, at) =>
				bucket.values['encryption'] || bucket.values['encryption_key']
					? []
					: [missingArgument(bucket, at, 'encryption', '`encryption=s3.BucketEncryption.S3_MANAGED`')],
		}),
});
