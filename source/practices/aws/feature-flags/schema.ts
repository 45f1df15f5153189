import { isTable } from '../../../core/data.ts';
import type { Data } from '../../../core/facts/config.ts';
import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding } from '../../../core/finding.ts';
import { jsonOf } from '../../../core/json.ts';
import { defineCheck } from '../../../core/practice.ts';
import { judgeResources, stackNeeds } from '../../../core/template/stacks.ts';
import { profileType, schemaTextOf, terraformProfiles, validatorsOf } from './profiles.ts';

/** Characters that AppConfig takes. */
const longest = 32_768;
const newerDraft = /draft[-/](?:0?6|0?7|2019-09|2020-12)|json-schema\.org\/draft\/20/;

const isClosed = (schema: Data): boolean =>
	isTable(schema) && (schema['additionalProperties'] === false || schema['required'] !== undefined);

const judgeText = ({ id, at }: Resource, text: string): readonly Finding[] => {
	const base = { confidence: 'certain', at, key: `schema:${id}` } as const;
	const schema = jsonOf(text);
	if (schema === null)
		return [
			{ ...base, level: 'fail', message: `The schema of \`${id}\` is no JSON`, expected: 'a JSON schema' },
		];
	if (text.length > longest) {
		const message = `The schema of \`${id}\` is longer than AppConfig takes`;
		return [{ ...base, level: 'fail', message, expected: `at most ${longest} characters` }];
	}
	const draft = isTable(schema) ? schema['$schema'] : undefined;
	if (typeof draft === 'string' && newerDraft.test(draft)) {
		const message = `The schema of \`${id}\` is of a draft that AppConfig may not know`;
		return [{ ...base, level: 'warn', confidence: 'likely', message, found: draft, expected: 'draft 4' }];
	}
	if (isClosed(schema)) return [];
	const message = `The schema of \`${id}\` asks for nothing: every object fits it`;
	return [{ ...base, level: 'info', message, expected: '`required`, or `"additionalProperties": false`' }];
};

const textsOf = (profile: Resource): readonly string[] =>
	(validatorsOf(profile) ?? []).flatMap(validator => schemaTextOf(validator) ?? []);

export default defineCheck({
	id: 'schema',
	spec: '4.2/schema',
	title: 'Schemas of configurations are JSON schemas that AppConfig takes',
	failTitle: 'A schema of a configuration is none that AppConfig takes',
	severity: 'medium',
	scope: 'project',
	needs: stackNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'feature-flags/schema',
			types: profileType,
			terraform: terraformProfiles,
			subject: 'configuration profiles with a schema',
			question: 'Is every schema of a configuration one that AppConfig takes?',
			good: 'has a schema that AppConfig takes',
			asks: profile => textsOf(profile).length > 0,
			judge: profile => textsOf(profile).flatMap(text => judgeText(profile, text)),
		}),
});
