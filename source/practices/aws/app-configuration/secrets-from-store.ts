import { runsInLambda } from '../../../core/lambda.ts';
import { usesAws } from '../../../core/aws-use.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { stackNeeds, stacksIn } from '../../../core/template/stacks.ts';
import { findingAt, readersIn, readNeeds } from './judge.ts';

export default defineCheck({
	id: 'secrets-from-store',
	spec: '4.1/uses-ssm',
	title: 'Secrets come from a store',
	failTitle: 'Secrets are read from the environment, and no store is read',
	severity: 'low',
	scope: 'project',
	needs: [...readNeeds, ...stackNeeds],
	check(facts, project) {
		if (!usesAws(facts, project)) return notApplicable('The project runs no code that uses AWS');
		const isService =
			project.kinds.includes('service') && !project.kinds.some(kind => kind === 'library' || kind === 'cli');
		const readers = readersIn(facts, project).filter(({ path }) => isService || runsInLambda(path, facts));
		// What users run by themselves takes its credentials from the environment, as every tool does.
		const isDeployed =
			isService ||
			filesIn(facts.modules, facts, project).some(
				({ path, role }) => role === 'prod' && runsInLambda(path, facts),
			);
		if (!isDeployed) return notApplicable('The project is no service and has no Lambda function');
		const secrets = readers.flatMap(({ value }) => value.environment.filter(({ what }) => what === 'secret'));
		if (readers.some(({ value }) => value.stores.length > 0))
			return pass('Configuration is read from a store of AWS');
		if (secrets.length === 0) return pass('No secret is read from the environment');
		// Amazon ECS reads the store itself and hands the value over in the environment.
		const handed = stacksIn(facts, project)
			.map(({ template }) => JSON.stringify(template.value))
			.join('\n');
		const open = secrets.filter(({ name }) => !handed.includes(`{"Name":"${name}","ValueFrom":`));
		const findings = open.map(read =>
			findingAt(
				read,
				'warn',
				`\`${read.name}\` comes from the environment, where every part of the process and whoever may look at its settings sees it`,
				'a SecureString in Parameter Store, read as the program runs',
			),
		);
		return verdictOf(findings, 'Secrets in the environment are handed over from a store');
	},
});
