import { definePractice } from '../../core/practice.ts';
import actionPrefix from './iam-permissions/action-prefix.ts';
import admin from './iam-permissions/admin.ts';
import managed from './iam-permissions/managed.ts';
import passRole from './iam-permissions/pass-role.ts';
import sharedRole from './iam-permissions/shared-role.ts';
import trust from './iam-permissions/trust.ts';
import vpcEndpoint from './iam-permissions/vpc-endpoint.ts';
import wildcards from './iam-permissions/wildcards.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html

export default definePractice({
	number: '4.6',
	id: 'iam-permissions',
	title: 'Permissions name the actions and resources that are needed',
	failTitle: 'A role may do more than it needs',
	why:
		'What a function may do is what anybody may do who takes it over, through a library or an input that nobody thought of. ' +
		'A wildcard turns a fault in one function into one of the whole account, and nobody sees it while all goes well.',
	remedy:
		'Name the actions that the code calls and the ARNs that it calls them on. ' +
		'In SAM, take a policy template such as `DynamoDBCrudPolicy` instead of a full-access policy. ' +
		'Bind `iam:PassRole` to one role or with `iam:PassedToService`.',
	example: {
		language: 'yaml',
		text: [
			'OrderFunction:',
			'  Type: AWS::Serverless::Function',
			'  Properties:',
			'    Handler: app.handler',
			'    Policies:',
			'      - DynamoDBCrudPolicy:',
			'          TableName: !Ref OrdersTable',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
		'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
		'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html',
	],
	errata: [
		'Roles that deploy or set up other things need wide rights; what is found on them is a warning',
		'In policies of buckets, queues, topics and keys `*` means that resource, so they are not judged here',
		'Templates below folders such as `tests` or `examples` are not judged, unless the example is a project of its own',
	],
	seeAlso: ['4.5'],
	checks: [admin, wildcards, actionPrefix, passRole, managed, sharedRole, trust, vpcEndpoint],
});
