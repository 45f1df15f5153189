import { isTable } from '../../source/core/data.ts';
import type { Data, Table } from '../../source/core/facts/config.ts';
import { jsonOf } from '../../source/core/json.ts';
import { refersTo } from '../../source/core/template/references.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { isAbout, withProperties } from './buckets.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';
import type { ResourceCase } from './resources.ts';
import { resourceCases } from './resources.ts';

// https://docs.aws.amazon.com/powertools/python/latest/utilities/feature_flags/#schema

const draft = 'http://json-schema.org/draft-04/schema#';
const flagName = '^[a-z][a-z0-9_-]{0,63}$';

/** Flags as Powertools reads them. */
const flagsSchema: Table = {
	$schema: draft,
	type: 'object',
	patternProperties: {
		[flagName]: {
			type: 'object',
			required: ['default'],
			properties: { default: {}, rules: { type: 'object' } },
		},
	},
	additionalProperties: false,
};

const isFlags = (content: Table): boolean =>
	Object.entries(content).every(
		([name, value]) =>
			new RegExp(flagName).test(name) &&
			isTable(value) &&
			value['default'] !== undefined &&
			(value['rules'] === undefined || isTable(value['rules'])),
	);

/** What all contents have. */
const keysOf = (contents: readonly Table[]): readonly string[] => {
	const [first, ...others] = contents;
	return Object.keys(first ?? {}).filter(key => others.every(other => Object.hasOwn(other, key)));
};

/** What the versions of a profile in its template hold; null where one is no object that is written out as JSON. */
const contentsOf = ({ resource, resources }: ResourceCase): readonly Table[] | null => {
	const values = resources
		.filter(
			({ type, properties }) =>
				type === 'AWS::AppConfig::HostedConfigurationVersion' &&
				refersTo(properties['ConfigurationProfileId'], resource.id),
		)
		.map(({ properties }): Data => {
			const { Content: content } = properties;
			return typeof content === 'string' ? jsonOf(content) : null;
		});
	const tables = values.filter(isTable);
	return tables.length === values.length ? tables : null;
};

const changeOf = (one: ResourceCase): Change | Left => {
	const { resource, template } = one;
	const subject = `\`${resource.id}\``;
	const contents = contentsOf(one);
	if (contents === null) return { subject, reason: 'its content is not written out as a JSON object' };
	if (contents.length === 0)
		return { subject, reason: 'its content is not in the template, so that its shape cannot be told' };
	const schema: Table = contents.every(isFlags)
		? flagsSchema
		: { $schema: draft, type: 'object', required: [...keysOf(contents)] };
	const validator = { Type: 'JSON_SCHEMA', Content: JSON.stringify(schema) };
	return {
		path: template.path,
		subject,
		edits: withProperties(template, resource.path, { Validators: [validator] }),
	};
};

export default defineFixer({
	id: 'appconfig-validator',
	title: 'Validate configurations of AppConfig with a schema',
	checks: ['feature-flags/validator'],
	safety: 'review',
	needs: ['templates'],
	touches: templateFiles,
	after: [],
	safetyNote:
		'The schema is made from the content in the template: what is deployed stays, and a later content of another shape is refused.',
	takes: finding => isAbout(finding, 'none'),
	isReady: (finding, { facts }) =>
		resourceCases(facts, [finding]).some(one => (contentsOf(one) ?? []).length > 0),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan: ({ facts, findings, texts }) =>
		planEach(resourceCases(facts, findings), changeOf, texts, done => ({
			area: 'appconfig',
			summary: 'validate configurations with a schema',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: a schema that the present content fits is checked at each deployment.`,
			],
			atRunTime:
				'What is deployed stays as it is. The next deployment of a content that does not fit the schema fails.',
			followUps: ['Make the schema stricter where only certain values are right'],
		})),
});
