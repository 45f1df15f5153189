import { counted } from '../../../core/counted.ts';
import { isList, isTable, stringAt, tableAt, valueAt } from '../../../core/data.ts';
import type { Data, Table } from '../../../core/facts/config.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { rootOf } from '../../../core/template/judge.ts';
import { referencesOf, refersTo } from '../../../core/template/references.ts';
import { truthOf } from '../../../core/template/resolve.ts';
import { statementsOf } from '../../../core/template/statements.ts';
import { functionNeeds, judgeParts } from '../../../core/template/judge-functions.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html

const resourcesIn = (root: Table): Table =>
	tableAt(root, ['Resources']) ?? tableAt(root, ['resources', 'Resources']) ?? {};

const typeOf = (resource: Data): string => stringAt(resource, ['Type']) ?? '';

/** Where Lambda puts what the function fails on, as written. */
const targetsOf = ({ properties, id }: LambdaFunction, root: Table): readonly Data[] => {
	const own = [
		valueAt(properties, ['EventInvokeConfig', 'DestinationConfig', 'OnFailure', 'Destination']),
		valueAt(properties, ['DeadLetterQueue', 'TargetArn']),
		valueAt(properties, ['DeadLetterConfig', 'TargetArn']),
		valueAt(properties, ['destinations', 'onFailure']),
		properties['onError'],
	];
	const configured = Object.values(resourcesIn(root)).flatMap(resource =>
		typeOf(resource) === 'AWS::Lambda::EventInvokeConfig' &&
		refersTo(valueAt(resource, ['Properties', 'FunctionName']), id)
			? [valueAt(resource, ['Properties', 'DestinationConfig', 'OnFailure', 'Destination'])]
			: [],
	);
	return [...own, ...configured].filter(target => target !== undefined);
};

const isFifo = (resource: Data): boolean =>
	/^AWS::(?:SQS::Queue|SNS::Topic)$/.test(typeOf(resource)) &&
	['FifoQueue', 'FifoTopic'].some(key => truthOf(valueAt(resource, ['Properties', key]) ?? false) === true);

const writes =
	/^(?:\*|(?:sqs|sns|lambda|events|s3):\*|sqs:Send[\w*]*|sns:P[\w*]*|lambda:Invoke[\w*]*|events:Put[\w*]*|s3:Put[\w*]*)$/i;

const listOf = (value: Data | undefined): readonly Data[] =>
	value === undefined ? [] : isList(value) ? value : [value];

/** Policies of AWS that let a function run and log, and nothing more. */
const runsOnly = /service-role\/AWSLambda(?:Basic|VPCAccess)ExecutionRole|AWSXray?DaemonWriteAccess/i;

/** All that a role of the template may do lets it write nowhere; false where that cannot be told. */
const mayNotWrite = (role: string, root: Table): boolean => {
	const resources = resourcesIn(root);
	const found = tableAt(resources, [role]);
	if (!found || typeOf(found) !== 'AWS::IAM::Role') return false;
	const managed = listOf(valueAt(found, ['Properties', 'ManagedPolicyArns']));
	if (!managed.every(policy => runsOnly.test(JSON.stringify(policy)))) return false;
	const documents = [
		...listOf(valueAt(found, ['Properties', 'Policies'])).map(policy =>
			valueAt(policy, ['PolicyDocument', 'Statement']),
		),
		...Object.values(resources)
			.filter(
				resource =>
					/^AWS::IAM::(?:\w*Policy)$/.test(typeOf(resource)) &&
					refersTo(valueAt(resource, ['Properties']), role),
			)
			.map(resource => valueAt(resource, ['Properties', 'PolicyDocument', 'Statement'])),
	];
	return documents.every(document => {
		const statements = statementsOf(document);
		return (
			statements !== null &&
			statements.every(
				statement =>
					statement['Effect'] === 'Deny' ||
					(statement['NotAction'] === undefined &&
						listOf(statement['Action']).every(action => typeof action === 'string' && !writes.test(action))),
			)
		);
	});
};

const judge = (lambda: LambdaFunction, root: Table): readonly Finding[] => {
	const { id, at, properties } = lambda;
	const targets = targetsOf(lambda, root);
	const fifo = targets.flatMap(referencesOf).find(name => isFifo(resourcesIn(root)[name] ?? null));
	if (fifo !== undefined) {
		const message = `What \`${id}\` fails on cannot go to \`${fifo}\`, which is FIFO`;
		const expected = 'a standard queue or topic';
		return [{ level: 'fail', message, confidence: 'certain', at, found: fifo, expected, key: `fifo:${id}` }];
	}
	const { Role: own } = properties;
	const [role, ...others] = own === undefined ? [] : referencesOf(own);
	if (role === undefined || others.length > 0 || !isTable(own) || !mayNotWrite(role, root)) return [];
	return [
		{
			level: 'warn',
			message: `The role \`${role}\` does not let \`${id}\` write to where it puts what it fails on`,
			confidence: 'likely',
			at,
			found: role,
			expected: '`sqs:SendMessage`, or what the target needs, in the policies of the role',
			key: `role:${id}`,
		},
	];
};

export default defineCheck({
	id: 'failure-targets',
	spec: '5.5/target',
	title: 'What functions fail on can be written to its target',
	failTitle: 'A function cannot write what it fails on to its target',
	severity: 'medium',
	scope: 'project',
	needs: functionNeeds,
	check: (facts, project) =>
		judgeParts(facts, project, {
			check: 'lambda-retries/failure-targets',
			partsOf(lambda) {
				const root = rootOf(facts, lambda.template);
				return targetsOf(lambda, root).length > 0 ? [root] : [];
			},
			judge: (root, lambda) => judge(lambda, root),
			reason: 'No Python function names a target for what it fails on',
			question: 'Can functions write what they fail on to its target?',
			evidence: count =>
				`What ${counted(count, 'function fails', 'functions fail')} on can be written to its target, as far as templates show`,
			terraform: [/^aws_lambda_function_event_invoke_config$/, 'targets of functions'],
		}),
});
