import { isTable } from '../../../core/data.ts';
import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { judgeResources, stackNeeds } from '../../../core/template/stacks.ts';
import { flagsType, profileType, terraformProfiles, typeOf, validatorsOf } from './profiles.ts';

// https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-profile-validators.html

const most = 2;

const judge = (profile: Resource, stack: Stack): readonly Finding[] => {
	const { id, at } = profile;
	const type = typeOf(profile, stack);
	const validators = validatorsOf(profile);
	const finding = (what: string, level: Finding['level'], message: string, expected: string): Finding => ({
		level,
		message,
		confidence: 'certain',
		at,
		expected,
		key: `${what}:${id}`,
	});
	if (type === null || validators === null)
		return [
			undecided(
				at,
				`What validates \`${id}\``,
				'its type or its validators are known at the deployment only',
			),
		];
	if (validators.length > most) {
		const message = `\`${id}\` has ${validators.length} validators, and AppConfig takes ${most}`;
		return [finding('many', 'fail', message, `at most ${most} validators`)];
	}
	if (type === flagsType) {
		const hasSchema = validators.some(each => isTable(each) && each['Type'] === 'JSON_SCHEMA');
		const message = `\`${id}\` holds feature flags, which AppConfig validates itself, and has a schema beside that is made for free-form profiles`;
		return hasSchema ? [finding('schema', 'warn', message, 'no `JSON_SCHEMA` validator')] : [];
	}
	if (validators.length > 0) return [];
	const message = `\`${id}\` has no validator: a broken configuration is deployed like a good one`;
	return [finding('none', 'fail', message, 'a `JSON_SCHEMA` or `LAMBDA` validator')];
};

export default defineCheck({
	id: 'validator',
	spec: '4.2/validator',
	title: 'Configurations in AppConfig are validated',
	failTitle: 'A configuration in AppConfig is not validated',
	severity: 'medium',
	scope: 'project',
	needs: stackNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'feature-flags/validator',
			types: profileType,
			terraform: terraformProfiles,
			subject: 'configuration profiles of AppConfig',
			question: 'Is every configuration in AppConfig validated?',
			good: 'is validated',
			judge,
		}),
});
