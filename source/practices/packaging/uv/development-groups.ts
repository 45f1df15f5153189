import { isTable, pointerOf, stringsAt, tableAt, valueAt } from '../../../core/data.ts';
import type { TomlDocument } from '../../../core/facts/config.ts';
import type { Dependency } from '../../../core/facts/tools.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { isLibrary, packagingOf } from '../python-version/scope.ts';
import { isDevelopmentTool, needsAtRunTime } from './development-tools.ts';
import { inFolder } from '../../../core/folders.ts';

// https://docs.astral.sh/uv/concepts/projects/dependencies/#legacy-dev-dependencies

const developing = /^(?:dev|develop|development|tests?|testing|lint|linting|typing|types|qa|checks?|ci)$/;

/** The tool is only installed with an extra. */
const isOptional = (document: TomlDocument | null, name: string): boolean => {
	const entries = Object.entries(tableAt(document?.value, ['tool', 'poetry', 'dependencies']) ?? {});
	return entries.some(
		([key, entry]) =>
			key.toLowerCase().replaceAll(/[-_.]+/g, '-') === name && isTable(entry) && entry['optional'] === true,
	);
};

const legacyIn = (document: TomlDocument): readonly Finding[] => {
	const path = ['tool', 'uv', 'dev-dependencies'];
	const location = document.locations[pointerOf(path)];
	if (!location || valueAt(document.value, path) === undefined) return [];
	return [
		{
			level: 'warn',
			message: 'Development tools stand in the legacy `[tool.uv] dev-dependencies`, which uv will give up',
			confidence: 'certain',
			at: { path: document.path, line: location.line, column: location.column },
			found: location.source,
			expected: '`[dependency-groups]`',
			key: 'legacy',
		},
	];
};

const extrasIn = (document: TomlDocument): readonly Finding[] =>
	Object.keys(tableAt(document.value, ['project', 'optional-dependencies']) ?? {}).flatMap(extra => {
		const path = ['project', 'optional-dependencies', extra];
		const location = document.locations[pointerOf(path)];
		const has = stringsAt(document.value, path).some(text =>
			isDevelopmentTool((/^[\w.-]+/.exec(text)?.[0] ?? '').toLowerCase().replaceAll(/[-_.]+/g, '-')),
		);
		if (!location || !has || !developing.test(extra)) return [];
		const finding: Finding = {
			level: 'warn',
			message: `Development tools are published as the extra \`${extra}\` of an application`,
			confidence: 'certain',
			at: { path: document.path, line: location.line },
			found: location.source,
			expected: '`[dependency-groups]`',
			key: `extra ${extra}`,
		};
		return [finding];
	});

const shipped = ({ name, path, line }: Dependency, level: Level): Finding => ({
	level,
	message: `\`${name}\` is a development tool, and is installed wherever the project runs`,
	confidence: 'likely',
	at: { path, line },
	found: name,
	expected: '`[dependency-groups]`',
	key: `shipped ${name}`,
});

const manifest = /(?:^|\/)(?:pyproject\.toml|Pipfile)$/;

export default defineCheck({
	id: 'development-groups',
	spec: '0.2c',
	title: 'Development tools stand in `[dependency-groups]`',
	failTitle: 'Development tools do not stand in `[dependency-groups]`',
	severity: 'low',
	scope: 'project',
	needs: ['packaging', 'projects', 'toml', 'ini', 'devDependencies', 'modules', 'files'],
	check(facts, project) {
		const found = packagingOf(facts, project);
		if ('verdict' in found) return found.verdict;
		const path = inFolder(project.path, 'pyproject.toml');
		const parsed = facts.toml.get(path);
		const document = parsed?.ok === true ? parsed.value : null;
		const own = facts.devDependencies.filter(
			dependency => project.manifests.includes(dependency.path) && manifest.test(dependency.path),
		);
		// What users install themselves may want a tool in ways that no import shows.
		const isDeployed = project.kinds.some(kind => kind === 'lambda' || kind === 'service');
		const main = own
			.filter(({ use, name }) => use === 'run' && isDevelopmentTool(name) && !isOptional(document, name))
			.filter(({ requirement }) => !/;.*\bextra\b/.test(requirement))
			.filter(({ line }) => !isInExtra(document, line))
			.filter(({ name }) => !needsAtRunTime(name, project, facts))
			.map(dependency => shipped(dependency, isDeployed ? 'fail' : 'warn'));
		const legacy = document ? legacyIn(document) : [];
		const extras = document && !isLibrary(project) ? extrasIn(document) : [];
		const findings = [...main, ...legacy, ...extras];
		if (findings.length > 0) return verdictOf(findings, '', main.length > 0 ? 'medium' : 'low');
		const groups = Object.keys(tableAt(document?.value, ['dependency-groups']) ?? {});
		if (groups.length > 0)
			return pass(`\`[dependency-groups]\` has ${groups.map(group => `\`${group}\``).join(', ')}`);
		const extra = Object.keys(tableAt(document?.value, ['project', 'optional-dependencies']) ?? {}).find(
			name => developing.test(name),
		);
		if (extra !== undefined)
			return pass(`A library may have its development tools in the extra \`${extra}\``);
		const elsewhere = own.find(({ use }) => use === 'dev');
		if (elsewhere)
			return notApplicable(
				`\`${elsewhere.path}\` keeps development tools in the way of another manager, apart from what runs`,
			);
		return notApplicable('Neither `pyproject.toml` nor a `Pipfile` declares development tools');
	},
});

/** An extra is an offer: what stands in it is not installed unless asked for. */
const isInExtra = (document: TomlDocument | null, line: number): boolean => {
	const extras = tableAt(document?.value, ['project', 'optional-dependencies']) ?? {};
	return Object.keys(extras).some(extra => {
		const location = document?.locations[pointerOf(['project', 'optional-dependencies', extra])];
		return location !== undefined && line >= location.line && line <= location.endLine;
	});
};
