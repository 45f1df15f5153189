import type { Finding } from '../../../core/finding.ts';
import type { LintHit } from '../../../core/facts/python.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { runsIn } from './runs.ts';
import { hasPython, noPython } from './scope.ts';

const meaning: Readonly<Record<string, readonly [message: string, expected: string]>> = {
	PGH003: ['`# type: ignore` names no error code, so it hides every error of the line', '`# type: ignore[code]`'],
	PGH004: ['`# noqa` names no rule, so it hides every finding of the line or the file', '`# noqa: CODE`'],
	RUF100: ['`# noqa` suppresses nothing: its rule is on and does not fire here', 'the comment deleted'],
};

const findingOf = (path: string, hit: LintHit): Finding => {
	const [message, expected] = meaning[hit.code] ?? [hit.message, ''];
	return {
		level: 'warn',
		message,
		confidence: hit.code === 'RUF100' ? 'likely' : 'certain',
		at: { path, line: hit.line, column: hit.column, endLine: hit.endLine, endColumn: hit.endColumn },
		found: hit.source,
		expected,
		key: `${hit.code} ${hit.source}`,
	};
};

export default defineCheck({
	id: 'suppressions',
	spec: '2.2g',
	title: 'Every suppression names what it suppresses',
	failTitle: 'Some suppressions hide more than they name, or nothing',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'lint', 'ruffRuns'],
	check(facts, project) {
		if (!hasPython(facts, project)) return notApplicable(noPython);
		const blanket = filesIn(facts.lint, facts, project)
			.filter(({ role }) => role !== 'template' && role !== 'vendored' && role !== 'generated')
			.flatMap(({ path, value }) =>
				value.filter(({ code }) => code === 'PGH003' || code === 'PGH004').map(hit => findingOf(path, hit)),
			);
		const idle = runsIn(facts, project).flatMap(({ path, value }) =>
			// Where the settings have RUF100 on, it is counted with the other rules.
			value.counts['RUF100'] ? [] : value.unusedNoqa.map(hit => findingOf(path, hit)),
		);
		return verdictOf([...blanket, ...idle], 'no `# noqa` and no `# type: ignore` without a code');
	},
});
