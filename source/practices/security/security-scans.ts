import { definePractice } from '../../core/practice.ts';
import { securityCodes } from './security-scans/classics.ts';
import clean from './security-scans/clean.ts';
import ignoredVulns from './security-scans/ignored-vulns.ts';
import sastGate from './security-scans/sast-gate.ts';
import scaGate from './security-scans/sca-gate.ts';
import scaInput from './security-scans/sca-input.ts';

// https://bandit.readthedocs.io/
// https://google.github.io/osv-scanner/

export default definePractice({
	number: '8.1',
	id: 'security-scans',
	title: 'Code and dependencies are scanned for weaknesses with each change',
	failTitle: 'Code or dependencies are not scanned for weaknesses',
	why:
		'A shell that runs put-together text or a certificate that nobody checks looks like any other line in a review. A ' +
		'dependency that was fine when it was locked has a known hole a month later, and nothing in the repository changed. ' +
		'Only a scan that stops the build is seen.',
	remedy:
		'Run bandit, or select the `S` rules of ruff, in a job that a pull request starts. Run osv-scanner, or pip-audit on ' +
		'an export of the lockfile, for each change and once a week. Accept a finding where it stands, with a reason.',
	example: {
		language: 'yaml',
		text: [
			'- run: uvx bandit -c pyproject.toml -r src',
			'- run: uv export --frozen --no-emit-project -o audit.txt',
			'- run: uvx pip-audit -r audit.txt --require-hashes --disable-pip',
			'',
		].join('\n'),
	},
	links: [
		'https://bandit.readthedocs.io/en/latest/',
		'https://docs.astral.sh/ruff/rules/#flake8-bandit-s',
		'https://google.github.io/osv-scanner/',
		'https://github.com/pypa/pip-audit',
	],
	errata: [
		'The checklist asks for bandit and selects no `S` rules in ruff; either counts here, since the rules are a port of bandit',
		'pip-audit does not read `uv.lock`, so “osv-scanner or pip-audit” are not the same for a project of uv',
		'With `S` ruff reports every `assert` of a test; `per-file-ignores` for the tests belong to it',
	],
	ruff: [...securityCodes],
	seeAlso: ['8.2', '8.3', '0.3'],
	checks: [sastGate, scaGate, scaInput, ignoredVulns, clean],
});
