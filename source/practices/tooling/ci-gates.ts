import { definePractice } from '../../core/practice.ts';
import branchProtection from './ci-gates/branch-protection.ts';
import formatGate from './ci-gates/format-gate.ts';
import lintGate from './ci-gates/lint-gate.ts';
import pipeline from './ci-gates/pipeline.ts';
import pythonWarnings from './ci-gates/python-warnings.ts';
import typeGate from './ci-gates/type-gate.ts';

// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax

export default definePractice({
	number: '0.3',
	id: 'ci-gates',
	title: 'Lint, format, types and warnings stop the build',
	failTitle: 'The build goes on where lint, format, types or warnings should stop it',
	why:
		'A rule that nothing enforces is a wish. What stops the build is mended the same day, by the person who still ' +
		'knows why; what only prints a line is there a year later, among hundreds of others.',
	remedy:
		'Run `ruff check .`, `ruff format --check .`, `mypy` and `pytest` on every pull request, without `|| true`, ' +
		'`continue-on-error` or `--exit-zero`, and make the jobs required checks of the default branch.',
	example: {
		language: 'yaml',
		text: [
			'steps:',
			'  - run: uv sync --locked',
			'  - run: uv run --locked ruff check --output-format=github .',
			'  - run: uv run --locked ruff format --check .',
			'  - run: uv run --locked mypy',
			'  - run: uv run --locked pytest',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.astral.sh/ruff/integrations/',
		'https://docs.pytest.org/en/stable/how-to/capture-warnings.html',
		'https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches',
	],
	errata: [
		'Mypy knows no warnings: its strict mode, practice 2.3, holds what the checklist calls so',
		'Whether a job is a required check is set outside the repository, so it is asked',
	],
	seeAlso: ['2.1', '2.2', '2.3', '2.4', '2.5', '11.1'],
	checks: [pipeline, lintGate, formatGate, typeGate, pythonWarnings, branchProtection],
});
