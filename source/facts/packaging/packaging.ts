import { stringAt, tableAt } from '../../core/data.ts';
import type { Facts, Project } from '../../core/facts.ts';
import type { LambdaFunction } from '../../core/facts/functions.ts';
import type { Packaging } from '../../core/facts/packaging.ts';
import { folderOf, inFolder, nameIn, upward } from '../../core/folders.ts';
import { defineDerived } from '../../core/gather.ts';
import { deployedFunctions } from '../projects/deployed.ts';
import { manifestsOf as projectManifests } from '../projects/manifests.ts';
import type { ProjectManifests } from './declared-python.ts';
import { computedPython, declaredPythons } from './declared-python.ts';
import { declaredRequirements, inRequirementsFile } from './declared-requirements.ts';
import { parsedAt } from './document.ts';
import { constructPythons, namedPythons, runtimePythons } from './named-python.ts';
import { pythonTwo } from './python-two.ts';
import { ignoredLocks, lockfilesByFolder, projectLocks } from './project-locks.ts';

const manifestsOf = (
	{ path }: Project,
	facts: Pick<Facts, 'toml' | 'ini' | 'setupScripts'>,
): ProjectManifests => {
	const script = inFolder(path, 'setup.py');
	const parsed = parsedAt(facts.setupScripts, script);
	return {
		pyproject: parsedAt(facts.toml, inFolder(path, 'pyproject.toml')),
		setupCfg: parsedAt(facts.ini, inFolder(path, 'setup.cfg')),
		setupScript: parsed ? { path: script, value: parsed } : null,
		pipfile: parsedAt(facts.toml, inFolder(path, 'Pipfile')),
	};
};

/** The lockfile that the project's manager writes. */
const lockNames = ({ pyproject, pipfile }: ProjectManifests): readonly string[] => {
	if (tableAt(pyproject?.value, ['tool', 'poetry'])) return ['poetry.lock', 'uv.lock'];
	if (tableAt(pyproject?.value, ['tool', 'pdm'])) return ['pdm.lock', 'uv.lock'];
	return pipfile && !tableAt(pyproject?.value, ['project']) ? ['Pipfile.lock'] : ['uv.lock'];
};

export default defineDerived({
	fact: 'packaging',
	needs: [
		'projects',
		'files',
		'paths',
		'toml',
		'ini',
		'setupScripts',
		'pythonPlaces',
		'locks',
		'requirements',
		'ignores',
		'functions',
		'cdk',
	],
	derive(facts): ReadonlyMap<string, Packaging> {
		const { projects, files, requirements } = facts;
		const declaredProjects = projects.filter(({ declared }) => declared);
		const [only] = declaredProjects.length === 1 ? declaredProjects : [];
		const owned = new Map(projects.map(({ path }) => [path, new Set<string>()]));
		for (const { path, project, role } of files.values()) {
			if (/^(?:test|docs|vendored|generated|template)$/.test(role)) continue;
			// What stands outside every project speaks for the only one there is.
			const owner =
				only && projects.find(other => other.path === project)?.declared !== true
					? only.path
					: (project ?? '.');
			owned.get(owner)?.add(path);
		}
		const deployed = deployedFunctions(facts.functions, projectManifests(facts));
		const folders = new Set(projects.map(({ path }) => path));
		/** Whose code a function runs; the template's own project where the code is not told. */
		const ownerOf = ({ codeDirectory, template }: LambdaFunction): string => {
			const owner = upward(codeDirectory ?? folderOf(template)).find(folder => folders.has(folder)) ?? '.';
			return only && projects.find(({ path }) => path === owner)?.declared !== true ? only.path : owner;
		};
		// What a stack runs is another program than the stack: it speaks for the one project of functions.
		const lambdas = declaredProjects.filter(({ kinds }) => kinds.includes('lambda'));
		const [stacked = only] = lambdas.length === 1 ? lambdas : [];
		const lockfiles = lockfilesByFolder(facts.paths.keys());
		const inputs = new Set(
			[...requirements.values()].flatMap(parsed => (parsed.ok ? (parsed.value.compiledFrom ?? []) : [])),
		);
		const describe = (project: Project): Packaging => {
			const own = owned.get(project.path) ?? new Set<string>();
			const isOwn = (path: string): boolean => own.has(path);
			const manifests = manifestsOf(project, facts);
			const declared = declaredPythons(manifests);
			const members = projects
				.filter(({ lockRoot }) => lockRoot === project.lockRoot)
				.map(({ path }) => path);
			const byHand = [...requirements].flatMap(([path, parsed]) => {
				if (!parsed.ok || !isOwn(path) || parsed.value.compiledFrom !== null || parsed.value.isExported)
					return [];
				const name = nameIn(path);
				return inputs.has(path) || inputs.has(name) ? [] : inRequirementsFile(path, parsed.value);
			});
			return {
				kinds: project.kinds,
				declared,
				computed: computedPython(manifests, declared),
				pythonTwo: pythonTwo(manifests, declared),
				named: [
					...namedPythons(isOwn, facts.pythonPlaces, facts.toml, facts.ini),
					...runtimePythons(deployed.filter(one => ownerOf(one) === project.path)),
					...(project.path === stacked?.path
						? constructPythons(facts.cdk, path => files.get(path)?.role)
						: []),
				],
				locks: projectLocks(project, manifests, facts, isOwn, members, lockfiles),
				ignored: ignoredLocks(project.lockRoot, lockNames(manifests), facts),
				requirements: [...declaredRequirements(manifests), ...byHand],
				hasComputedRequirements:
					manifests.setupScript?.value.installRequires === 'unknown' ||
					(manifests.setupScript?.value.requirementFiles ?? []).some(
						path => requirements.get(inFolder(project.path, path))?.ok !== true,
					),
				canLockWithUv: stringAt(manifests.pyproject?.value, ['project', 'name']) !== undefined,
			};
		};
		return new Map(projects.map(project => [project.path, describe(project)]));
	},
});
