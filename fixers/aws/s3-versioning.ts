import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { bucketCases, bucketChange, isAbout } from './buckets.ts';
import type { Change } from './plan-templates.ts';
import { listed, planTemplates } from './plan-templates.ts';

/** Old versions go after a month, unless the bucket has rules of its own. */
const expiry = {
	LifecycleConfiguration: {
		Rules: [
			{ Id: 'ExpireOldVersions', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
		],
	},
};

export default defineFixer({
	id: 's3-versioning',
	title: 'Keep old versions of objects for a month',
	checks: ['s3-buckets/versioning'],
	safety: 'review',
	needs: ['buckets', 'templates'],
	touches: templateFiles,
	after: ['s3-encryption', 's3-public-access-block'],
	safetyNote: 'Old versions cost storage, and versioning can later be suspended but not removed.',
	takes: finding => isAbout(finding, 'absent', 'suspended'),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, findings, texts }) {
		const changes = bucketCases(facts, findings).map((one): Change => {
			const { resource } = one.bucket;
			const rules = resource.properties['LifecycleConfiguration'] === undefined ? expiry : {};
			if (one.what === 'absent')
				return bucketChange(one, { VersioningConfiguration: { Status: 'Enabled' }, ...rules });
			const path = [...resource.path, 'Properties', 'VersioningConfiguration', 'Status'];
			const added = bucketChange(one, rules);
			return { ...added, edits: [{ kind: 'replace', path, value: 'Enabled' }, ...added.edits] };
		});
		return planTemplates(changes, [], texts, done => ({
			area: 's3',
			summary: 'keep old versions in buckets',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: versioning is on; old versions expire after 30 days where no rules were set.`,
			],
			atRunTime: 'S3 keeps what is overwritten or deleted, and bills it until it expires.',
			followUps: [
				'Versioning can be suspended later, not removed: check the cost of buckets that are often overwritten',
			],
		}));
	},
});
