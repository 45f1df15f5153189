import { isList, isTable, valueAt } from '../../../core/data.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import type { Bucket } from '../../../core/facts/buckets.ts';
import { referencesOf } from '../../../core/template/references.ts';
import { truthOf } from '../../../core/template/resolve.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html

const listOf = (value: Data | undefined): readonly Data[] =>
	value === undefined ? [] : isList(value) ? value : [value];

/** The statement speaks of everybody. */
export const isForAll = (statement: Table): boolean => {
	const principal = statement['Principal'];
	const named = isTable(principal) ? listOf(principal['AWS']) : listOf(principal);
	return named.includes('*');
};

/** It allows something to everybody, and no condition narrows that. */
export const isPublicAllow = (statement: Table): boolean =>
	statement['Effect'] === 'Allow' && isForAll(statement) && statement['Condition'] === undefined;

/** It denies everybody everything that does not come through TLS; `Resource` left aside. */
const deniesPlain = (statement: Table): boolean => {
	const secure = listOf(valueAt(statement, ['Condition', 'Bool', 'aws:SecureTransport']));
	const actions = listOf(statement['Action']);
	return (
		statement['Effect'] === 'Deny' &&
		isForAll(statement) &&
		(actions.includes('s3:*') || actions.includes('*') || actions.includes('S3:*')) &&
		secure.length > 0 &&
		secure.every(value => truthOf(value) === false)
	);
};

/** How an ARN ends that is put together: `!Join ["/", [!GetAtt Orders.Arn, "*"]]` ends in `/*`. */
const endOf = (resource: Data): string => {
	const joined = valueAt(resource, ['Fn::Join']);
	if (!isList(joined)) return '';
	const [separator, parts] = joined;
	return listOf(parts)
		.map(part => (typeof part === 'string' ? part : ''))
		.join(typeof separator === 'string' ? separator : '');
};

/** Which parts of the bucket a resource of a statement names. */
const partsNamed = (
	resource: Data,
	{ resource: { id, properties }, name }: Bucket,
): readonly ('bucket' | 'objects')[] => {
	if (resource === '*' || resource === 'arn:aws:s3:::*') return ['bucket', 'objects'];
	const text = JSON.stringify(resource);
	const mentioned = referencesOf(resource);
	// A name that comes from a parameter may be put into the ARN the same way.
	const sources = referencesOf(properties['BucketName'] ?? null);
	const isNamed =
		mentioned.includes(id) ||
		(name !== null && text.includes(name)) ||
		sources.some(source => mentioned.includes(source));
	if (!isNamed) return [];
	return [/\/\*"/.test(text) || endOf(resource).endsWith('/*') ? 'objects' : 'bucket'];
};

/** How much of a bucket the statements keep from plain HTTP. */
export const tlsCoverOf = (statements: readonly Table[], bucket: Bucket): 'all' | 'part' | 'none' => {
	const denials = statements.filter(deniesPlain);
	if (denials.length === 0) return 'none';
	const parts = new Set(
		denials.flatMap(({ Resource }) => listOf(Resource).flatMap(one => partsNamed(one, bucket))),
	);
	return parts.size === 2 ? 'all' : 'part';
};
