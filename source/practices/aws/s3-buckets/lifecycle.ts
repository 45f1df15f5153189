import { isList, isTable } from '../../../core/data.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable } from '../../../core/practice.ts';
import { ownerOf, rootOf } from '../../../core/template/judge.ts';
import { resolveAt } from '../../../core/template/resolve.ts';
import type { Subject } from './judge.ts';
import { bucketFinding, bucketLabel, bucketNeeds, judgeBuckets } from './judge.ts';

const isVersioned = ({ bucket, root }: Subject): boolean =>
	resolveAt(bucket.resource.properties, ['VersioningConfiguration', 'Status'], root).some(
		branch => branch.state === 'known' && branch.value === 'Enabled',
	);

const expiresVersions = ({ bucket, root }: Subject): boolean =>
	resolveAt(bucket.resource.properties, ['LifecycleConfiguration', 'Rules'], root).some(branch => {
		// What is filled in at the deployment may well say it.
		if (branch.state !== 'known') return branch.state === 'unknown';
		return (
			isList(branch.value) &&
			branch.value.some(
				rule =>
					isTable(rule) &&
					Object.keys(rule).some(
						key => key.startsWith('NoncurrentVersionExpiration') || key.startsWith('Fn::'),
					),
			)
		);
	});

const judge = (subject: Subject): readonly Finding[] => {
	if (!isVersioned(subject) || expiresVersions(subject)) return [];
	const message = `${bucketLabel(subject.bucket)} keeps every old version for ever`;
	const expected = 'a lifecycle rule with `NoncurrentVersionExpiration`';
	return [bucketFinding(subject.bucket, 'lifecycle', { level: 'info', message, expected })];
};

export default defineCheck({
	id: 'lifecycle',
	spec: '4.5/lifecycle',
	title: 'Versioned buckets that keep old versions for ever are noted',
	failTitle: 'A versioned bucket keeps old versions for ever',
	severity: 'info',
	scope: 'project',
	needs: bucketNeeds,
	check(facts, project) {
		const versioned = facts.buckets.some(
			bucket =>
				ownerOf(bucket.resource.template, facts) === project.path &&
				isVersioned({ bucket, root: rootOf(facts, bucket.resource.template) }),
		);
		if (!versioned) return notApplicable('No template of this project declares a versioned bucket');
		return judgeBuckets(facts, project, {
			check: 's3-buckets/lifecycle',
			question: 'Do all versioned S3 buckets expire old versions?',
			good: 'was looked at; a note names each that keeps old versions for ever',
			judge,
			construct: null,
		});
	},
});
