import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { declaredIn } from '../../tooling/dev-tools/scope.ts';
import { chainOf, collectionOf, noTests, testsIn, unitFilesOf } from './suite.ts';

export default defineCheck({
	id: 'isolated',
	spec: '7.1/io',
	title: 'Unit tests stay inside their process',
	failTitle: 'Unit tests go out to the network, or wait',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'testCode', 'testUse', 'pytestConfigs', 'devDependencies', 'packaging', 'toolPins'],
	check(facts, project) {
		const files = unitFilesOf(facts, project);
		if (testsIn(files) === 0) return notApplicable(noTests);
		const { config } = collectionOf(facts, project);
		const isClosed =
			config?.addopts.includes('--disable-socket') === true &&
			declaredIn(facts, project).has('pytest-socket');
		// A module without tests may serve those that take in more.
		const findings = files
			.filter(({ value }) => value.tests.length > 0)
			.flatMap(file => {
				const chain = chainOf(file, facts);
				const has = (kind: 'http' | 'sleep'): boolean => chain.some(({ fakes }) => fakes.includes(kind));
				return file.value.outside.flatMap(({ kind, line, call }, index, all): Finding[] => {
					if (kind === 'aws' || has(kind) || (kind === 'http' && isClosed)) return [];
					const same = all.filter(other => other.kind === kind);
					if (same[0] !== all[index]) return [];
					const again = same.length === 1 ? '' : `, and ${same.length - 1} more in this file`;
					return [
						{
							level: 'warn',
							message:
								kind === 'http'
									? `A unit test calls \`${call}\`, and nothing stands in for the network${again}`
									: `A unit test waits for real time to pass${again}`,
							confidence: 'likely',
							at: { path: file.path, line },
							found: call,
							expected:
								kind === 'http'
									? 'a stand-in such as `responses` or `respx`, or a folder or marker for integration tests'
									: 'a clock that the test moves, or an event that it waits for',
							key: kind,
						},
					];
				});
			});
		return verdictOf(findings, 'no unit test is seen to call the network or to sleep');
	},
});
