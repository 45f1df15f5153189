import type { Finding } from '../../../core/finding.ts';
import type { LintHit } from '../../../core/facts/python.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { folderOf, nearestTo } from '../../../core/folders.ts';
import { selectionOf } from '../../../core/ruff/selection.ts';
import { runsIn } from './runs.ts';
import { hasPython, noPython } from './scope.ts';

const meaning: Readonly<Record<string, readonly [one: string, expected: string]>> = {
	PGH003: [
		'names no error code, so it hides every error of its line',
		'the code in brackets, such as `# type: ignore[arg-type]`',
	],
	PGH004: [
		'names no rule, so it hides every finding of its line or file',
		'the rule, such as `# noqa: F401`',
	],
	RUF100: ['suppresses nothing: its rule is on and does not fire here', 'the comment deleted'],
};

const nameOf = ({ code, source }: LintHit): string => {
	if (code !== 'PGH003') return '`# noqa`';
	return /#\s*pyright:/.test(source) && !/#\s*type:/.test(source)
		? '`# pyright: ignore`'
		: '`# type: ignore`';
};

/** One finding for each rule in a file, at its first hit. */
const findingsOf = (path: string, hits: readonly LintHit[]): readonly Finding[] =>
	[...new Set(hits.map(({ code }) => code))].flatMap((code): readonly Finding[] => {
		const all = hits.filter(hit => hit.code === code);
		const [first] = all;
		if (!first) return [];
		const [words, expected] = meaning[code] ?? [first.message, ''];
		const more = all.length > 1 ? `, and ${all.length - 1} more in this file` : '';
		return [
			{
				level: 'warn',
				message: `${nameOf(first)} ${words}${more}`,
				confidence: code === 'RUF100' ? 'likely' : 'certain',
				at: {
					path,
					line: first.line,
					column: first.column,
					endLine: first.endLine,
					endColumn: first.endColumn,
				},
				found: first.source,
				expected,
				key: code,
			},
		];
	});

export default defineCheck({
	id: 'suppressions',
	spec: '2.2g',
	title: 'Every suppression names what it suppresses',
	failTitle: 'Some suppressions hide more than they name, or nothing',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'lint', 'ruffConfigs', 'ruffRuns', 'hookReach'],
	check(facts, project) {
		if (!hasPython(facts, project)) return notApplicable(noPython);
		const blanket = filesIn(facts.lint, facts, project)
			.filter(({ role }) => role !== 'template' && role !== 'vendored' && role !== 'generated')
			.flatMap(({ path, value }) =>
				findingsOf(
					path,
					value.filter(({ code }) => code === 'PGH003' || code === 'PGH004'),
				),
			);
		const isIgnored = (path: string): boolean => {
			const config = nearestTo(facts.ruffConfigs, folderOf(path));
			return config !== null && selectionOf(config.settings).ignore.includes('RUF100');
		};
		const idle = runsIn(facts, project).flatMap(({ path, value }) =>
			// Where the settings have RUF100 on, it is counted with the other rules.
			value.counts['RUF100'] || isIgnored(path) ? [] : findingsOf(path, value.unusedNoqa),
		);
		return verdictOf([...blanket, ...idle], 'no `# noqa` and no `# type: ignore` without a code');
	},
});
