import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { hasRunningPython } from '../../../core/project-files.ts';
import { noCode, sharedIn } from './scope.ts';

const listed = (names: readonly string[]): string => {
	const [first = '', second, ...others] = [...new Set(names)];
	if (second === undefined) return `\`${first}\``;
	return others.length === 0
		? `\`${first}\` and \`${second}\``
		: `\`${first}\`, \`${second}\` and ${others.length} more`;
};

export default defineCheck({
	id: 'rebinding',
	spec: '9.2D',
	title: 'No function gives a global of its module another value',
	failTitle: 'Functions give globals of their modules other values',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'globalState'],
	check(facts, project) {
		if (!hasRunningPython(facts, project)) return notApplicable(noCode);
		const findings = sharedIn(facts, project).flatMap(({ path, value }): Finding[] => {
			const counting = value.rebindings.filter(
				({ kind, carriesRequest }) => kind === 'counts' && !carriesRequest,
			);
			const lazy = value.rebindings.filter(
				({ kind, name }) => kind === 'lazy' && !counting.some(other => other.name === name),
			);
			const inEntry = counting.filter(({ isEntry }) => isEntry);
			const plain = counting.filter(({ isEntry }) => !isEntry);
			const worst = plain[0] ?? inEntry[0];
			const [made] = lazy;
			return [
				...(worst
					? [
							{
								level: plain.length > 0 ? ('fail' as const) : ('warn' as const),
								message: `\`${worst.function}\` gives ${listed((plain.length > 0 ? plain : inEntry).map(({ name }) => name))} of its module another value`,
								confidence: 'certain' as const,
								at: { path, line: worst.line },
								expected: 'an object that holds it and is passed to those who need it',
								key: 'rebinding',
							},
						]
					: []),
				...(made
					? [
							{
								level: 'info' as const,
								message: `\`${made.function}\` makes ${listed(lazy.map(({ name }) => name))} when it is first needed`,
								confidence: 'certain' as const,
								at: { path, line: made.line },
								expected: 'a function under `functools.cache` that returns it',
								key: 'lazy',
							},
						]
					: []),
			];
		});
		return verdictOf(findings, 'no function rebinds a global, but to make it once');
	},
});
