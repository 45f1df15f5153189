import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';
import { resolve, truthOf } from '../../../core/template/resolve.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { judgeResources, stackNeeds } from '../../../core/template/stacks.ts';

// https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html

const keySpecs = ['KeySpec', 'CustomerMasterKeySpec'];

/** KMS can rotate it: a symmetric key whose material it made itself; null where the template does not tell. */
const canRotate = ({ properties }: Resource, { template }: Stack): boolean | null => {
	const settings = [
		...keySpecs.map(name => [name, 'SYMMETRIC_DEFAULT'] as const),
		['KeyUsage', 'ENCRYPT_DECRYPT'] as const,
		['Origin', 'AWS_KMS'] as const,
	];
	let answer: boolean | null = true;
	for (const [name, needed] of settings) {
		const branches = resolve(properties[name], template.value);
		if (branches.some(branch => branch.state === 'unknown')) answer = null;
		else if (branches.some(branch => branch.state === 'known' && branch.value !== needed)) return false;
	}
	return answer;
};

const judge = (key: Resource, stack: Stack): readonly Finding[] => {
	const { id, at, properties } = key;
	const branches = resolve(properties['EnableKeyRotation'], stack.template.value);
	const unknown = branches.find(branch => branch.state === 'unknown');
	if (unknown?.state === 'unknown') return [undecided(at, `The rotation of \`${id}\``, unknown.reason)];
	const off = branches.filter(branch => branch.state !== 'known' || truthOf(branch.value) !== true);
	if (off.length === 0) return [];
	const rotates = canRotate(key, stack);
	if (rotates === null) return [undecided(at, `The kind of \`${id}\``, 'its specification is a parameter')];
	const isSet = properties['EnableKeyRotation'] !== undefined;
	return [
		{
			level: off.length === branches.length ? 'fail' : 'warn',
			message: isSet ? `The rotation of \`${id}\` is switched off` : `\`${id}\` is never rotated`,
			confidence: 'certain',
			at,
			expected: '`EnableKeyRotation: true`',
			key: `${isSet ? 'off' : 'absent'}:${id}`,
		},
	];
};

export default defineCheck({
	id: 'rotation',
	spec: '4.4/rotation',
	title: 'KMS keys are rotated',
	failTitle: 'A KMS key is never rotated',
	severity: 'medium',
	scope: 'project',
	needs: stackNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'key-management/rotation',
			types: /^AWS::KMS::Key$/,
			terraform: /^aws_kms_key$/,
			subject: 'symmetric KMS keys',
			question: 'Is every symmetric KMS key rotated?',
			good: 'is rotated',
			asks: (key, stack) => canRotate(key, stack) !== false,
			judge,
		}),
});
