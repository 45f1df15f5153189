import { definePractice } from '../../core/practice.ts';
import configured from './ruff/configured.ts';
import formatClean from './ruff/format-clean.ts';
import lineLength from './ruff/line-length.ts';
import lintClean from './ruff/lint-clean.ts';
import ruleSet from './ruff/rule-set.ts';
import suppressions from './ruff/suppressions.ts';

// https://docs.astral.sh/ruff/configuration/ and https://docs.astral.sh/ruff/linter/#rule-selection

export default definePractice({
	number: '2.2',
	id: 'ruff',
	title: 'Ruff lints and formats the code',
	failTitle: 'Ruff does not lint and format all of the code',
	why:
		'One fast tool with one configuration finds common mistakes before a reviewer does, and ends discussions about style. ' +
		'Rules that are off, suppressed as a whole, or broken today find nothing tomorrow.',
	remedy:
		'Configure `[tool.ruff]` with the nine rule families, ignore single rules that the code does not meet yet and take ' +
		'them out one by one, and format everything once in a commit of its own.',
	example: {
		language: 'toml',
		text: [
			'[tool.ruff]',
			'line-length = 100',
			'',
			'[tool.ruff.lint]',
			'select = ["E", "F", "I", "UP", "B", "SIM", "N", "PL", "RUF"]',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.astral.sh/ruff/configuration/',
		'https://docs.astral.sh/ruff/rules/',
		'https://docs.astral.sh/ruff/formatter/',
	],
	errata: [
		'The checklist’s `lint.select` below `[tool.ruff]` is right; `select` without `lint` is deprecated, still read, and a warning here',
		'Ruff 0.16 changed what runs without a selection, so a configuration without one means different things in different versions',
		'A line length of 100 is a matter of taste: any one value passes',
	],
	ruff: ['PGH003', 'PGH004'],
	seeAlso: ['0.3', '2.6', '11.1'],
	checks: [configured, ruleSet, lineLength, lintClean, formatClean, suppressions],
});
