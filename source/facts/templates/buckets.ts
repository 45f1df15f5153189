import { sameData, stringAt, valueAt } from '../../core/data.ts';
import type { Bucket, BucketPolicy } from '../../core/facts/buckets.ts';
import type { Resource, Template } from '../../core/facts/templates.ts';
import { defineDerived } from '../../core/gather.ts';
import { refersTo } from '../../core/template/references.ts';
import { resolve } from '../../core/template/resolve.ts';
import { resourcesOf } from '../../core/template/resources.ts';
import { statementsOf } from '../../core/template/statements.ts';

// Buckets that deployment tools make for themselves.
const toolBuckets = /^(?:ServerlessDeploymentBucket|SamCliSourceBucket)$/;

const nameOf = (template: Template, bucket: Resource): string | null => {
	const [first, ...others] = resolve(bucket.properties['BucketName'], template.value);
	return first.state === 'known' && others.length === 0 && typeof first.value === 'string'
		? first.value
		: null;
};

const policyOf = ({ id, at, path, properties, attributes }: Resource, bucket: Resource): BucketPolicy => {
	const document = properties['PolicyDocument'] ?? null;
	const needed = attributes['Condition'];
	const condition = typeof needed === 'string' && needed !== bucket.attributes['Condition'] ? needed : null;
	return { id, at, path, statements: statementsOf(valueAt(document, ['Statement'])), condition, document };
};

const isAttached = (policy: Resource, bucket: Resource, name: string | null): boolean =>
	refersTo(policy.properties['Bucket'], bucket.id) ||
	(name !== null && stringAt(policy.properties, ['Bucket']) === name) ||
	// Both take the name from the same parameter.
	(bucket.properties['BucketName'] !== undefined &&
		sameData(policy.properties['Bucket'], bucket.properties['BucketName']));

export default defineDerived({
	fact: 'buckets',
	needs: ['templates'],
	derive: ({ templates }): readonly Bucket[] =>
		[...templates.values()].flatMap(parsed => {
			if (!parsed.ok || parsed.value.outcome !== 'read') return [];
			const template = parsed.value;
			const resources = resourcesOf(template);
			const policies = resources.filter(({ type }) => type === 'AWS::S3::BucketPolicy');
			return resources
				.filter(({ type, id }) => type === 'AWS::S3::Bucket' && !toolBuckets.test(id))
				.map(resource => {
					const name = nameOf(template, resource);
					const attached = policies.filter(policy => isAttached(policy, resource, name));
					return { resource, name, policies: attached.map(policy => policyOf(policy, resource)) };
				});
		}),
});
