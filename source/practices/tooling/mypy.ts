import { definePractice } from '../../core/practice.ts';
import annotations from './mypy/annotations.ts';
import configured from './mypy/configured.ts';
import escapeHatches from './mypy/escape-hatches.ts';
import pyTyped from './mypy/py-typed.ts';
import pythonVersion from './mypy/python-version.ts';
import strict from './mypy/strict.ts';

// https://mypy.readthedocs.io/en/stable/config_file.html

export default definePractice({
	number: '2.3',
	id: 'mypy',
	title: 'Mypy checks the whole project in strict mode',
	failTitle: 'Mypy does not check the whole project in strict mode',
	why:
		'A strict type checker finds wrong calls, forgotten `None`s and stale names before any test runs. Without strict mode ' +
		'it skips every function that has no annotations, which are the ones that need it most.',
	remedy:
		'Set `strict = true` in the one file that mypy reads, list modules that are not ready in an override with ' +
		'`ignore_errors`, and shorten that list.',
	example: {
		language: 'toml',
		text: ['[tool.mypy]', 'python_version = "3.13"', 'strict = true', ''].join('\n'),
	},
	links: [
		'https://mypy.readthedocs.io/en/stable/command_line.html#cmdoption-mypy-strict',
		'https://mypy.readthedocs.io/en/stable/config_file.html',
		'https://mypy.readthedocs.io/en/stable/existing_code.html',
	],
	errata: ['What `--strict` turns on changes with mypy; the thirteen flags counted here are those of mypy 2'],
	ruff: ['ANN001', 'ANN002', 'ANN003', 'ANN201', 'ANN204', 'ANN205', 'ANN206', 'ANN401'],
	seeAlso: ['0.3', '2.6', '11.1'],
	checks: [configured, strict, escapeHatches, annotations, pyTyped, pythonVersion],
});
