import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { hasRunningPython } from '../../../core/project-files.ts';
import { noCode, sharedIn } from './scope.ts';

export default defineCheck({
	id: 'containers',
	spec: '9.2E',
	title: 'Functions leave the lists and dictionaries of their modules alone',
	failTitle: 'Functions change lists or dictionaries of their modules',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'globalState'],
	check(facts, project) {
		if (!hasRunningPython(facts, project)) return notApplicable(noCode);
		const findings = sharedIn(facts, project).flatMap(({ path, value }): Finding[] => {
			const own = value.containers.filter(({ carriesRequest, isMeant }) => isMeant || !carriesRequest);
			const open = own.filter(({ isMeant }) => !isMeant);
			const [first] = open.length > 0 ? open : own;
			if (!first) return [];
			const others = new Set((open.length > 0 ? open : own).map(({ name }) => name)).size - 1;
			const more = others === 0 ? '' : `, and ${others} more are changed in this file`;
			return [
				{
					level: open.length > 0 ? 'warn' : 'info',
					message:
						open.length > 0
							? `\`${first.function}\` changes \`${first.name}\`, which all callers share${more}`
							: `\`${first.function}\` fills \`${first.name}\`, a cache or a registry by its name or use${more}`,
					confidence: 'likely',
					at: { path, line: first.line },
					expected: 'an object that holds it and is passed to those who need it',
					key: open.length > 0 ? 'container' : 'registry',
				},
			];
		});
		return verdictOf(
			findings,
			'no function changes a container of its module, but for caches and registries',
		);
	},
});
