import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { beforeAll, describe, expect, test } from 'vitest';
import { isList, isTable, sameData, stringAt, tableAt, valueAt } from '../../../source/core/data.ts';
import type { Data, Table } from '../../../source/core/facts/config.ts';
import { longFormOf, readYaml } from '../../../source/edit/yaml.ts';

// What fixers write into templates is taken from the trees that fixtures expect, and must be known to CloudFormation.
// SAM's own types are out of date in the specification; of them only the two properties below are written.

type Database = ReturnType<typeof loadAwsServiceSpecSync>;
interface Property {
	readonly type: { readonly type: string; readonly allowedValues?: readonly unknown[] };
	readonly causesReplacement?: unknown;
}

const fixtures = fileURLToPath(new URL('../../../fixtures/practices/', import.meta.url));
const samProperties = new Set(['Timeout', 'ReservedConcurrentExecutions']);

const templateIn = (path: string): Table => {
	const reading = existsSync(path) ? readYaml(readFileSync(path, 'utf8').replace(/^\ufeff/, '')) : null;
	const value = reading?.ok ? longFormOf(reading.yaml) : undefined;
	return isTable(value) ? value : {};
};

const resourcesIn = (template: Table): Table =>
	tableAt(template, ['Resources']) ?? tableAt(template, ['resources', 'Resources']) ?? {};

interface Written {
	readonly where: string;
	readonly type: string;
	readonly property: string;
	readonly value: Data;
	/** The fixer made the whole resource. */
	readonly isNew: boolean;
}

/** Every property of a resource that a fixer added or changed. */
const writtenBy = (practice: string): readonly Written[] =>
	readdirSync(join(fixtures, practice)).flatMap(check =>
		readdirSync(join(fixtures, practice, check)).flatMap(name => {
			const folder = join(fixtures, practice, check, name);
			if (!existsSync(join(folder, 'after'))) return [];
			return readdirSync(join(folder, 'after')).flatMap(file => {
				if (!/\.(?:ya?ml|json)$/.test(file)) return [];
				const before = resourcesIn(templateIn(join(folder, 'before', file)));
				return Object.entries(resourcesIn(templateIn(join(folder, 'after', file)))).flatMap(
					([id, resource]) =>
						Object.entries(tableAt(resource, ['Properties']) ?? {}).flatMap(([property, value]) => {
							const type = stringAt(resource, ['Type']) ?? '';
							const old = valueAt(before, [id, 'Properties', property]);
							return sameData(old, value)
								? []
								: [
										{
											where: `${check}/${name}`,
											type,
											property,
											value,
											isNew: valueAt(before, [id]) === undefined,
										},
									];
						}),
				);
			});
		}),
	);

const isIntrinsic = (value: Data): boolean =>
	isTable(value) && Object.keys(value).length === 1 && /^(?:Ref$|Fn::)/.test(Object.keys(value)[0] ?? '');

/** Names of what the specification does not know below a value. */
const unknownBelow = (database: Database, type: unknown, value: Data, path: string): readonly string[] => {
	if (isIntrinsic(value) || !isSpecType(type)) return [];
	if (type.type === 'array' && isList(value)) {
		return value.flatMap((item, at) => unknownBelow(database, type.element, item, `${path}.${at}`));
	}
	if (type.type !== 'ref' || !isTable(value) || !type.reference) return [];
	const definition = database.get('typeDefinition', type.reference.$ref);
	return Object.entries(value).flatMap(([key, inner]) => {
		const property = definition.properties[key];
		return property ? unknownBelow(database, property.type, inner, `${path}.${key}`) : [`${path}.${key}`];
	});
};

interface SpecType {
	readonly type: string;
	readonly element?: unknown;
	readonly reference?: { readonly $ref: string };
}
const isSpecType = (value: unknown): value is SpecType =>
	typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

describe('what fixers write', () => {
	let database: Database;
	beforeAll(() => {
		database = loadAwsServiceSpecSync();
	}, 30_000);

	test.each(['s3-buckets', 'lambda-limits', 'message-queues', 'key-management', 'feature-flags'])(
		'into templates of %s is known to CloudFormation',
		practice => {
			const written = writtenBy(practice);
			expect(written.length).toBeGreaterThan(1);
			const problems = written.flatMap(({ where, type, property, value, isNew }) => {
				const name = `${where}: ${type}.${property}`;
				if (type.startsWith('AWS::Serverless::'))
					return samProperties.has(property) ? [] : [`${name} is unknown`];
				const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', type);
				const known: Property | undefined = resource?.properties[property];
				if (!known) return [`${name} is unknown`];
				// An update that replaces a queue or a bucket would lose what is in it.
				const replaces =
					!isNew && type !== 'AWS::S3::BucketPolicy' && (known.causesReplacement ?? 'no') !== 'no';
				const below = unknownBelow(database, known.type, value, property).map(
					one => `${where}: ${type}.${one} is unknown`,
				);
				return replaces ? [`${name} replaces the resource`, ...below] : below;
			});
			expect(problems).toEqual([]);
		},
	);
});
