import { isList, stringAt, valueAt } from '../../../core/data.ts';
import type { CdkConstruct } from '../../../core/facts/cdk.ts';
import type { Finding, Place } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';
import { numberOf, resolve, resolveAt } from '../../../core/template/resolve.ts';
import { importanceOf, writtenIn } from './importance.ts';
import type { Subject } from './judge.ts';
import { bucketFinding, bucketLabel, bucketNeeds, judgeBuckets, missingArgument } from './judge.ts';

const expected = '`VersioningConfiguration` with `Status: Enabled`';

/** Every object is gone after a month anyway. */
const isShortLived = ({ bucket, root }: Subject): boolean => {
	const [rules] = resolveAt(bucket.resource.properties, ['LifecycleConfiguration', 'Rules'], root);
	if (rules?.state !== 'known' || !isList(rules.value)) return false;
	return rules.value.some(rule => {
		const [days] = resolve(valueAt(rule, ['ExpirationInDays']), root);
		const number = days.state === 'known' ? numberOf(days.value) : null;
		const narrowed = valueAt(rule, ['Prefix']) ?? valueAt(rule, ['TagFilters']) ?? valueAt(rule, ['Filter']);
		return (
			stringAt(rule, ['Status']) === 'Enabled' &&
			number !== null &&
			number <= 30 &&
			(narrowed === undefined || narrowed === '')
		);
	});
};

const judge = (subject: Subject): readonly Finding[] => {
	const { bucket, root } = subject;
	const { id, properties, attributes } = bucket.resource;
	const label = bucketLabel(bucket);
	const branches = resolveAt(properties, ['VersioningConfiguration', 'Status'], root);
	if (branches.every(branch => branch.state === 'known' && branch.value === 'Enabled')) return [];
	const unknown = branches.find(branch => branch.state === 'unknown');
	if (unknown) return [undecided(bucket.resource.at, `The versioning of ${label}`, unknown.reason)];
	const importance = importanceOf([id, writtenIn(properties['BucketName'])]);
	const locked = Object.keys(properties).some(key => key.startsWith('ObjectLock'));
	const kept = attributes['DeletionPolicy'] === 'Retain';
	if (!locked && (importance === 'passing' || isShortLived(subject))) return [];
	const suspended = branches.some(branch => branch.state === 'known');
	const whole = properties['VersioningConfiguration'] === undefined;
	const critical = importance === 'critical' || locked;
	const certain =
		branches.length === 1 && branches.every(branch => branch.state !== 'known' || branch.via === null);
	const reason = locked
		? ', though its objects are locked'
		: importance === 'critical'
			? ', though its name speaks of lasting data'
			: kept
				? ', though it stays when the stack is deleted'
				: '';
	return [
		bucketFinding(bucket, suspended ? 'suspended' : whole ? 'absent' : 'partly', {
			level: critical && certain ? 'fail' : 'warn',
			message: `${label} keeps no old versions${reason}`,
			confidence: locked ? 'certain' : 'likely',
			expected,
		}),
	];
};

const construct = (bucket: CdkConstruct, at: Place): readonly Finding[] => {
	const value = bucket.values['versioned'];
	if (value?.state === 'unknown')
		return [undecided(at, `\`versioned\` of \`${bucket.id}\``, 'it is not a literal')];
	if (value?.value === true || importanceOf([bucket.id]) === 'passing') return [];
	return [{ ...missingArgument(bucket, at, 'versioned', '`versioned=True`'), confidence: 'likely' }];
};

export default defineCheck({
	id: 'versioning',
	spec: '4.5/versioning',
	title: 'Buckets with lasting data keep old versions',
	failTitle: 'A bucket with lasting data keeps no old versions',
	severity: 'medium',
	scope: 'project',
	needs: bucketNeeds,
	check: (facts, project) =>
		judgeBuckets(facts, project, {
			check: 's3-buckets/versioning',
			question: 'Do all S3 buckets with lasting data keep old versions?',
			good: 'keeps old versions, or holds nothing that lasts',
			judge,
			construct,
		}),
});
