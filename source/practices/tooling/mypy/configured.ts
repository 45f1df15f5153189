import { judgedElsewhere } from '../../../core/tool-config.ts';
import { tableAt } from '../../../core/data.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { folderOf, inFolder, upward } from '../../../core/folders.ts';
import { pinsOf } from '../../../core/pins.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { configOf, isOnlyScripts, noProduction, productionPaths } from './scope.ts';

const files: readonly (readonly [name: string, checker: string])[] = [
	['pyrightconfig.json', 'pyright'],
	['ty.toml', 'ty'],
	['pyrefly.toml', 'pyrefly'],
];
const tables = ['basedpyright', 'pyright', 'ty', 'pyrefly', 'pytype', 'pyre'] as const;

const otherChecker = (
	facts: Pick<Facts, 'toml' | 'paths'>,
	project: Project,
): { readonly checker: string; readonly path: string; readonly line?: number } | null => {
	for (const folder of upward(project.path)) {
		const manifest = facts.toml.get(inFolder(folder, 'pyproject.toml'));
		for (const checker of tables) {
			if (!manifest?.ok || !tableAt(manifest.value.value, ['tool', checker])) continue;
			const line = manifest.value.locations[`/tool/${checker}`]?.line;
			return { checker, path: inFolder(folder, 'pyproject.toml'), ...(line === undefined ? {} : { line }) };
		}
		const found = files.find(([name]) => facts.paths.has(inFolder(folder, name)));
		if (found) return { checker: found[1], path: inFolder(folder, found[0]) };
	}
	return null;
};

export default defineCheck({
	id: 'configured',
	spec: '2.3a',
	title: 'Mypy is configured in one place',
	failTitle: 'Mypy is not configured, or its configuration is not read',
	severity: 'medium',
	scope: 'project',
	needs: ['projects', 'files', 'paths', 'toml', 'ini', 'mypyConfigs', 'toolPins', 'devDependencies'],
	check(facts, project) {
		if (productionPaths(facts, project).length === 0) return notApplicable(noProduction);
		const config = configOf(facts, project);
		if (config) {
			const elsewhere = judgedElsewhere(facts, config, project);
			if (elsewhere !== null) return pass(elsewhere);
			const findings = config.shadows.map(({ path, line, strict }): Finding => ({
				// What is written there is not what runs.
				level: strict && config.options['strict'] !== true ? 'fail' : 'warn',
				message: `\`${config.path}\` shadows the settings for mypy in \`${path}\`: mypy reads only the first file it finds`,
				confidence: 'certain',
				at: line > 0 ? { path, line } : { path },
				expected: 'settings for mypy in one file',
				key: `shadow ${path}`,
			}));
			return verdictOf(findings, `\`${config.path}\` configures mypy`);
		}
		const other = otherChecker(facts, project);
		const manifest = project.manifests[0] ?? inFolder(project.path, 'pyproject.toml');
		if (other) {
			const { checker, ...at } = other;
			const finding: Finding = {
				level: 'warn',
				message: `Types are checked with \`${checker}\`, not with mypy`,
				confidence: 'certain',
				at,
				key: 'other checker',
			};
			return verdictOf([finding], '', 'low');
		}
		const named = facts.devDependencies.filter(({ name }) => name === 'mypy');
		const root = facts.projects.find(({ path }) => path === project.lockRoot);
		if (
			root?.declared === true &&
			root !== project &&
			productionPaths(facts, root).length > 0 &&
			named.every(({ path }) => folderOf(path) !== project.path)
		) {
			return notApplicable(
				`no configuration governs the workspace, which \`${root.manifests[0] ?? root.path}\` is asked for`,
			);
		}
		// A lockfile of several projects does not say which of them installs it.
		const isShared = facts.projects.some(
			({ path, lockRoot }) => path !== lockRoot && lockRoot === root?.path,
		);
		const used =
			named.find(({ path }) => upward(project.path).includes(folderOf(path))) ??
			pinsOf(facts.toolPins, inFolder(project.path, 'x'), 'mypy').find(
				({ path }) => !path.endsWith('.lock') || (folderOf(path) === project.lockRoot && !isShared),
			);
		const finding: Finding = used
			? {
					level: 'warn',
					message: 'Mypy is installed and has no configuration, so it checks little',
					confidence: 'likely',
					at: used.line > 0 ? { path: used.path, line: used.line } : { path: used.path },
					expected: '`[tool.mypy]` with `strict = true`',
					key: 'missing',
				}
			: {
					level: isOnlyScripts(project) || !project.declared ? 'warn' : 'fail',
					message:
						'No configuration of mypy governs the project: no `mypy.ini`, `.mypy.ini`, `[tool.mypy]` or `setup.cfg` section here or above',
					confidence: 'certain',
					at: { path: manifest },
					expected: '`[tool.mypy]` with `strict = true`',
					key: 'missing',
				};
		return verdictOf([finding], '');
	},
});
