import { assertReadable } from '../../../core/tool-config.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { PytestConfig } from '../../../core/facts/tools.ts';
import { folderOf, upward } from '../../../core/folders.ts';
import { filesIn } from '../../../core/project-files.ts';
import { pytestConfigFor } from '../../../core/pytest-options.ts';

type Read = Pick<
	Facts,
	'files' | 'toml' | 'ini' | 'pytestConfigs' | 'testUse' | 'toolPins' | 'devDependencies'
>;

/** What is known of a project's tests. */
export interface Testing {
	readonly config: PytestConfig | null;
	readonly tests: number;
	readonly testCases: number;
	/** A test file imports pytest, or has tests that only pytest runs. */
	readonly needsPytest: boolean;
	/** Where pytest is declared; null where nothing does. */
	readonly declaredIn: string | null;
	/** A test file, for evidence. */
	readonly first: string | null;
}

/** Plug-ins that bring pytest with them. */
const bringsPytest = (name: string): boolean => name === 'pytest' || name.startsWith('pytest-');

/** Null where the project has neither tests nor pytest. */
export const testingOf = (facts: Read, project: Project): Testing | null => {
	assertReadable(facts, project, [
		'pytest.toml',
		'.pytest.toml',
		'pytest.ini',
		'.pytest.ini',
		'pyproject.toml',
		'tox.ini',
		'setup.cfg',
	]);
	const files = filesIn(facts.testUse, facts, project).filter(({ role }) => role === 'test');
	const folders = upward(project.path);
	const declared = facts.devDependencies.find(
		({ name, path }) => bringsPytest(name) && folderOf(path) === project.path,
	);
	const above = facts.devDependencies.find(
		({ name, path }) => bringsPytest(name) && folders.includes(folderOf(path)),
	);
	const pinned = [...facts.toolPins].find(
		([path, parsed]) =>
			parsed.ok &&
			folders.includes(folderOf(path).replace(/(^|\/)requirements$/, '') || '.') &&
			parsed.value.some(({ tool }) => tool === 'pytest'),
	);
	const tests = files.reduce((sum, { value }) => sum + value.tests, 0);
	const testCases = files.reduce((sum, { value }) => sum + value.testCases, 0);
	if (tests === 0 && testCases === 0 && !declared) return null;
	return {
		config: pytestConfigFor(facts.pytestConfigs, project.path),
		tests,
		testCases,
		needsPytest: files.some(({ value }) => value.needsPytest),
		declaredIn: declared?.path ?? above?.path ?? pinned?.[0] ?? null,
		first: files.find(({ value }) => value.tests > 0 || value.testCases > 0)?.path ?? null,
	};
};

export const noTests = 'the project has no tests, and pytest is not among its dependencies';
