import { defineCheck } from '../../../core/practice.ts';
import { grantNeeds, judgeGrants, listOf } from './grants.ts';

/** An action with `*` beside other letters: `s3:Put*`, `dynamodb:*Item`. */
const prefix = /^[a-z\d-]+:(?=.*\*)(?=.*[a-z])/i;
/** They only look, and new actions that match will too. */
const looks = /^[a-z\d-]+:(?:Get|List|Describe|Batch(?:Get|Describe)|View|Head|Search|Lookup)[A-Za-z]*\*/i;
/**
 * So AWS writes what the users of a key may do: each name stands for variants of one operation.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const variants = new Set(['kms:reencrypt*', 'kms:generatedatakey*']);

export default defineCheck({
	id: 'action-prefix',
	spec: '4.6/action-prefix',
	title: 'Actions that change something are written out',
	failTitle: 'A permission takes all actions that begin alike',
	severity: 'low',
	scope: 'project',
	needs: grantNeeds,
	check: (facts, project) =>
		judgeGrants(facts, project, {
			check: 'iam-permissions/action-prefix',
			question: 'Are all actions that change something written out?',
			good: 'writes out what it may change',
			judge: ({ id, statements }) =>
				statements.flatMap((statement, at) => {
					const found = listOf(statement['Action']).filter(
						action =>
							typeof action === 'string' && prefix.test(action) && !variants.has(action.toLowerCase()),
					);
					const worst = found.find(action => typeof action === 'string' && !looks.test(action)) ?? found[0];
					if (typeof worst !== 'string') return [];
					const isLook = looks.test(worst);
					return [
						{
							level: isLook ? ('info' as const) : ('warn' as const),
							message: isLook
								? `\`${id}\` allows \`${worst}\``
								: `\`${id}\` allows \`${worst}\`, and what AWS adds under that name later`,
							expected: 'the actions that are needed',
							key: `prefix:${id}:${at}`,
						},
					];
				}),
		}),
});
