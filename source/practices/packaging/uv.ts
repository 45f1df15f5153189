import { definePractice } from '../../core/practice.ts';
import developmentGroups from './uv/development-groups.ts';
import direnv from './uv/direnv.ts';
import documentedInstall from './uv/documented-install.ts';
import manager from './uv/manager.ts';
import projectTable from './uv/project-table.ts';

// https://docs.astral.sh/uv/concepts/projects/ and https://peps.python.org/pep-0735/

export default definePractice({
	number: '0.2',
	id: 'uv',
	title: 'Dependencies and the environment are managed by uv',
	failTitle: 'Something else than uv manages the environment and the dependencies',
	why:
		'One tool that makes the environment, resolves every version and writes the lockfile leaves no room for a machine that has another set of packages. ' +
		'Metadata in the standard `[project]` table and development tools in `[dependency-groups]` are read by every tool, ' +
		'so that the choice can be made again, and nothing needed only to develop reaches production.',
	remedy:
		'Describe the project in `[project]`, its development tools in `[dependency-groups]`, run `uv lock`, commit `uv.lock`, and take the files of the former manager out.',
	example: {
		language: 'toml',
		text: [
			'[project]',
			'name = "orders"',
			'version = "1.4.0"',
			'requires-python = ">=3.13"',
			'dependencies = ["httpx>=0.28"]',
			'',
			'[dependency-groups]',
			'dev = ["pytest>=8", "ruff>=0.14"]',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.astral.sh/uv/concepts/projects/',
		'https://docs.astral.sh/uv/concepts/projects/dependencies/#development-dependencies',
		'https://packaging.python.org/en/latest/specifications/dependency-groups/',
	],
	errata: [
		'The checklist’s sketch keeps development tools in `[tool.uv] dev-dependencies`, the older form of `[dependency-groups]`: it works, and gets a warning with a safe fix',
		'direnv is optional, and uv needs no activated environment: a missing `.envrc` is never reported, and none is written',
	],
	seeAlso: ['0.1', '2.1'],
	checks: [manager, projectTable, developmentGroups, documentedInstall, direnv],
});
