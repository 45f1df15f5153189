import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn, isRunning } from '../../../core/project-files.ts';

const evidenceOf = (files: number): string =>
	files === 1
		? 'The one file that uses S3 neither creates a bucket nor makes an object public'
		: `None of the ${files} files that use S3 creates a bucket or makes an object public`;

export default defineCheck({
	id: 'code',
	spec: '4.5/code',
	title: 'Python neither creates buckets nor makes objects public',
	failTitle: 'Python creates a bucket or makes an object public',
	severity: 'high',
	scope: 'project',
	needs: ['bucketUses', 'files'],
	check(facts, project) {
		const uses = filesIn(facts.bucketUses, facts, project).filter(({ role }) => isRunning(role));
		if (uses.length === 0) return notApplicable('No Python file of this project uses S3');
		const findings = uses.flatMap(({ path, role, value }) =>
			value.calls.flatMap((call): readonly Finding[] => {
				const { line, column, endLine, endColumn, source: found } = call;
				const at = { path, line, column, endLine, endColumn };
				if (call.kind === 'public-acl') {
					const message = 'The object may be read by everybody';
					return [{ level: 'fail', message, confidence: 'certain', at, found, expected: 'no public `ACL`' }];
				}
				// Scripts and deployment code are where a bucket may well be created.
				if (role !== 'prod') return [];
				const message =
					'A bucket is created by the program, where no template sets its encryption, policy and versions';
				return [
					{ level: 'warn', message, confidence: 'likely', at, found, expected: 'a bucket in a template' },
				];
			}),
		);
		const severe = findings.some(({ level }) => level === 'fail');
		return verdictOf(findings, evidenceOf(uses.length), severe ? 'high' : 'low');
	},
});
