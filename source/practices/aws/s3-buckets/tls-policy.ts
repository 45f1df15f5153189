import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';
import type { Subject } from './judge.ts';
import { bucketFinding, bucketLabel, bucketNeeds, judgeBuckets, missingArgument } from './judge.ts';
import { tlsCoverOf } from './statements.ts';

const expected = 'a statement that denies `s3:*` where `aws:SecureTransport` is `false`';

const judge = ({ bucket }: Subject): readonly Finding[] => {
	const label = bucketLabel(bucket);
	const [policy] = bucket.policies;
	if (bucket.resource.properties['WebsiteConfiguration'] !== undefined) {
		const message = `${label} is a website, whose endpoint speaks plain HTTP only`;
		return [
			bucketFinding(bucket, 'website', {
				level: 'info',
				message,
				expected: 'a private bucket behind CloudFront',
			}),
		];
	}
	if (!policy) {
		const message = `No bucket policy in this file refuses plain HTTP for ${label}`;
		return [bucketFinding(bucket, 'none', { level: 'warn', message, expected })];
	}
	const covers = bucket.policies.map(one => tlsCoverOf(one.statements ?? [], bucket));
	// Several are those of the ways that a condition can go.
	if (bucket.policies.length > 1 && covers.every(cover => cover === 'all')) return [];
	const lasting = bucket.policies.filter(({ condition }) => condition === null);
	const cover = tlsCoverOf(
		lasting.flatMap(one => one.statements ?? []),
		bucket,
	);
	if (cover === 'all') return [];
	if (bucket.policies.some(one => one.statements === null)) {
		return [undecided(policy.at, `The policy of ${label}`, 'its statements are not written out')];
	}
	if (lasting.length === 0) {
		const message = `${label} has the policy \`${policy.id}\` only where \`${policy.condition}\` holds, and answers plain HTTP elsewhere`;
		return [bucketFinding(bucket, 'conditional', { level: 'warn', message, expected })];
	}
	const message =
		cover === 'part'
			? `The policy \`${policy.id}\` refuses plain HTTP for only a part of ${label}`
			: `The policy \`${policy.id}\` of ${label} does not refuse plain HTTP`;
	const what = cover === 'part' ? 'part' : 'append';
	const at = policy.at.path === bucket.resource.at.path ? policy.at : bucket.resource.at;
	return [bucketFinding(bucket, what, { level: 'warn', message, expected, at })];
};

export default defineCheck({
	id: 'tls-policy',
	spec: '4.5/tls-policy',
	title: 'Every bucket refuses plain HTTP',
	failTitle: 'A bucket answers plain HTTP',
	severity: 'medium',
	scope: 'project',
	needs: bucketNeeds,
	check: (facts, project) =>
		judgeBuckets(facts, project, {
			check: 's3-buckets/tls-policy',
			question: 'Does every S3 bucket have a policy that refuses plain HTTP?',
			good: 'refuses plain HTTP',
			judge,
			construct: (bucket, at) => {
				const value = bucket.values['enforce_ssl'];
				if (value?.state === 'unknown')
					return [undecided(at, `\`enforce_ssl\` of \`${bucket.id}\``, 'it is not a literal')];
				return value?.value === true
					? []
					: [missingArgument(bucket, at, 'enforce_ssl', '`enforce_ssl=True`')];
			},
		}),
});
