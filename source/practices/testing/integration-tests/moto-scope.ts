import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { folderOf } from '../../../core/folders.ts';
import { importsOf } from '../needs.ts';

const wider = /(?:^|\/)(?:integ(?:ration)?|integ(?:ration)?[-_]tests?|e2e|end_to_end)(?:\/|$)/i;

export default defineCheck({
	id: 'moto-scope',
	spec: '7.2/moto-scope',
	title: 'Integration tests do without moto',
	failTitle: 'Tests that are called integration tests run on moto',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'modules'],
	check(facts, project) {
		const uses = importsOf(facts, project, 'moto').filter(({ isTest }) => isTest);
		const [first] = uses;
		if (!first) return notApplicable('no test imports moto');
		const findings = uses
			.filter(({ path }) => wider.test(folderOf(path)))
			.filter(({ path }, index, all) => all.findIndex(other => other.path === path) === index)
			.map(({ path, line }): Finding => ({
				level: 'warn',
				message: 'An integration test runs on moto, which imitates AWS in memory',
				confidence: 'certain',
				at: { path, line },
				expected: 'LocalStack or a test account here, moto in unit tests',
				key: 'moto',
			}));
		return verdictOf(findings, `moto is imported by unit tests alone, such as \`${first.path}\``);
	},
});
