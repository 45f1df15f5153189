import { isTable, valueAt } from '../../../core/data.ts';
import type { Data } from '../../../core/facts/config.ts';
import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';
import { refersTo } from '../../../core/template/references.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { judgeResources, stackNeeds } from '../../../core/template/stacks.ts';

// https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html

/** The secret, and what stands for it once it is attached to a database. */
const namesOf = ({ id }: Resource, { resources }: Stack): readonly string[] => [
	id,
	...resources
		.filter(
			({ type, properties }) =>
				type === 'AWS::SecretsManager::SecretTargetAttachment' && refersTo(properties['SecretId'], id),
		)
		.map(attachment => attachment.id),
];

const isSet = (value: Data | undefined): boolean => value !== undefined && value !== null;

/** A schedule that rotates one of them, by a function that it names. */
const isRotated = (names: readonly string[], { resources }: Stack): boolean =>
	resources.some(
		({ type, properties }) =>
			type === 'AWS::SecretsManager::RotationSchedule' &&
			names.some(name => refersTo(properties['SecretId'], name)) &&
			(isSet(properties['RotationLambdaARN']) || isSet(properties['HostedRotationLambda'])) &&
			(isSet(valueAt(properties, ['RotationRules', 'AutomaticallyAfterDays'])) ||
				isSet(valueAt(properties, ['RotationRules', 'ScheduleExpression']))),
	);

/** Another stack may look after it. */
const isExported = ({ id }: Resource, { template }: Stack): boolean =>
	Object.values(isTable(template.value['Outputs']) ? template.value['Outputs'] : {}).some(
		output => isTable(output) && output['Export'] !== undefined && refersTo(output['Value'], id),
	);

const databases = /^AWS::(?:RDS|Redshift|DocDB|RedshiftServerless)::/;

/** The password of a database that the template makes: rotating it is a matter of one resource. */
const opensDatabase = (names: readonly string[], { resources }: Stack): boolean =>
	names.length > 1 ||
	resources.some(
		({ type, properties }) => databases.test(type) && names.some(name => refersTo(properties, name)),
	);

const judge = (secret: Resource, stack: Stack): readonly Finding[] => {
	const { id, at } = secret;
	const names = namesOf(secret, stack);
	if (isRotated(names, stack)) return [];
	if (isExported(secret, stack))
		return [undecided(at, `The rotation of \`${id}\``, 'its template exports it, and another may rotate it')];
	const opens = opensDatabase(names, stack);
	const message = opens
		? `\`${id}\` opens a database and is never rotated`
		: `\`${id}\` is kept in Secrets Manager and never rotated`;
	return [
		{
			level: opens ? 'fail' : 'warn',
			message,
			confidence: 'certain',
			at,
			expected: opens
				? 'an `AWS::SecretsManager::RotationSchedule`'
				: 'a rotation schedule, or a SecureString in Parameter Store',
			key: `rotation:${id}`,
		},
	];
};

export default defineCheck({
	id: 'rotation',
	spec: '4.1/secret-rotation',
	title: 'What Secrets Manager keeps is rotated',
	failTitle: 'A secret in Secrets Manager is never rotated',
	severity: 'medium',
	scope: 'project',
	needs: stackNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'app-configuration/rotation',
			types: /^AWS::SecretsManager::Secret$/,
			terraform: /^aws_secretsmanager_secret$/,
			subject: 'secrets of Secrets Manager',
			question: 'Is every secret of Secrets Manager rotated automatically?',
			good: 'is rotated',
			judge,
		}),
});
