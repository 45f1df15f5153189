import { isTable } from '../../../core/data.ts';
import type { CdkConstruct } from '../../../core/facts/cdk.ts';
import type { Finding, Place } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';
import { resolve, resolveAt, shownOf, truthOf } from '../../../core/template/resolve.ts';
import type { Subject } from './judge.ts';
import { bucketFinding, bucketLabel, bucketNeeds, judgeBuckets, missingArgument } from './judge.ts';
import { isPublicAllow } from './statements.ts';

const switches = [
	'BlockPublicAcls',
	'BlockPublicPolicy',
	'IgnorePublicAcls',
	'RestrictPublicBuckets',
] as const;
const expected = 'all four settings of `PublicAccessBlockConfiguration` on';

/** What opens the bucket to everybody, as the end of a sentence; null where nothing does. */
const openingOf = ({ bucket, root }: Subject): { readonly what: string; readonly sure: boolean } | null => {
	const { properties } = bucket.resource;
	for (const branch of resolve(properties['AccessControl'], root)) {
		if (branch.state === 'known' && shownOf(branch.value).startsWith('PublicRead')) {
			return { what: `its access control list is \`${shownOf(branch.value)}\``, sure: branch.via === null };
		}
	}
	const opening = bucket.policies.filter(({ statements }) => statements?.some(isPublicAllow));
	const open = opening.find(({ condition }) => condition === null) ?? opening[0];
	if (open) {
		const where = open.condition === null ? '' : ` where \`${open.condition}\` holds`;
		return { what: `the policy \`${open.id}\` allows everybody${where}`, sure: open.condition === null };
	}
	const off = switches.filter(name =>
		resolveAt(properties, ['PublicAccessBlockConfiguration', name], root).some(
			branch => branch.state === 'known' && branch.via === null && truthOf(branch.value) === false,
		),
	);
	return off.length === 0
		? null
		: {
				what: `${off.map(name => `\`${name}\``).join(' and ')} ${off.length === 1 ? 'is' : 'are'} off`,
				sure: true,
			};
};

const judgeBlock = ({ bucket, root }: Subject): readonly Finding[] => {
	const label = bucketLabel(bucket);
	const { properties } = bucket.resource;
	if (properties['PublicAccessBlockConfiguration'] === undefined) {
		const message = `${label} does not block public access in the template`;
		return [bucketFinding(bucket, 'absent', { level: 'warn', message, expected })];
	}
	const branches = switches.flatMap(name =>
		resolveAt(properties, ['PublicAccessBlockConfiguration', name], root),
	);
	const unknown = branches.find(branch => branch.state === 'unknown');
	if (branches.some(({ state }) => state === 'absent')) {
		const message = `${label} blocks public access in part only`;
		return [bucketFinding(bucket, 'partly', { level: 'warn', message, expected })];
	}
	return unknown
		? [undecided(bucket.resource.at, `The public access block of ${label}`, unknown.reason)]
		: [];
};

const judge = (subject: Subject): readonly Finding[] => {
	const { bucket } = subject;
	const label = bucketLabel(bucket);
	const opening = openingOf(subject);
	if (!opening) return judgeBlock(subject);
	if (isTable(bucket.resource.properties['WebsiteConfiguration'])) {
		const message = `${label} is a public website: ${opening.what}`;
		return [
			bucketFinding(bucket, 'website', {
				level: 'warn',
				message,
				expected: 'a private bucket behind CloudFront',
			}),
		];
	}
	const message = `${label} can be opened to everybody: ${opening.what}`;
	return [bucketFinding(bucket, 'open', { level: opening.sure ? 'fail' : 'warn', message, expected })];
};

const construct = (bucket: CdkConstruct, at: Place): readonly Finding[] => {
	const open = bucket.values['public_read_access'];
	if (open?.state === 'known' && open.value === true) {
		const level = bucket.values['website_index_document'] ? 'warn' : 'fail';
		const message = `\`${bucket.id}\` can be read by everybody`;
		return [
			{
				level,
				message,
				confidence: 'certain',
				at,
				expected: '`public_read_access=False`',
				key: `cdk:open:${bucket.id}`,
			},
		];
	}
	const block = bucket.values['block_public_access'];
	const wanted = '`block_public_access=s3.BlockPublicAccess.BLOCK_ALL`';
	if (block?.state === 'unknown')
		return [undecided(at, `\`block_public_access\` of \`${bucket.id}\``, 'it is not a literal')];
	if (!block) return [missingArgument(bucket, at, 'block_public_access', wanted)];
	const member = String(block.value);
	if (member === 'BLOCK_ALL') return [];
	const message = `\`${bucket.id}\` blocks public access in part only, with \`${member}\``;
	return [
		{ level: 'warn', message, confidence: 'certain', at, expected: wanted, key: `cdk:part:${bucket.id}` },
	];
};

export default defineCheck({
	id: 'public',
	spec: '4.5/public',
	title: 'No bucket can be opened to everybody',
	failTitle: 'A bucket is open to everybody, or could be opened',
	severity: 'high',
	scope: 'project',
	needs: bucketNeeds,
	check: (facts, project) =>
		judgeBuckets(facts, project, {
			check: 's3-buckets/public',
			question: 'Is public access to every S3 bucket blocked?',
			good: 'blocks public access',
			judge,
			construct,
			// New buckets are closed by default since April 2023; what is missing is only that the template says so.
			severity: findings => (findings.some(({ level }) => level === 'fail') ? 'high' : 'low'),
		}),
});
