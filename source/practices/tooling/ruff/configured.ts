import { judgedElsewhere } from '../../../core/tool-config.ts';
import type { Finding } from '../../../core/finding.ts';
import { folderOf, inFolder, upward } from '../../../core/folders.ts';
import { pinsOf } from '../../../core/pins.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { placeOf } from '../../../core/origin.ts';
import { replacedTools } from '../../../core/ruff/replaced-tools.ts';
import { configOf, hasPython, noPython, onlyBinds } from './scope.ts';

export default defineCheck({
	id: 'configured',
	spec: '2.2a',
	title: 'Ruff is configured, and no second linter or formatter beside it',
	failTitle: 'Ruff is not the one configured linter and formatter',
	severity: 'medium',
	scope: 'project',
	needs: ['projects', 'files', 'toml', 'ini', 'ruffConfigs', 'toolPins', 'devDependencies'],
	check(facts, project) {
		if (!hasPython(facts, project)) return notApplicable(noPython);
		const config = configOf(facts, project);
		// pylint has checks that ruff lacks, so it may well stand beside it.
		const others = replacedTools(facts, project).filter(({ tool }) => config === null || tool !== 'pylint');
		const besides = others.map(({ tool, path, line }): Finding => ({
			level: 'warn',
			message: config
				? `\`${tool}\` is configured beside ruff, which does its work too`
				: `\`${tool}\` is configured, ruff is not`,
			confidence: 'certain',
			at: line > 0 ? { path, line } : { path },
			expected: 'one `[tool.ruff]` configuration',
			key: tool,
		}));
		if (config) {
			const elsewhere = judgedElsewhere(facts, config, project);
			if (elsewhere !== null) return pass(elsewhere);
			const table = config.pointer === '' ? '' : ' has `[tool.ruff]`';
			const outdated = config.outdated.map((origin): Finding => ({
				level: 'warn',
				message: `\`${origin.pointer.slice(origin.pointer.lastIndexOf('/') + 1)}\` stands outside \`lint\`, which ruff has deprecated`,
				confidence: 'certain',
				at: placeOf(facts.toml, origin),
				key: `outdated ${origin.pointer}`,
			}));
			return verdictOf(
				[...besides, ...outdated],
				`\`${config.path}\`${table}`,
				outdated.length > 0 && besides.length === 0 ? 'low' : undefined,
			);
		}
		if (besides.length > 0) return verdictOf(besides, '');
		if (onlyBinds(facts, project)) {
			return notApplicable('the folder binds a workspace together, and each of its members configures ruff');
		}
		const dependency = facts.devDependencies.find(
			({ name, path }) => name === 'ruff' && upward(project.path).includes(folderOf(path)),
		);
		const pin = pinsOf(facts.toolPins, inFolder(project.path, 'x'), 'ruff')[0];
		const used = dependency ?? pin;
		const manifest = project.manifests[0] ?? inFolder(project.path, 'pyproject.toml');
		// A configuration beside loose files would govern the projects below too.
		const key = !project.declared && facts.projects.length > 1 ? 'loose' : 'missing';
		const missing: Finding = used
			? {
					level: 'warn',
					message: 'Ruff runs with the defaults of whichever version is installed: it has no configuration',
					confidence: 'certain',
					at: used.line > 0 ? { path: used.path, line: used.line } : { path: used.path },
					expected: '`[tool.ruff]` with a selection of rules',
					key,
				}
			: {
					// Files that no manifest covers are a lesser matter than a project.
					level: project.declared ? 'fail' : 'warn',
					message:
						'No ruff configuration governs the project: no `ruff.toml`, `.ruff.toml` or `[tool.ruff]` here or above',
					confidence: 'certain',
					at: { path: manifest },
					expected: '`[tool.ruff]` with a selection of rules',
					key,
				};
		return verdictOf([missing], '');
	},
});
