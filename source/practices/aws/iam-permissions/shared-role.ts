import { shortList } from '../../../core/short-list.ts';
import { concludeDeclared, declaredIn } from '../../../core/template/judge-functions.ts';
import { isList, isTable, stringAt, stringsAt, valueAt } from '../../../core/data.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { isServerless } from '../../../core/template/failure-targets.ts';
import { rootOf } from '../../../core/template/judge.ts';
import { referencesOf } from '../../../core/template/references.ts';
import { textsOf } from './grants.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-permissions.html

/** What runs: two functions with the same are versions of one. */
const codeOf = ({ handlerFile, handlerName, handler, codeDirectory, id }: LambdaFunction): string =>
	handlerFile === null
		? handler === null
			? id
			: `${codeDirectory ?? ''}:${handler}`
		: `${handlerFile}:${handlerName ?? ''}`;

/** Roles of a template that functions with different code take on. */
const sharedRoles = (functions: readonly LambdaFunction[]): readonly Finding[] => {
	const users = new Map<string, LambdaFunction[]>();
	for (const lambda of functions) {
		const role = lambda.properties['Role'];
		const [id] = role === undefined ? [] : referencesOf(role);
		if (id !== undefined && !isServerless(lambda)) users.set(id, [...(users.get(id) ?? []), lambda]);
	}
	return [...users].flatMap(([role, sharing]): readonly Finding[] => {
		const [first] = sharing;
		if (!first || new Set(sharing.map(codeOf)).size < 2) return [];
		const names = sharing.map(({ id }) => `\`${id}\``);
		const listed = shortList(names, 6);
		return [
			{
				level: 'fail',
				message: `\`${role}\` is the role of ${listed}: each may do what any of them needs`,
				confidence: 'certain',
				at: first.at,
				expected: 'a role for each function, as SAM makes it from `Policies`',
				key: `role:${role}`,
			},
		];
	});
};

const harmless = /^(?:logs|xray|cloudwatch):/;
const plugins = new Set(['serverless-iam-roles-per-function', 'serverless-plugin-custom-roles']);

/** Serverless gives one role with all statements to every function of a service. */
const sharedService = (
	functions: readonly LambdaFunction[],
	root: ReturnType<typeof rootOf>,
): readonly Finding[] => {
	const own = functions.filter(isServerless);
	const sharing = own.filter(
		({ path }) =>
			// What the service says of all functions is no word of a function's own.
			valueAt(root, [...path, 'role']) === undefined &&
			valueAt(root, [...path, 'iamRoleStatements']) === undefined,
	);
	const [first] = sharing;
	if (!first || new Set(sharing.map(codeOf)).size < 2) return [];
	const statements = [
		valueAt(root, ['provider', 'iam', 'role', 'statements']),
		valueAt(root, ['provider', 'iamRoleStatements']),
	].flatMap(value => (isList(value) ? value : []));
	const grants = statements
		.filter(isTable)
		.flatMap(statement => textsOf(statement['Action']))
		.filter(action => !harmless.test(action));
	const perFunction =
		stringAt(root, ['provider', 'iam', 'role', 'mode']) === 'perFunction' ||
		stringsAt(root, ['plugins']).some(plugin => plugins.has(plugin));
	if (grants.length === 0 || perFunction) return [];
	return [
		{
			level: 'warn',
			message: `${sharing.length} functions share the role of the service: each may do what any of them needs`,
			confidence: 'certain',
			at: { path: first.template },
			expected: '`provider.iam.role.mode: perFunction`, or statements of each function',
			key: 'service',
		},
	];
};

export default defineCheck({
	id: 'shared-role',
	spec: '4.6/shared-role',
	title: 'Every function has a role of its own',
	failTitle: 'Functions share a role',
	severity: 'medium',
	scope: 'project',
	needs: ['functions', 'templates', 'projects', 'terraform'],
	check(facts, project) {
		const declared = declaredIn(facts, project, ({ kind }) => kind !== 'chalice' && kind !== 'zappa');
		const judged = declared.deployed;
		const findings = [...new Set(judged.map(({ template }) => template))].flatMap(path => {
			const functions = judged.filter(({ template }) => template === path);
			// A service without a function in Python is not ours to judge.
			if (functions.every(({ python }) => python === 'no')) return [];
			return [...sharedRoles(functions), ...sharedService(functions, rootOf(facts, path))];
		});
		return concludeDeclared(facts, project, declared, {
			judged: judged.filter(({ python }) => python !== 'no').length,
			findings,
			question: 'Does every function have a role of its own?',
			evidence: 'No two functions with different code share a role',
		});
	},
});
