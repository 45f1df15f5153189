import type { Facts } from '../../source/core/facts.ts';
import type { Bucket } from '../../source/core/facts/buckets.ts';
import type { Table } from '../../source/core/facts/config.ts';
import { valueAt } from '../../source/core/data.ts';
import type { Path, Template } from '../../source/core/facts/templates.ts';
import type { Finding } from '../../source/core/finding.ts';
import type { TemplateEdit } from '../../source/edit/template.ts';
import type { Change } from './plan-templates.ts';

export type BucketFacts = Pick<Facts, 'buckets' | 'templates'>;

/** Begins the key of a finding about one bucket of a template. */
export const isAbout = (finding: Finding, ...whats: readonly string[]): boolean =>
	whats.some(what => finding.key?.startsWith(`${what}:`));

/** The bucket that a finding is about, and its template. */
export interface BucketCase {
	readonly bucket: Bucket;
	readonly template: Template;
	/** The part of the key before the colon. */
	readonly what: string;
}

export const bucketCases = (facts: BucketFacts, findings: readonly Finding[]): readonly BucketCase[] =>
	findings.flatMap(({ key, at }) => {
		const colon = key?.indexOf(':') ?? -1;
		const id = key?.slice(colon + 1);
		const bucket = facts.buckets.find(({ resource }) => resource.template === at.path && resource.id === id);
		const parsed = facts.templates.get(at.path);
		if (!bucket || !parsed?.ok || parsed.value.outcome !== 'read') return [];
		return [{ bucket, template: parsed.value, what: key?.slice(0, colon) ?? '' }];
	});

/** Adds properties to a resource, and the map that holds them where it has none. */
export const withProperties = (
	template: Template,
	resource: Path,
	properties: Table,
): readonly TemplateEdit[] => {
	const path = [...resource, 'Properties'];
	if (valueAt(template.value, path) === undefined) {
		return [{ kind: 'insert', path: resource, key: 'Properties', value: properties }];
	}
	return Object.entries(properties).map(([key, value]) => ({ kind: 'insert', path, key, value }));
};

/** The change that adds properties to a bucket. */
export const bucketChange = ({ bucket, template }: BucketCase, properties: Table): Change => ({
	path: template.path,
	subject: `\`${bucket.resource.id}\``,
	edits: withProperties(template, bucket.resource.path, properties),
});

/** A logical id that the template does not have. */
export const freeId = (template: Template, resources: Path, wanted: string): string => {
	const taken = (id: string): boolean => valueAt(template.value, [...resources, id]) !== undefined;
	for (let number = 1; ; number++) {
		const id = `${wanted.slice(0, 240)}${number === 1 ? '' : number}`;
		if (!taken(id)) return id;
	}
};
