import type { CiTool } from '../../core/ci.ts';
import { gatesOf } from '../../core/ci.ts';
import type { Finding } from '../../core/finding.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../core/practice.ts';

const linters: readonly CiTool[] = ['cfn-lint', 'sam-validate'];
const guards: readonly CiTool[] = ['cfn-nag', 'cfn-guard', 'checkov', 'kics', 'trivy'];

export default defineCheck({
	id: 'validated',
	spec: '11.6/validated',
	title: 'A build runs cfn-lint and a scanner of rules over the templates',
	failTitle: 'No build runs cfn-lint and a scanner of rules over the templates',
	severity: 'medium',
	scope: 'repository',
	needs: ['ci', 'templates', 'files'],
	check(facts) {
		const paths = [...facts.templates]
			.filter(([path, parsed]) => parsed.ok && facts.files.get(path)?.role !== 'test')
			.map(([path]) => path);
		const [first] = paths;
		if (first === undefined) return notApplicable('no CloudFormation or SAM template is here');
		const lint = gatesOf(facts.ci, linters);
		const guard = gatesOf(facts.ci, guards);
		const [linter] = lint.gates;
		const [scanner] = guard.gates;
		const [outside] = [...lint.outOfSight, ...guard.outOfSight];
		if ((!linter || !scanner) && outside)
			return manual(`\`${outside.name}\` is outside this repository. Does it validate the templates?`);
		const findings: Finding[] = [];
		if (!linter)
			findings.push({
				level: scanner ? 'warn' : 'fail',
				message: `No build runs cfn-lint or \`sam validate --lint\` over ${paths.length === 1 ? 'the template' : `${paths.length} templates`}`,
				confidence: 'certain',
				at: { path: first },
				expected: '`cfn-lint` in a job that a pull request starts',
				key: 'no linter',
			});
		else if (!scanner)
			findings.push({
				level: 'warn',
				message: 'No build runs cfn_nag, cfn-guard, checkov or the like over the templates',
				confidence: 'certain',
				at: { path: linter.path, line: linter.line },
				expected: 'a scanner of rules beside cfn-lint',
				key: 'no scanner',
			});
		return verdictOf(
			findings,
			linter && scanner ? `\`${linter.program}\` and \`${scanner.program}\` run in the build` : '',
		);
	},
});
