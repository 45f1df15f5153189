import { definePractice } from '../../core/practice.ts';
import fallback from './secrets/default.ts';
import generic from './secrets/generic.ts';
import guard from './secrets/guard.ts';
import history from './secrets/history.ts';
import iacCi from './secrets/iac-ci.ts';
import ignore from './secrets/ignore.ts';
import provider from './secrets/provider.ts';
import trackedFiles from './secrets/tracked-files.ts';

// https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
// https://github.com/gitleaks/gitleaks

export default definePractice({
	number: '8.3',
	id: 'secrets',
	title: 'Secrets are read at run time and are nowhere in the repository',
	failTitle: 'The repository holds secrets, or lets them in',
	why:
		'What is committed is copied to every clone, build and backup, and stays in the history when it is deleted. A key in ' +
		'a repository is known to whoever can read it, now and later, and nothing tells when it is used. Only a key that is ' +
		'read at run time can be changed without a release.',
	remedy:
		'Revoke the key first: it counts as known. Put the new one into Parameter Store as a `SecureString`, or into the ' +
		'environment of the program, and read it there. Take the file out of git, ignore it, and let a scanner look at every ' +
		'commit. Rewriting the history helps only after the key is worthless.',
	example: {
		language: 'python',
		text: ['import os', '', 'API_KEY = os.environ["PAYMENTS_API_KEY"]', ''].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html',
		'https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning',
		'https://github.com/gitleaks/gitleaks',
	],
	errata: [
		'The checklist names environment variables and Parameter Store only; a reference to Secrets Manager counts as well, since it holds no value',
	],
	seeAlso: ['4.1', '10.X5'],
	checks: [provider, generic, trackedFiles, iacCi, fallback, history, ignore, guard],
});
