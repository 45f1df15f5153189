import { isDeployedList } from '../../../core/deployed-list.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding, Place } from '../../../core/finding.ts';
import { folderOf, inFolder, upward } from '../../../core/folders.ts';
import { commandsOfHook } from '../../../core/hooks.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { hasPython } from '../ruff/scope.ts';
import { declaredIn, unmanaged } from './scope.ts';

/** A tool, what does the same, and what brings it along. */
interface Wanted {
	readonly tool: string;
	/** As good. */
	readonly same: readonly string[];
	/** Another tool for the same end. */
	readonly similar: readonly string[];
	readonly needsTests: boolean;
}

const wanted: readonly Wanted[] = [
	{
		tool: 'pytest',
		same: [],
		similar: ['stestr', 'testrepository', 'nose2', 'zope-testrunner', 'ward'],
		needsTests: true,
	},
	{ tool: 'pytest-cov', same: ['coverage'], similar: [], needsTests: true },
	{
		tool: 'mypy',
		same: [],
		similar: ['pyright', 'basedpyright', 'ty', 'pyrefly', 'pyre-check'],
		needsTests: false,
	},
	{ tool: 'ruff', same: [], similar: ['flake8', 'pylint', 'black'], needsTests: false },
];

type Read = Pick<
	Facts,
	| 'files'
	| 'paths'
	| 'projects'
	| 'functions'
	| 'testUse'
	| 'devDependencies'
	| 'packaging'
	| 'toolPins'
	| 'setupScripts'
	| 'preCommit'
>;

const hasTests = (facts: Read, project: Project): boolean =>
	filesIn(facts.testUse, facts, project).some(
		({ role, value }) => role === 'test' && value.tests + value.testCases > 0,
	);

/** Files that may install tools in a way that cannot be read. */
const unseenIn = (facts: Read, project: Project): readonly string[] =>
	upward(project.path).flatMap(folder =>
		['setup.py', 'noxfile.py', 'environment.yml', 'environment.yaml', 'environment-dev.yml', 'pixi.toml']
			.map(name => inFolder(folder, name))
			// What a script hands to `setup()` was read with it; lists that it reads are files of their own.
			.filter(path => facts.paths.has(path) && facts.setupScripts.get(path)?.ok !== true),
	);

/** The nearest project above that declares tools of development, for what lies below it too. */
const toolsAbove = (facts: Read, project: Project): Project | null => {
	const names = new Set(wanted.flatMap(({ tool, similar }) => [tool, ...similar]));
	for (const folder of upward(project.path).slice(1)) {
		const above = facts.projects.find(({ path, declared }) => declared && path === folder);
		if (above && [...declaredIn(facts, above).keys()].some(name => names.has(name))) return above;
	}
	return null;
};

/** The hook that brings a tool along. */
const hookWith = (facts: Read, project: Project, tool: string): Place | null => {
	const folders = upward(project.path);
	for (const [path, parsed] of facts.preCommit) {
		if (!parsed.ok || !folders.includes(folderOf(path))) continue;
		const hook = parsed.value.hooks.find(
			one => one.repository !== null && commandsOfHook(one).some(({ program }) => program === tool),
		);
		if (hook) return { path, line: hook.line };
	}
	return null;
};

const firstHook = (
	facts: Read,
	project: Project,
	tools: readonly string[],
): { readonly tool: string; readonly at: Place } | null => {
	for (const tool of tools) {
		const at = hookWith(facts, project, tool);
		if (at) return { tool, at };
	}
	return null;
};

const manifestOf = (project: Project): string =>
	project.manifests.find(path => path.endsWith('pyproject.toml')) ?? project.manifests[0] ?? 'pyproject.toml';

export default defineCheck({
	id: 'declared',
	spec: '2.7a',
	title: 'Pytest, pytest-cov, mypy and ruff are development dependencies',
	failTitle: 'A development tool is not declared',
	severity: 'low',
	scope: 'project',
	needs: [
		'files',
		'paths',
		'projects',
		'functions',
		'testUse',
		'devDependencies',
		'packaging',
		'toolPins',
		'setupScripts',
		'preCommit',
	],
	check(facts, project) {
		if (!project.declared) return notApplicable(unmanaged);
		if (!hasPython(facts, project)) return notApplicable('the project has no Python code');
		// Beside such a list there is no place for tools.
		if (isDeployedList(facts, project))
			return notApplicable('the list is what a function is deployed with, and tools do not belong there');
		const declared = declaredIn(facts, project);
		const above = toolsAbove(facts, project);
		const testsAbove = above !== null && hasTests(facts, above);
		let left = 0;
		const tests = hasTests(facts, project);
		const asked = wanted.filter(({ needsTests }) => tests || !needsTests);
		const findings: Finding[] = [];
		const undecided: string[] = [];
		const unseen = unseenIn(facts, project);
		for (const { tool, same, similar, needsTests } of asked) {
			if ([tool, ...same].some(name => declared.has(name))) continue;
			if (tool === 'pytest' && [...declared.keys()].some(name => name.startsWith('pytest-'))) continue;
			// It is missing above as well, and told there.
			if (above && (testsAbove || !needsTests)) {
				left++;
				continue;
			}
			const other = similar.find(name => declared.has(name));
			const hook = hookWith(facts, project, tool);
			// A hook of another tool is a choice too.
			const hooked = hook || other !== undefined ? null : firstHook(facts, project, similar);
			const at = hook ?? (other === undefined ? hooked?.at : declared.get(other));
			if (at) {
				findings.push({
					level: 'warn',
					message: hook
						? `\`${tool}\` comes with a hook only, so its version is not the project’s`
						: `\`${other ?? hooked?.tool ?? ''}\` stands in for \`${tool}\``,
					confidence: 'certain',
					at,
					expected: `\`${tool}\` among the development dependencies`,
					key: hook ? `missing ${tool}` : `similar ${tool}`,
				});
			} else if (unseen.length > 0) undecided.push(tool);
			else {
				findings.push({
					level: 'fail',
					message: `\`${tool}\` is not among the dependencies`,
					confidence: 'certain',
					at: { path: manifestOf(project) },
					expected: `\`${tool}\` among the development dependencies`,
					key: `missing ${tool}`,
				});
			}
		}
		const [path] = unseen;
		if (undecided.length > 0 && path !== undefined) {
			return manual(`Does \`${path}\` install ${undecided.map(tool => `\`${tool}\``).join(', ')}?`, findings);
		}
		if (above && findings.length === 0 && left > 0) {
			return notApplicable(
				`\`${manifestOf(above)}\` declares the tools for it, and is judged with the project it belongs to`,
			);
		}
		return verdictOf(findings, `${asked.map(({ tool }) => `\`${tool}\``).join(', ')} are declared`);
	},
});
