import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { hasRunningPython } from '../../../core/project-files.ts';
import { noCode, sharedIn } from './scope.ts';

export default defineCheck({
	id: 'collaborators',
	spec: '9.2/di',
	title: 'Classes are given the clients that they work with',
	failTitle: 'Classes make the clients that they work with, and take none',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'globalState'],
	check(facts, project) {
		if (!hasRunningPython(facts, project)) return notApplicable(noCode);
		const findings = sharedIn(facts, project).flatMap(({ path, value }): Finding[] => {
			const [first, ...others] = value.built;
			if (!first) return [];
			const more = others.length === 0 ? '' : `; ${others.length} more in this file do so`;
			return [
				{
					level: 'warn',
					message: `\`${first.owner}\` calls \`${first.call}\` in its constructor and cannot be given another${more}`,
					confidence: 'likely',
					at: { path, line: first.line },
					expected: 'a parameter for it, with this one as the default',
					key: 'built',
				},
			];
		});
		return verdictOf(findings, 'no constructor is seen to make a client that it could be given');
	},
});
