import { definePractice } from '../../core/practice.ts';
import installed from './src-layout/installed.ts';
import packages from './src-layout/packages.ts';
import testsOutside from './src-layout/tests-outside.ts';
import tree from './src-layout/tree.ts';

// https://packaging.python.org/en/latest/discussions/src-layout-vs-flat-layout/

export default definePractice({
	number: '1.1',
	id: 'src-layout',
	title: 'The code lies in `src/` and is installed from there',
	failTitle: 'The code is not laid out in `src/`',
	why:
		'Python imports from the current folder first. With the package at the top, every test and every tool started there imports the working copy, ' +
		'whatever was installed: a module missing from the wheel, a data file that was never packaged or a wrong version go unnoticed until a user has them. ' +
		'Inside `src/` only the installed package can be imported, and nothing else at the top, such as `tests` or `setup.py`, becomes importable by accident.',
	remedy:
		'Move the package to `src/` with `git mv`, name the folder in the settings of the build backend, and correct the paths in the configuration of tools, in containers, templates and pipelines. Imports stay as they are.',
	example: {
		language: 'text',
		text: [
			'pyproject.toml          [build-system] says how it is installed',
			'src/orders/__init__.py',
			'src/orders/pricing.py',
			'tests/test_pricing.py   imports the installed orders',
			'scripts/',
			'infra/',
			'',
		].join('\n'),
	},
	links: [
		'https://packaging.python.org/en/latest/discussions/src-layout-vs-flat-layout/',
		'https://docs.pytest.org/en/stable/explanation/goodpractices.html#tests-outside-application-code',
		'https://docs.astral.sh/uv/concepts/projects/config/#project-packaging',
	],
	errata: [
		'A project that keeps its packages in another folder than `src/`, and says so to its build backend, has what the layout is for, and passes',
		'Functions that are deployed folder by folder are not installed: the practice does not apply to them',
		'A Django project is only warned: its tools expect the apps beside `manage.py`',
	],
	seeAlso: [],
	checks: [packages, installed, testsOutside, tree],
});
