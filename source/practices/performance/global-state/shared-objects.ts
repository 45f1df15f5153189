import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn, hasRunningPython } from '../../../core/project-files.ts';

const bugs: Readonly<Record<string, readonly [message: string, expected: string]>> = {
	B006: ['A default that can change is shared by all calls', '`None`, and the value made in the function'],
	B039: [
		'A default of a context variable that can change is shared by all contexts',
		'no default, or one that cannot change',
	],
	RUF008: ['A default that can change is shared by all instances', '`field(default_factory=…)`'],
	B019: ['A cache on a method keeps every instance alive', '`cached_property`, or a cache outside the class'],
};

export default defineCheck({
	id: 'shared-objects',
	spec: '9.2G',
	title: 'No object is shared by accident between calls or instances',
	failTitle: 'Calls or instances share an object that was meant for one',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'lint'],
	check(facts, project) {
		if (!hasRunningPython(facts, project)) return notApplicable('the project runs no Python code of its own');
		const findings = filesIn(facts.lint, facts, project)
			.filter(({ role }) => role === 'prod')
			.flatMap(({ path, value }) =>
				Object.entries(bugs).flatMap(([code, [message, expected]]): Finding[] => {
					const hits = value.filter(hit => hit.code === code);
					const [first] = hits;
					if (!first) return [];
					const again = hits.length === 1 ? '' : `; ${hits.length - 1} more in this file`;
					return [
						{
							level: 'warn',
							message: `${message}${again}`,
							confidence: 'likely',
							at: { path, line: first.line },
							found: first.source,
							expected,
							key: code,
						},
					];
				}),
			);
		return verdictOf(findings, 'no default that can change and no cache on a method was found');
	},
});
