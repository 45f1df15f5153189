import type { Level } from '../../../core/finding.ts';
import { defineCheck, verdictOf } from '../../../core/practice.ts';
import type { Found } from './standing.ts';
import {
	credentialFile,
	foundIn,
	isDeployFile,
	isEnvironmentFile,
	secretFinding,
	shownName,
} from './standing.ts';

const levelOf = ({ standing, site }: Found): Level => {
	if (standing === 'sample') return 'info';
	return standing === 'script' || !site.isSure ? 'warn' : 'fail';
};

export default defineCheck({
	id: 'generic',
	spec: '8.3/generic',
	title: 'No literal that looks like a secret is assigned to a name that says so',
	failTitle: 'A literal that looks like a secret is assigned to a name that says so',
	severity: 'high',
	scope: 'repository',
	needs: ['secrets', 'files', 'templates'],
	check(facts) {
		const found = foundIn(facts).filter(
			({ path, site }) =>
				(site.kind === 'assigned' || site.kind === 'django-insecure') &&
				!isEnvironmentFile(path) &&
				!credentialFile.test(path) &&
				!isDeployFile(path, facts),
		);
		return verdictOf(
			found.map(one =>
				secretFinding(one.path, one.site, levelOf(one), {
					message:
						one.site.kind === 'django-insecure'
							? `The key that \`startproject\` generated is still set${shownName(one.site)}`
							: `A literal that looks like a secret is set${shownName(one.site)}`,
					expected: 'a value read at run time from Parameter Store or the environment',
					isLikely: true,
				}),
			),
			'no name of a password, key or token is given a literal that could be one',
		);
	},
});
