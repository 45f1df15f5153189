import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { isSecretName } from '../../../core/secret-names.ts';
import { referencesOf } from '../../../core/template/references.ts';
import { resolve } from '../../../core/template/resolve.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { judgeResources, stackNeeds } from '../../../core/template/stacks.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html

/** The last part of a name that is a path. */
const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** Names it goes by: its own, else the logical id. */
const namesOf = ({ id, properties }: Resource, { template }: Stack): readonly string[] => {
	const written = resolve(properties['Name'], template.value).flatMap(branch =>
		branch.state === 'known' && typeof branch.value === 'string' ? [lastPart(branch.value)] : [],
	);
	return written.length > 0 ? written : [id];
};

/** What a resource gives is its name or ARN rather than a secret; a parameter of the template may bring one. */
const isOfResource = ({ properties }: Resource, { resources }: Stack): boolean => {
	const ids = referencesOf(properties['Value'] ?? null);
	return resources.some(({ id }) => ids.includes(id));
};

const judge = (parameter: Resource, stack: Stack): readonly Finding[] => {
	const { id, at } = parameter;
	if (!namesOf(parameter, stack).some(isSecretName)) return [];
	return [
		{
			level: 'warn',
			message: `\`${id}\` is a plain String by the name of a secret`,
			confidence: 'likely',
			at,
			expected: 'a SecureString that is made outside the template, which CloudFormation cannot do',
			key: `plain:${id}`,
		},
	];
};

export default defineCheck({
	id: 'plain-parameters',
	spec: '0.6c',
	title: 'No template keeps a secret as a plain parameter',
	failTitle: 'A template keeps what looks like a secret as a plain parameter',
	severity: 'medium',
	scope: 'project',
	needs: stackNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'secrets-in-parameter-store/plain-parameters',
			types: /^AWS::SSM::Parameter$/,
			terraform: /^aws_ssm_parameter$/,
			subject: 'parameters of Parameter Store',
			question: 'Is no secret kept as a plain parameter?',
			good: 'has a name that speaks of no secret',
			asks: (parameter, stack) => !isOfResource(parameter, stack),
			judge,
		}),
});
