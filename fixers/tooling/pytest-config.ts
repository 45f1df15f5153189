import type { Facts, Project } from '../../source/core/facts.ts';
import type { PytestConfig } from '../../source/core/facts/tools.ts';
import { declined } from '../../source/core/fixer.ts';
import { inFolder, upward } from '../../source/core/folders.ts';
import { filesIn } from '../../source/core/project-files.ts';
import { isStrictAbout, pytestConfigFor, stopOf } from '../../source/core/pytest-options.ts';
import { chain } from '../../source/edit/text.ts';
import { addTable } from '../../source/edit/toml.ts';
import { defineFixer } from '../define.ts';
import { pytestFiles } from '../touches.ts';
import { knownMarks } from './known-marks.ts';
import { withFlags } from './pytest-flags.ts';

type Needed = Pick<Facts, 'projects' | 'files' | 'toml' | 'ini' | 'pytestConfigs' | 'testUse'>;

const manifestOf = ({ toml }: Needed, project: Project): string | null => {
	const path = inFolder(project.path, 'pyproject.toml');
	return toml.get(path)?.ok === true ? path : null;
};

/** Markers in use that neither pytest, nor a plug-in, nor the configuration, nor a `conftest.py` knows. */
const unknownMarks = (facts: Needed, project: Project, config: PytestConfig | null): readonly string[] => {
	const used = filesIn(facts.testUse, facts, project);
	const registered = new Set([
		...(config?.options['markers'] ?? []).map(entry => /^\s*(\w+)/.exec(entry)?.[1] ?? ''),
		...used.flatMap(({ value }) => value.registered),
	]);
	const names = new Set(used.flatMap(({ value }) => value.marks.map(({ name }) => name)));
	return [...names].filter(name => !knownMarks.has(name) && !registered.has(name)).toSorted();
};

const listed = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');

/** What the plan adds to a configuration, said in full. */
const described = (
	path: string,
	flags: readonly string[],
	tests: string | null,
	markers: readonly string[],
): readonly string[] => {
	const others = flags.filter(flag => flag !== '--maxfail=1');
	const strict = flags.includes('--strict-markers');
	return [
		`\`${path}\` gives every run \`--maxfail=1\`, which is \`-x\`${others.length > 0 ? `, and ${listed(others)}` : ''}; \`--disable-warnings\` stays out, because it hides what should fail.`,
		...(strict ? ['Under `--strict-markers` a marker that nobody registered is an error.'] : []),
		...(markers.length > 0 ? [`Registered, because tests use them: ${listed(markers)}.`] : []),
		...(tests === null ? [] : [`Without arguments pytest collects \`${tests}\` only, where all tests are.`]),
	];
};

const testFolder = (facts: Needed, project: Project): string | null => {
	const files = filesIn(facts.testUse, facts, project).filter(
		({ value }) => value.tests > 0 || value.testCases > 0,
	);
	const folder = inFolder(project.path, 'tests');
	return files.length > 0 && files.every(({ path }) => path.startsWith(`${folder}/`)) ? 'tests' : null;
};

export default defineFixer({
	id: 'pytest-config',
	title: 'Let pytest stop at the first failure, and be strict about markers',
	checks: ['pytest/fail-fast'],
	safety: 'review',
	needs: ['projects', 'files', 'toml', 'ini', 'pytestConfigs', 'testUse'],
	touches: pytestFiles,
	after: ['mypy-config'],
	// With a configuration, its rule of warnings is known, where a pipeline out of sight had left that open.
	continuedBy: ['ci-gates/python-warnings'],
	safetyNote:
		'Only the test run changes: it stops earlier. Markers are made strict only where every marker in use is registered, or ' +
		'is registered along with it.',
	questions: () => [],
	reads({ facts, project }) {
		const target = pytestConfigFor(facts.pytestConfigs, project.path)?.path ?? manifestOf(facts, project);
		return target === null ? [] : [target];
	},
	plan({ facts, project, texts }) {
		const config = pytestConfigFor(facts.pytestConfigs, project.path);
		// One in the folder of the tests is the project's own.
		if (config && !upward(config.directory).includes(project.path))
			return declined(`\`${config.path}\` belongs to another project`);
		if (config?.problem) return declined(`pytest refuses \`${config.path}\`: ${config.problem}`);
		if (config && stopOf(config.addopts) !== null) return declined('the configuration says so already');
		const unknown = unknownMarks(facts, project, config);
		const manifest = manifestOf(facts, project);
		const path = config?.path ?? manifest ?? inFolder(project.path, 'pytest.ini');
		const text = texts.get(path);
		const shared = {
			outcome: 'plan' as const,
			area: 'tests',
			summary: 'let pytest stop at the first failure',
			atRunTime:
				'A test run ends at its first failure; `--maxfail=0` on the command line brings the whole run back.',
			followUps: [],
		};
		if (!config) {
			if (!project.declared && facts.projects.length > 1)
				return declined(
					'these tests belong to no project, and a configuration beside them would govern the projects below too',
				);
			const flags = '-q --maxfail=1 --strict-markers --strict-config';
			const tests = testFolder(facts, project);
			const changed = described(path, flags.split(' '), tests, unknown);
			if (manifest === null) {
				const lines = [
					'[pytest]',
					`addopts = ${flags}`,
					...(tests === null ? [] : [`testpaths = ${tests}`]),
					...(unknown.length > 0 ? ['markers =', ...unknown.map(name => `    ${name}`)] : []),
				];
				return { ...shared, changed, edits: [{ kind: 'create', path, text: `${lines.join('\n')}\n` }] };
			}
			if (text === undefined) return declined(`\`${path}\` could not be read`);
			const result = addTable(text, ['tool', 'pytest', 'ini_options'], {
				addopts: flags,
				...(tests === null ? {} : { testpaths: [tests] }),
				...(unknown.length > 0 ? { markers: [...unknown] } : {}),
			});
			if (result.outcome === 'declined') return result;
			const [first, ...rest] = result.splices;
			if (!first) return declined('the configuration says so already');
			return { ...shared, changed, edits: [{ kind: 'splice', path, splices: [first, ...rest] }] };
		}
		if (text === undefined) return declined(`\`${path}\` could not be read`);
		const isStrict = isStrictAbout(config, 'markers') || unknown.length > 0;
		const flags = ['--maxfail=1', ...(isStrict ? [] : ['--strict-markers'])];
		const result = chain(text, [current => withFlags(facts, config, flags, current)]);
		if (result.outcome === 'declined') return result;
		const [first, ...rest] = result.splices;
		if (!first) return declined('the configuration says so already');
		const changed = described(path, flags, null, []);
		return { ...shared, changed, edits: [{ kind: 'splice', path, splices: [first, ...rest] }] };
	},
});
