import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn, isRunning } from '../../../core/project-files.ts';

export default defineCheck({
	id: 'choice',
	spec: '9.1/choice',
	title: 'What comes in from outside is validated when it becomes an object',
	failTitle: 'Objects are made of what comes in from outside, and nothing validates it',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'dataModels'],
	check(facts, project) {
		const files = filesIn(facts.dataModels, facts, project).filter(({ role }) => isRunning(role));
		const plain = new Set(files.flatMap(({ value }) => value.dataclasses.map(({ name }) => name)));
		if (plain.size === 0) return notApplicable('the project defines no dataclass');
		const findings = files.flatMap(({ path, value }) =>
			value.unchecked
				.filter(({ name }) => plain.has(name))
				.map(({ name, line, from }): Finding => ({
					level: 'warn',
					message: `\`${name}\` is made of \`${from}\` as it came, and a dataclass checks no type`,
					confidence: 'likely',
					at: { path, line },
					expected: 'a model of Pydantic',
					key: name,
				})),
		);
		return verdictOf(findings, 'no dataclass is made of a request, an event or a message as it came');
	},
});
