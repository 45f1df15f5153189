import { takesResource } from '../../../core/resource-actions.ts';
import { defineCheck } from '../../../core/practice.ts';
import { grantNeeds, isEverywhere, judgeGrants, listOf, textsOf } from './grants.ts';

/** Services whose actions are about the account's own records. */
const harmless = new Set(['logs', 'xray', 'cloudwatch']);

// Read or change what one resource holds, and can be bound to it.
const scopable =
	/^(?:s3:(?:get|put|delete)(?:object)?\*?|dynamodb:(?:\w*item\w*\*?|query|scan)|sqs:sendmessage\*?|sns:publish|secretsmanager:getsecretvalue|ssm:getparameters?(?:bypath|\*)?|kms:decrypt|lambda:invokefunction|states:startexecution)$/;

// What functions in a network need, and what other checks ask about.
const needed =
	/^(?:logs:|xray:|cloudwatch:|ec2:(?:create|delete)networkinterface|ec2:(?:un)?assignprivateipaddresses|ec2:detachnetworkinterface|iam:passrole|iam:createservicelinkedrole)/;

export default defineCheck({
	id: 'wildcards',
	spec: '4.6/resource-star',
	title: 'Permissions name what they are about',
	failTitle: 'A permission is about every resource or every action of a service',
	severity: 'medium',
	scope: 'project',
	needs: grantNeeds,
	check: (facts, project) =>
		judgeGrants(facts, project, {
			check: 'iam-permissions/wildcards',
			question: 'Do all permissions name their actions and resources?',
			good: 'names what it is about',
			judge: ({ id, statements, trust }) =>
				statements.flatMap((statement, at) => {
					const everywhere = isEverywhere(statement);
					const actions = textsOf(statement['Action']);
					const services = actions.filter(action => /^[a-z\d-]+:\*$/.test(action));
					const whole = services.find(action => !harmless.has(action.split(':')[0] ?? '')) ?? services[0];
					const bound = statement['Condition'] !== undefined;
					const base = { expected: 'the ARNs and actions that are needed', key: `star:${id}:${at}` };
					if (whole !== undefined) {
						if (!everywhere && harmless.has(whole.split(':')[0] ?? '')) return [];
						const severe = everywhere && !bound && !harmless.has(whole.split(':')[0] ?? '');
						const message = `\`${id}\` allows \`${whole}\`${everywhere ? ' on every resource' : ''}`;
						return [{ ...base, level: severe ? ('fail' as const) : ('warn' as const), message }];
					}
					const wide =
						actions.find(action => scopable.test(action)) ??
						actions.find(action => takesResource(action) && !needed.test(action));
					if (!everywhere || wide === undefined || bound) return [];
					// A text message goes to a phone, which has no ARN.
					const publishes = wide === 'sns:publish';
					const severe = scopable.test(wide) && !publishes;
					if (publishes && JSON.stringify(trust).includes('cognito-idp')) return [];
					const written = listOf(statement['Action']).find(
						action => typeof action === 'string' && action.toLowerCase() === wide,
					);
					const message = `\`${id}\` allows \`${typeof written === 'string' ? written : wide}\` on every resource`;
					return [{ ...base, level: severe ? ('fail' as const) : ('warn' as const), message }];
				}),
		}),
});
