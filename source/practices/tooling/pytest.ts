import { definePractice } from '../../core/practice.ts';
import configuration from './pytest/configuration.ts';
import failFast from './pytest/fail-fast.ts';
import runner from './pytest/runner.ts';
import warningsShown from './pytest/warnings-shown.ts';

// https://docs.pytest.org/en/stable/reference/customize.html

export default definePractice({
	number: '2.4',
	id: 'pytest',
	title: 'Pytest runs the tests, strictly and with warnings in sight',
	failTitle: 'Pytest does not run the tests as the checklist asks',
	why:
		'One runner with one configuration gives the same result on every machine. A run that stops at the first failure ' +
		'answers sooner, and warnings that stay visible are the cheapest notice of what breaks next.',
	remedy:
		'Keep pytest’s options in one file: `--maxfail=1`, `--strict-markers` and `--strict-config` in `addopts`, every marker ' +
		'registered, and no flag that hides warnings.',
	example: {
		language: 'toml',
		text: [
			'[tool.pytest.ini_options]',
			'minversion = "8.0"',
			'addopts = "-q --maxfail=1 --strict-markers --strict-config"',
			'testpaths = ["tests"]',
			'filterwarnings = ["error"]',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.pytest.org/en/stable/reference/customize.html',
		'https://docs.pytest.org/en/stable/reference/reference.html#ini-options-ref',
	],
	errata: [
		'The checklist asks for `--maxfail=1` and `-x`, which are the same; either passes',
		'`--disable-warnings` hides what the checklist elsewhere wants to fail on, so it is not asked for, and a warning without `error` in `filterwarnings`',
		'Stopping early is a convenience: it is reported at the lowest severity',
		'Names and structure of tests are judged once, by practice 7.1',
	],
	seeAlso: ['0.3', '2.5', '7.1', '11.2'],
	checks: [runner, failFast, warningsShown, configuration],
});
