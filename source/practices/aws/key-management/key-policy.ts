import { isTable, valueAt } from '../../../core/data.ts';
import type { Table } from '../../../core/facts/config.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';
import { judgeResources, stackNeeds } from '../../../core/template/stacks.ts';
import { statementsOf } from '../../../core/template/statements.ts';
import { textsOf } from '../iam-permissions/grants.ts';

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html

/** Keys of conditions that say whose request it has to be. */
const binding =
	/kms:(?:CallerAccount|ViaService)|aws:(?:Principal|Source)(?:Org|Account|Arn|Vpc|Is|Service|Tag|Owner)/i;

const isOpen = (statement: Table): boolean => {
	const principal = statement['Principal'];
	const named = textsOf(isTable(principal) ? principal['AWS'] : principal);
	return (
		statement['Effect'] === 'Allow' &&
		named.includes('*') &&
		!binding.test(JSON.stringify(statement['Condition'] ?? ''))
	);
};

export default defineCheck({
	id: 'key-policy',
	spec: '4.4/key-policy',
	title: 'Policies of KMS keys say who may use them',
	failTitle: 'Everybody may use a KMS key',
	severity: 'high',
	scope: 'project',
	needs: stackNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'key-management/key-policy',
			types: /^AWS::KMS::(?:Key|ReplicaKey)$/,
			terraform: /^aws_kms_key(?:_policy)?$/,
			subject: 'KMS keys',
			question: 'Does the policy of every KMS key say who may use it?',
			good: 'says who may use it',
			judge: ({ id, at, properties }) => {
				const policy = properties['KeyPolicy'];
				if (policy === undefined) return [];
				const statements = statementsOf(valueAt(policy, ['Statement']));
				if (statements === null) return [undecided(at, `The policy of \`${id}\``, 'it is not written out')];
				if (!statements.some(isOpen)) return [];
				return [
					{
						level: 'fail',
						message: `Whoever knows the ARN of \`${id}\` may use it, from any account`,
						confidence: 'certain',
						at,
						expected: 'a principal, or a condition on `kms:CallerAccount` or `kms:ViaService`',
						key: `open:${id}`,
					},
				];
			},
		}),
});
