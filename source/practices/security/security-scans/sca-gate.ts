import type { CiTool } from '../../../core/ci.ts';
import { commandLine, gatesOf, pathForGate } from '../../../core/ci.ts';
import type { Facts } from '../../../core/facts.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { hasPipeline, noPipeline, questionFor, softened, wayTo } from './scope.ts';

export const scanners: readonly CiTool[] = ['osv-scanner', 'pip-audit', 'uv-audit'];
const others: readonly CiTool[] = ['safety', 'trivy', 'grype', 'snyk', 'dependency-review'];
const updater =
	/^(?:\.github\/dependabot\.ya?ml|(?:\.github\/|\.gitlab\/)?renovate\.json5?|\.renovaterc(?:\.json5?)?)$/;

/** Whether a project of the repository depends on anything. */
export const hasDependencies = ({ packaging, locks }: Pick<Facts, 'packaging' | 'locks'>): boolean =>
	locks.size > 0 ||
	[...packaging.values()].some(
		({ requirements, hasComputedRequirements }) => requirements.length > 0 || hasComputedRequirements,
	);

export const noDependencies = 'no project here depends on anything';

export default defineCheck({
	id: 'sca-gate',
	spec: '8.1/sca-gate',
	title: 'A scan of the dependencies for known vulnerabilities runs',
	failTitle: 'Nothing scans the dependencies for known vulnerabilities',
	severity: 'high',
	scope: 'repository',
	needs: ['ci', 'files', 'packaging', 'locks'],
	check(facts) {
		if (!hasDependencies(facts)) return notApplicable(noDependencies);
		if (!hasPipeline(facts)) return notApplicable(noPipeline);
		const own = gatesOf(facts.ci, scanners, { scheduled: true });
		const [gate] = own.gates;
		if (gate) return pass(`\`${commandLine(gate)}\` in ${wayTo(gate)} fails for a known vulnerability`);
		if (own.soft.length > 0) return verdictOf(softened(own.soft), '');
		const other = gatesOf(facts.ci, others, { scheduled: true });
		const [another] = [...other.gates, ...other.soft];
		if (another) {
			const onlyDifference = another.program === 'dependency-review';
			return verdictOf(
				[
					{
						level: 'warn',
						message: onlyDifference
							? 'Only what a pull request adds is looked at; what becomes known later is not'
							: `\`${commandLine(another)}\` scans the dependencies, which is not osv-scanner or pip-audit`,
						confidence: 'certain',
						at: { path: another.path, line: another.line },
						expected: 'osv-scanner or pip-audit for each change and on a schedule',
						key: `other ${another.program}`,
					},
				],
				'',
			);
		}
		const question = questionFor(facts, own, 'osv-scanner or pip-audit');
		if (question) return question;
		const update = [...facts.files.keys()].find(path => updater.test(path));
		return verdictOf(
			[
				update === undefined
					? {
							level: 'fail',
							message: 'No pipeline runs osv-scanner, pip-audit or `uv audit`',
							confidence: 'certain',
							at: { path: pathForGate(facts.ci) },
							expected: 'osv-scanner or pip-audit for each change and on a schedule',
							key: 'no scan',
						}
					: {
							level: 'warn',
							message: 'Updates are proposed, and no build fails for a known vulnerability',
							confidence: 'certain',
							at: { path: update },
							expected: 'osv-scanner or pip-audit for each change and on a schedule',
							key: 'no scan',
						},
			],
			'',
		);
	},
});
