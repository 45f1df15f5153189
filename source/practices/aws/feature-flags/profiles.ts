import { isList, stringAt } from '../../../core/data.ts';
import type { Data } from '../../../core/facts/config.ts';
import type { Resource } from '../../../core/facts/templates.ts';
import { resolve } from '../../../core/template/resolve.ts';
import type { Stack } from '../../../core/template/stacks.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appconfig-configurationprofile.html

export const profileType = /^AWS::AppConfig::ConfigurationProfile$/;
export const terraformProfiles = /^aws_appconfig_configuration_profile$/;

/** The type that AppConfig validates itself. */
export const flagsType = 'AWS.AppConfig.FeatureFlags';

/** The type of a profile; free form where nothing is set, null where the template does not tell. */
export const typeOf = ({ properties }: Resource, { template }: Stack): string | null => {
	const [first, ...others] = resolve(properties['Type'], template.value);
	if (first.state === 'absent' && others.length === 0) return 'AWS.Freeform';
	return first.state === 'known' && others.length === 0 && typeof first.value === 'string'
		? first.value
		: null;
};

/** Validators of a profile; null where they are not written out. */
export const validatorsOf = ({ properties }: Resource): readonly Data[] | null => {
	const { Validators: written } = properties;
	if (written === undefined) return [];
	return isList(written) ? written : null;
};

/** The text of the schema of a validator, where it is written out. */
export const schemaTextOf = (validator: Data): string | null =>
	stringAt(validator, ['Type']) === 'JSON_SCHEMA' ? (stringAt(validator, ['Content']) ?? null) : null;
