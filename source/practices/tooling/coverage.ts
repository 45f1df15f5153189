import { definePractice } from '../../core/practice.ts';
import branches from './coverage/branches.ts';
import domain from './coverage/domain.ts';
import measured from './coverage/measured.ts';
import threshold from './coverage/threshold.ts';
import tool from './coverage/tool.ts';

// https://coverage.readthedocs.io/en/latest/config.html and https://pytest-cov.readthedocs.io/en/latest/config.html

export default definePractice({
	number: '2.5',
	id: 'coverage',
	title: 'Tests cover the code, and a build holds them to it',
	failTitle: 'No build holds the tests to a share of the code',
	why:
		'Code that no test runs breaks unseen. A number that a build insists on keeps the untested part from growing, one ' +
		'harmless change at a time.',
	remedy:
		'Name the package under `source`, set `fail_under = 90` in coverage’s configuration, and let the build run ' +
		'`pytest --cov`. Where the code is not there yet, begin with what it has and raise the number.',
	example: {
		language: 'toml',
		text: [
			'[tool.coverage.run]',
			'source = ["src"]',
			'branch = true',
			'',
			'[tool.coverage.report]',
			'fail_under = 90',
			'show_missing = true',
			'',
		].join('\n'),
	},
	links: [
		'https://coverage.readthedocs.io/en/latest/config.html',
		'https://pytest-cov.readthedocs.io/en/latest/config.html',
	],
	errata: [
		'The checklist puts `--cov-fail-under=90` on the command line; the same number in coverage’s configuration passes, and does not fail a run of a single test file',
		'The requirements in section 10 ask for 90 % of domain modules only: a threshold for these alone answers that check',
		'A threshold counts when a build that fails below it runs; one that is only written down is a warning',
		'How much is covered is never computed here: that needs a run of the tests',
	],
	seeAlso: ['0.3', '2.4'],
	checks: [tool, threshold, measured, domain, branches],
});
