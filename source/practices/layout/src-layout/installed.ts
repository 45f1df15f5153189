import type { Finding } from '../../../core/finding.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { layoutOf } from './scope.ts';
import { pytestConfigFor } from '../../../core/pytest-options.ts';
import { fromFolder } from '../../../core/folders.ts';

type Read = Pick<Facts, 'files' | 'importPaths' | 'pytestConfigs'>;

/** What makes tests find the code although nothing installs it. */
const detours = (facts: Read, project: Project): readonly Finding[] => {
	const config = pytestConfigFor(facts.pytestConfigs, project.path);
	const paths = config?.options['pythonpath'] ?? [];
	const line = config?.lines['pythonpath'];
	const configured: readonly Finding[] =
		config && paths.length > 0
			? [
					{
						level: 'warn',
						message: 'Tests find the code only because `pythonpath` names its folder',
						confidence: 'certain',
						at: line === undefined ? { path: config.path } : { path: config.path, line },
						found: `pythonpath: ${paths.join(' ')}`,
						expected: 'an installed package',
						key: 'pythonpath',
					},
				]
			: [];
	const added = filesIn(facts.importPaths, facts, project)
		.filter(({ role }) => role === 'test')
		.flatMap(({ path, value }) =>
			value.slice(0, 1).map(({ line: at, column, endLine, endColumn, source }): Finding => ({
				level: 'warn',
				message: 'The test adds to `sys.path`, because the code is not installed',
				confidence: 'likely',
				at: { path, line: at, column, endLine, endColumn },
				found: source,
				expected: 'an installed package',
				key: 'sys.path',
			})),
		);
	return [...configured, ...added];
};

export default defineCheck({
	id: 'installed',
	spec: '1.1b',
	title: 'The code in `src/` gets installed',
	failTitle: 'Nothing installs the code in `src/`',
	severity: 'medium',
	scope: 'project',
	needs: ['layouts', 'files', 'importPaths', 'pytestConfigs'],
	check(facts, project) {
		const layout = layoutOf(facts, project);
		if (!layout || layout.inSrc.length === 0) return notApplicable('the project has no src layout');
		if (layout.build === null && layout.django !== null)
			return notApplicable('a Django project is run from its own folder');
		const { build } = layout;
		if (build) {
			const { path, line } = build.at;
			return pass(`\`${path}\`${line === undefined ? '' : ` line ${line}`} says how the project is built`);
		}
		const manifest = project.manifests[0] ?? 'pyproject.toml';
		return verdictOf(
			[
				{
					level: 'warn',
					message: `\`${fromFolder(project.path, manifest)}\` has no build system, so that nothing installs \`src/\``,
					confidence: 'certain',
					at: { path: manifest },
					expected: '`[build-system]`, or `package = true` in `[tool.uv]`',
					key: 'no build system',
				},
				...detours(facts, project),
			],
			'',
		);
	},
});
