import { definePractice } from '../../core/practice.ts';
import configured from './pre-commit/configured.ts';
import enforced from './pre-commit/enforced.ts';
import markdownlint from './pre-commit/markdownlint.ts';
import pinned from './pre-commit/pinned.ts';
import reach from './pre-commit/reach.ts';
import ruffCheck from './pre-commit/ruff-check.ts';
import ruffFormat from './pre-commit/ruff-format.ts';
import types from './pre-commit/types.ts';
import uvLock from './pre-commit/uv-lock.ts';
import yamllint from './pre-commit/yamllint.ts';

// https://pre-commit.com/ and https://prek.j178.dev/

export default definePractice({
	number: '2.6',
	id: 'pre-commit',
	title: 'Hooks lint, format and type-check what is committed',
	failTitle: 'Commits are made without all of the checks',
	why:
		'A mistake that is caught before the commit costs seconds; the same mistake in a build costs a round trip, and in a ' +
		'review the patience of a colleague. Hooks that everyone shares keep style out of discussions.',
	remedy:
		'Keep a `.pre-commit-config.yaml` at the root with hooks for ruff’s linter and formatter, mypy, a linter of Markdown and ' +
		'yamllint, each repository pinned to a tag, and run `pre-commit install` once in each clone.',
	example: {
		language: 'yaml',
		text: [
			'repos:',
			'  - repo: https://github.com/astral-sh/ruff-pre-commit',
			'    rev: v0.16.4',
			'    hooks:',
			'      - id: ruff-check',
			'        args: [--fix]',
			'      - id: ruff-format',
			'  - repo: https://github.com/pre-commit/mirrors-mypy',
			'    rev: v1.19.1',
			'    hooks:',
			'      - id: mypy',
			'  - repo: https://github.com/igorshubovych/markdownlint-cli',
			'    rev: v0.49.1',
			'    hooks:',
			'      - id: markdownlint',
			'  - repo: https://github.com/adrienverge/yamllint',
			'    rev: v1.38.0',
			'    hooks:',
			'      - id: yamllint',
			'',
		].join('\n'),
	},
	links: [
		'https://pre-commit.com/',
		'https://prek.j178.dev/',
		'https://docs.astral.sh/ruff/integrations/#pre-commit',
	],
	errata: [
		'The checklist says yaml-lint; the tool is called `yamllint`, and either name passes',
		'`check-yaml` only checks syntax, so it does not stand for yamllint',
		'A hook is judged by what it runs, never by its name',
		'Any mypy hook passes: how fast it is depends on the project',
		'Lefthook, husky, overcommit and folders of hooks are as good for the tools they run; that they are not pre-commit is said once',
	],
	seeAlso: ['0.3', '2.2', '2.3', '2.7'],
	checks: [configured, ruffCheck, ruffFormat, types, markdownlint, yamllint, reach, pinned, enforced, uvLock],
});
