import { definePractice } from '../../core/practice.ts';
import declared from './dev-tools/declared.ts';
import stubs from './dev-tools/stubs.ts';

export default definePractice({
	number: '2.7',
	id: 'dev-tools',
	title: 'The manifest declares the tools of development',
	failTitle: 'The manifest does not declare the tools of development',
	why:
		'Tools that the manifest declares have one version for everybody and every build. A tool that each person installs ' +
		'by hand gives each of them another answer.',
	remedy:
		'Keep `pytest`, `pytest-cov`, `mypy`, `ruff` and the stubs of untyped dependencies in the group `dev` of ' +
		'`[dependency-groups]`, and lock them.',
	example: {
		language: 'toml',
		text: [
			'[dependency-groups]',
			'dev = [',
			'    "mypy",',
			'    "pytest",',
			'    "pytest-cov",',
			'    "ruff",',
			'    "types-requests",',
			']',
			'',
		].join('\n'),
	},
	links: [
		'https://packaging.python.org/en/latest/specifications/dependency-groups/',
		'https://docs.astral.sh/uv/concepts/projects/dependencies/#development-dependencies',
	],
	errata: [
		'The checklist’s sketch has `[tool.uv] dev-dependencies`, which uv calls legacy; any group, extra or requirements file passes here',
		'`coverage` without pytest-cov passes; `pytest` and `pytest-cov` are asked for where there are tests',
		'The sketch names `types-requests`; it is asked for where `requests` is a dependency and mypy is in use, and so are a few others',
		'The versions in the sketch, ruff’s and mypy’s settings are judged by practices 0.1, 2.2 and 2.3',
	],
	seeAlso: ['0.1', '0.2', '2.2', '2.3', '2.5'],
	checks: [declared, stubs],
});
