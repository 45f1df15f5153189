import { definePractice } from '../../core/practice.ts';
import code from './feature-flags/code.ts';
import rollout from './feature-flags/rollout.ts';
import schema from './feature-flags/schema.ts';
import stages from './feature-flags/stages.ts';
import validator from './feature-flags/validator.ts';

// https://docs.aws.amazon.com/appconfig/latest/userguide/what-is-appconfig.html

export default definePractice({
	number: '4.2',
	id: 'feature-flags',
	title: 'Feature flags are in AppConfig, validated and rolled out by stage',
	failTitle: 'Feature flags are not validated, not apart by stage, or need a deployment',
	why:
		'A flag turns code on and off in production, and a wrong one is an outage that no deployment explains. ' +
		'A validator refuses what the program could not read, and a slow rollout with an alarm takes back what it could. ' +
		'A flag in the environment can only be turned by a deployment, which is what flags are there to avoid.',
	remedy:
		'Keep flags in a profile of the type `AWS.AppConfig.FeatureFlags`, or give a free-form profile a `JSON_SCHEMA` validator. ' +
		'Name the environment after the stage, set a deployment strategy with a bake time, and read the flags with `FeatureFlags` of Powertools.',
	example: {
		language: 'yaml',
		text: [
			'FlagsProfile:',
			'  Type: AWS::AppConfig::ConfigurationProfile',
			'  Properties:',
			'    ApplicationId: !Ref FlagsApplication',
			'    Name: flags',
			'    LocationUri: hosted',
			'    Type: AWS.AppConfig.FeatureFlags',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-profile-validators.html',
		'https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy.html',
		'https://docs.aws.amazon.com/powertools/python/latest/utilities/feature_flags/',
	],
	errata: [
		'AppConfig validates profiles of its own type for flags itself; only free-form profiles need a validator',
		'A service without flags is not at fault, and one or two switches in the environment are settings of its deployment',
	],
	seeAlso: ['4.1', '10.E5'],
	checks: [validator, schema, stages, rollout, code],
});
