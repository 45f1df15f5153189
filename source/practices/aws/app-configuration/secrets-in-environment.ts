import { counted } from '../../../core/counted.ts';
import { concludeDeclared, declaredIn } from '../../../core/template/judge-functions.ts';
import { isTable, valueAt } from '../../../core/data.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Path, Template } from '../../../core/facts/templates.ts';
import type { Facts } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { isServerless } from '../../../core/template/failure-targets.ts';
import { referencesOf } from '../../../core/template/references.ts';
import { truthOf } from '../../../core/template/resolve.ts';
import { placeOf } from '../../../core/template/resources.ts';

// https://docs.aws.amazon.com/secretsmanager/latest/userguide/cfn-example_reference-secret.html

/** Paths where the variables of a function may stand, its own first. */
const pathsOf = (lambda: LambdaFunction): readonly Path[] => {
	if (isServerless(lambda))
		return [
			[...lambda.path, 'environment'],
			['provider', 'environment'],
		];
	const variables = ['Environment', 'Variables'];
	return [
		[...lambda.path, ...variables],
		[...lambda.path, 'Properties', ...variables],
		['Globals', 'Function', ...variables],
	];
};

/** A user's name or a host, which secrets of databases hold as well, is none. */
const dynamic =
	/\{\{resolve:(secretsmanager|ssm-secure):(?![^}]*:SecretString:(?:user\w*|host\w*|port|engine|db\w*)[:}])/i;

/** What puts a secret into the value as plain text, or null. */
const leakOf = (value: Data, root: Table): string | null => {
	const reference = dynamic.exec(JSON.stringify(value))?.[1];
	if (reference !== undefined)
		return reference === 'secretsmanager' ? 'a secret of Secrets Manager' : 'a SecureString';
	const hidden = referencesOf(value).find(
		name => truthOf(valueAt(root, ['Parameters', name, 'NoEcho']) ?? null) === true,
	);
	return hidden === undefined ? null : `the hidden parameter \`${hidden}\``;
};

const leaksOf = (lambda: LambdaFunction, template: Template): readonly Finding[] =>
	pathsOf(lambda).flatMap(path => {
		const variables = valueAt(template.value, path);
		return Object.entries(isTable(variables) ? variables : {}).flatMap(
			([name, value]): readonly Finding[] => {
				const leak = leakOf(value, template.value);
				if (leak === null) return [];
				return [
					{
						level: 'fail',
						message: `\`${name}\` holds ${leak} as plain text, for everybody who may look at the function`,
						confidence: 'certain',
						at: placeOf(template, [...path, name]),
						expected: 'the name of the secret, which the function reads as it runs',
						key: `environment:${name}`,
					},
				];
			},
		);
	});

const templateAt = ({ templates }: Pick<Facts, 'templates'>, path: string): Template | null => {
	const parsed = templates.get(path);
	return parsed?.ok && parsed.value.outcome === 'read' ? parsed.value : null;
};

export default defineCheck({
	id: 'secrets-in-environment',
	spec: '4.1/secret-in-env',
	title: 'No secret is put into the environment of a function',
	failTitle: 'A secret is put into the environment of a function, as plain text',
	severity: 'high',
	scope: 'project',
	needs: ['functions', 'templates', 'projects', 'terraform'],
	check(facts, project) {
		const declared = declaredIn(facts, project, ({ python }) => python !== 'no');
		const judged = declared.deployed;
		const found = judged.flatMap(lambda => {
			const template = templateAt(facts, lambda.template);
			return template ? leaksOf(lambda, template) : [];
		});
		// What stands in `Globals` is found once for each function.
		const findings = [
			...new Map(found.map(each => [`${each.at.path}:${each.at.line}:${each.key}`, each])).values(),
		];
		return concludeDeclared(facts, project, declared, {
			judged: judged.length,
			findings,
			question: 'Is the environment of every function free of secrets?',
			evidence: `No secret is put into the environment of ${counted(judged.length, 'Lambda function')} by its template`,
		});
	},
});
