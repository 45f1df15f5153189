import { defineCheck, manual, notApplicable, pass } from '../../../core/practice.ts';
import { stackNeeds, stacksIn } from '../../../core/template/stacks.ts';
import { findingAt, readNeeds, readsIn } from './judge.ts';

/** Amazon RDS makes and rotates the secret itself. */
const managed = /"ManageMasterUser(?:Password|Secret)":(?:true|"true")/;

export default defineCheck({
	id: 'secret-use',
	spec: '4.1/secret-use',
	title: 'Secrets that are read are rotated',
	failTitle: 'A secret is read that nothing here rotates',
	severity: 'low',
	scope: 'project',
	needs: [...readNeeds, ...stackNeeds],
	check(facts, project) {
		const reads = readsIn(facts, project).filter(({ what }) => what === 'secret');
		if (reads.length === 0) return notApplicable('Nothing reads Secrets Manager');
		const stacks = stacksIn(facts, project);
		const rotates = stacks.some(
			({ template, resources }) =>
				resources.some(({ type }) => type === 'AWS::SecretsManager::RotationSchedule') ||
				managed.test(JSON.stringify(template.value)),
		);
		if (rotates) return pass('A template of the project rotates the secrets that it declares');
		const message = 'This secret is declared elsewhere, or is not rotated';
		const findings = reads.map(read => findingAt(read, 'info', message, 'a secret that is rotated'));
		return manual('Is every secret that the code reads rotated automatically?', findings);
	},
});
