import { pointerOf, stringAt, stringsAt, tableAt } from '../../../core/data.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { packagingOf } from '../python-version/scope.ts';
import { inFolder } from '../../../core/folders.ts';

// https://packaging.python.org/en/latest/specifications/pyproject-toml/#declaring-project-metadata-the-project-table

const report = (level: Level, at: string, line: number | undefined, message: string): Finding => ({
	level,
	message,
	confidence: 'certain',
	at: line === undefined ? { path: at } : { path: at, line },
	expected: '`[project]` with `name` and `version`',
	key: 'no project table',
});

export default defineCheck({
	id: 'project-table',
	spec: '0.2b',
	title: 'The project is described in the standard `[project]` table',
	failTitle: 'The project is not described in a `[project]` table',
	severity: 'medium',
	scope: 'project',
	needs: ['packaging', 'projects', 'toml', 'ini', 'setupScripts'],
	check(facts, project) {
		const found = packagingOf(facts, project);
		if ('verdict' in found) return found.verdict;
		const path = inFolder(project.path, 'pyproject.toml');
		const parsed = facts.toml.get(path);
		const document = parsed?.ok === true ? parsed.value : null;
		const value = document?.value;
		const lineOf = (keys: readonly string[]): number | undefined =>
			document?.locations[pointerOf(keys)]?.line;
		if (tableAt(value, ['project'])) {
			const name = stringAt(value, ['project', 'name']);
			const hasVersion =
				stringAt(value, ['project', 'version']) !== undefined ||
				stringsAt(value, ['project', 'dynamic']).includes('version');
			if (name !== undefined && hasVersion) return pass(`\`${path}\` describes \`${name}\` in \`[project]\``);
			const lacks = name === undefined ? 'name' : 'version';
			const finding = report('fail', path, lineOf(['project']), `\`[project]\` has no \`${lacks}\``);
			return verdictOf([{ ...finding, key: `no ${lacks}` }], '');
		}
		if (tableAt(value, ['tool', 'poetry'])) {
			const message = 'Only Poetry reads the description of the project: there is no `[project]` table';
			return verdictOf([report('fail', path, lineOf(['tool', 'poetry']), message)], '');
		}
		if (tableAt(value, ['tool', 'uv', 'workspace']))
			return notApplicable('The folder is the root of a workspace, and no project of its own');
		const config = facts.ini.get(inFolder(project.path, 'setup.cfg'));
		const metadata = config?.ok === true ? config.value.sections['metadata'] : undefined;
		if (config?.ok === true && metadata?.options['name']) {
			const message = '`setup.cfg` describes the project, and no `[project]` table';
			return verdictOf([report('fail', config.value.path, metadata.line, message)], '');
		}
		const setup = project.manifests.find(manifest => /(?:^|\/)setup\.(?:py|cfg)$/.test(manifest));
		if (setup !== undefined) {
			const message = 'A setup script describes the project, and no `[project]` table';
			return verdictOf([report('fail', setup, undefined, message)], '');
		}
		const [manifest] = project.manifests;
		const { requirements } = found.packaging;
		if (manifest === undefined || requirements.length === 0)
			return notApplicable('The project is a set of files that depends on nothing');
		const message = 'Nothing describes the project: there is no `pyproject.toml` with a `[project]` table';
		return verdictOf([report('warn', manifest, undefined, message)], '', 'low');
	},
});
