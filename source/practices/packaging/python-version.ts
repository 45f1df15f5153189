import { definePractice } from '../../core/practice.ts';
import agreement from './python-version/agreement.ts';
import exactVersions from './python-version/exact-versions.ts';
import floor from './python-version/floor.ts';
import lockCommitted from './python-version/lock-committed.ts';
import lockFresh from './python-version/lock-fresh.ts';
import readiness from './python-version/readiness.ts';

// https://packaging.python.org/en/latest/specifications/pyproject-toml/#requires-python
// https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile

export default definePractice({
	number: '0.1',
	id: 'python-version',
	title: 'The project runs on Python 3.13 or newer, with exact versions from a committed lockfile',
	failTitle: 'The Python version or the versions of dependencies are not settled',
	why:
		'Two machines that choose their own Python and their own package versions run two different programs. ' +
		'One declared version and one committed lockfile make a build of today and a build of next month the same, ' +
		'and show every upgrade as a line in a diff.',
	remedy:
		'Declare `requires-python = ">=3.13"`, name the same version wherever Python is chosen, and commit the lockfile that `uv lock` writes.',
	example: {
		language: 'toml',
		text: [
			'[project]',
			'name = "orders"',
			'requires-python = ">=3.13"',
			'dependencies = ["httpx>=0.28"]',
			'',
		].join('\n'),
	},
	links: [
		'https://packaging.python.org/en/latest/specifications/pyproject-toml/#requires-python',
		'https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile',
		'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
	],
	errata: [
		'Exact versions belong in the lockfile; `==` in the dependencies of a library is harmful to its users, and is reported',
		'Python 3.14 is current where the checklist says 3.13; anything from 3.13 on passes',
	],
	seeAlso: ['0.2', '2.1', '10.U1'],
	checks: [floor, agreement, lockCommitted, exactVersions, lockFresh, readiness],
});
