import type { Facts, Project } from '../../../core/facts.ts';
import type { ManagerName, ManagerTrace } from '../../../core/dependency-managers.ts';
import { managersOf } from '../../../core/dependency-managers.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import { upward } from '../../../core/folders.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { missingAt, packagingOf } from '../python-version/scope.ts';

const sentences: Readonly<Record<ManagerName, string>> = {
	uv: 'uv manages this project',
	'uv pip compile': '`uv pip compile` pins a list; no `uv.lock` covers the project',
	Poetry: 'Poetry manages this project',
	Pipenv: 'Pipenv manages this project',
	PDM: 'PDM manages this project',
	Rye: 'Rye manages this project; it has been succeeded by uv',
	Hatch: 'Hatch makes the environments of this project',
	conda: 'conda manages the environment',
	'pip-tools': 'pip-compile pins the dependencies',
	pip: 'pip installs from a list that is kept by hand',
	setuptools: 'The dependencies stand in `install_requires`, and pip resolves them anew each time',
};

/** The intent is met in another way, or nearly. */
const isNear = (manager: ManagerName): boolean =>
	manager === 'uv pip compile' || manager === 'Rye' || manager === 'Hatch';

const levelOf = (manager: ManagerName): Level => (isNear(manager) ? 'warn' : 'fail');

const findingOf = ({ manager, at, what }: ManagerTrace, level: Level, message: string): Finding => ({
	level,
	message,
	confidence: 'certain',
	at,
	found: what,
	expected: 'uv.lock',
	key: manager,
});

/** The folder is deployed as it is, and the deployment installs from its list. */
const isDeployedList = (facts: Pick<Facts, 'functions'>, project: Project): boolean =>
	project.manifests.length > 0 &&
	project.manifests.every(path => /requirements[^/]*\.txt$/.test(path)) &&
	facts.functions.codeDirectories.includes(project.path);

/** Lists that are kept beside the manifest for another purpose are no manager of their own. */
const competes = ({ manager, isLock }: ManagerTrace): boolean =>
	!['uv', 'pip', 'setuptools', 'conda', 'uv pip compile', 'Hatch'].includes(manager) ||
	(manager === 'conda' && isLock);

export default defineCheck({
	id: 'manager',
	spec: '0.2a',
	title: 'Dependencies are managed by uv',
	failTitle: 'Another tool than uv is the manager',
	severity: 'medium',
	scope: 'project',
	needs: ['packaging', 'projects', 'paths', 'toml', 'ini', 'setupScripts', 'requirements', 'functions'],
	check(facts, project) {
		const found = packagingOf(facts, project);
		if ('verdict' in found) return found.verdict;
		const traces = managersOf(project, facts);
		const own = traces.find(({ manager }) => manager === 'uv');
		const others = traces.filter(({ manager }) => manager !== 'uv');
		if (own) {
			const rivals = others.filter(competes);
			const isLocked = own.isLock;
			const findings = rivals.map(trace =>
				findingOf(trace, 'warn', `\`${own.what}\` and \`${trace.what}\`: two managers keep the dependencies`),
			);
			if (!isLocked && (facts.packaging.get(project.path)?.requirements.length ?? 0) > 0) {
				findings.push(findingOf(own, 'warn', 'uv is set up, and no `uv.lock` is committed'));
			}
			return verdictOf(
				findings,
				isLocked
					? `\`${own.what}\` is committed`
					: `\`${own.what}\` sets uv up, and there is nothing to lock`,
				isLocked ? undefined : 'low',
			);
		}
		if (isDeployedList(facts, project)) {
			const around = upward(project.path)
				.slice(1)
				.find(folder => facts.packaging.get(folder)?.locks.some(({ kind }) => kind === 'uv') === true);
			if (around !== undefined) return pass(`The list is for deployment; uv manages the project around it`);
			const finding = others.map(trace =>
				findingOf(trace, 'warn', 'The deployment installs from a list that is kept by hand'),
			);
			return verdictOf(finding, 'The list is empty', 'low');
		}
		// A list or an environment beside a stronger manager is part of that one's story.
		const strong = others.filter(({ manager }) => !['pip', 'setuptools', 'conda'].includes(manager));
		const shown = strong.length > 0 ? strong : others;
		if (shown.length > 0) {
			return verdictOf(
				shown.map(trace => findingOf(trace, levelOf(trace.manager), sentences[trace.manager])),
				'',
			);
		}
		const { requirements, hasComputedRequirements } = found.packaging;
		if (requirements.length === 0 && !hasComputedRequirements)
			return notApplicable('The project depends on nothing');
		const finding: Finding = {
			level: 'warn',
			message: 'Nothing says what installs the dependencies, and there is no `uv.lock`',
			confidence: 'likely',
			at: { path: missingAt(project) },
			expected: 'uv.lock',
			key: 'no manager',
		};
		return verdictOf([finding], '', 'low');
	},
});
