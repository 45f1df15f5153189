import type { Facts, Project } from '../../../core/facts.ts';
import type { TestCode } from '../../../core/facts/test-code.ts';
import type { PytestConfig } from '../../../core/facts/tools.ts';
import { folderOf, inFolder, upward } from '../../../core/folders.ts';
import { filesIn, type ProjectFile } from '../../../core/project-files.ts';
import { pytestConfigFor } from '../../../core/pytest-options.ts';
import { isWiderTest } from '../../../core/test-scope.ts';

export type TestFile = ProjectFile<TestCode>;

/** The test files of a project, `conftest.py` included. */
export const testFilesOf = (
	facts: Pick<Facts, 'files' | 'testCode'>,
	project: Project,
): readonly TestFile[] => filesIn(facts.testCode, facts, project).filter(({ role }) => role === 'test');

/** Those that test units: neither their folder nor a marker says that they take in more. */
export const unitFilesOf = (
	facts: Pick<Facts, 'files' | 'testCode' | 'testUse'>,
	project: Project,
): readonly TestFile[] =>
	testFilesOf(facts, project).filter(({ path }) => {
		const use = facts.testUse.get(path);
		const marks = use?.ok ? use.value.marks : [];
		return !isWiderTest(path, marks);
	});

/** The `conftest.py` files that pytest reads for a test file, and the file itself. */
export const chainOf = (file: TestFile, facts: Pick<Facts, 'testCode'>): readonly TestCode[] => [
	file.value,
	...upward(folderOf(file.path)).flatMap(folder => {
		const parsed = facts.testCode.get(inFolder(folder, 'conftest.py'));
		return parsed?.ok ? [parsed.value] : [];
	}),
];

export const testsIn = (files: readonly TestFile[]): number =>
	files.reduce((sum, { value }) => sum + value.tests.length, 0);

const patternOf = (glob: string): RegExp =>
	new RegExp(
		`^${glob
			.replaceAll(/[.+^${}()|\\]/g, '\\$&')
			.replaceAll('*', '.*')
			.replaceAll('?', '.')}$`,
	);

/** What pytest collects, by its own configuration or its defaults. */
export const collectionOf = (
	facts: Pick<Facts, 'pytestConfigs'>,
	project: Project,
): {
	readonly config: PytestConfig | null;
	readonly takesFile: (name: string) => boolean;
	readonly takesClass: (name: string) => boolean;
} => {
	const config = pytestConfigFor(facts.pytestConfigs, project.path);
	const words = (option: string, fallback: readonly string[]): readonly string[] =>
		config?.options[option]?.flatMap(value => value.split(/\s+/)).filter(word => word !== '') ?? fallback;
	const filePatterns = words('python_files', ['test_*.py', '*_test.py']).map(patternOf);
	const classWords = words('python_classes', ['Test']);
	return {
		config,
		takesFile: name => filePatterns.some(pattern => pattern.test(name)),
		takesClass: name =>
			classWords.some(word => (/[*?[]/.test(word) ? patternOf(word).test(name) : name.startsWith(word))),
	};
};

export const noTests = 'the project has no tests';
