import type { Parsed } from '../../core/facts.ts';
import type { Ci, CiOutOfSight } from '../../core/facts/ci.ts';
import { defineDerived } from '../../core/gather.ts';
import { expandSteps } from './expand.ts';
import type { World } from './piece.ts';
import { readAzure } from './providers/azure.ts';
import { readBitbucket } from './providers/bitbucket.ts';
import { readCircleci } from './providers/circleci.ts';
import { readCodebuild } from './providers/codebuild.ts';
import { readGithub } from './providers/github.ts';
import { readGitlab } from './providers/gitlab.ts';
import { readHookService, readPlain } from './providers/plain.ts';
import { readTravis } from './providers/travis.ts';
import type { Provider } from './reading.ts';

const providers: readonly Provider[] = [
	readGithub,
	readGitlab,
	readCodebuild,
	readCircleci,
	readAzure,
	readBitbucket,
	readTravis,
	readPlain,
	readHookService,
];

const searched = [
	'.github/workflows/',
	'.gitlab-ci.yml',
	'buildspec*.yml',
	'.circleci/config.yml',
	'azure-pipelines*.yml',
	'bitbucket-pipelines.yml',
	'.travis.yml',
	'Jenkinsfile',
	'.pre-commit-config.yaml (`ci:`)',
];

/** Systems whose files are known by name and not read. */
const systems: readonly (readonly [RegExp, string])[] = [
	[/^\.buildkite\/[^/]+\.(?:ya?ml|json|sh)$/, 'Buildkite'],
	[/^\.drone\.(?:ya?ml|star|jsonnet)$/, 'Drone'],
	[/^\.woodpecker(?:\.ya?ml$|\/)/, 'Woodpecker'],
	[/^cloudbuild[^/]*\.(?:ya?ml|json)$/, 'Google Cloud Build'],
	[/^Earthfile$/, 'Earthly'],
	[/^dagger\.json$/, 'Dagger'],
	[/^\.cirrus\.(?:ya?ml|star)$/, 'Cirrus CI'],
	[/^\.?appveyor\.ya?ml$/, 'AppVeyor'],
	[/^\.semaphore\//, 'Semaphore'],
	[/^\.teamcity\//, 'TeamCity'],
	[/^\.?zuul(?:\.ya?ml$|\.d\/)/, 'Zuul'],
	[/^\.forgejo\/workflows\//, 'Forgejo Actions'],
	[/^\.gitea\/workflows\//, 'Gitea Actions'],
	[/^\.build\.ya?ml$|^\.builds\//, 'SourceHut'],
	[/^\.packit\.ya?ml$/, 'Packit'],
	[/^codefresh\.ya?ml$/, 'Codefresh'],
	[/^wercker\.ya?ml$/, 'Wercker'],
	[/^\.tekton\//, 'Tekton'],
	[/^\.harness\//, 'Harness'],
	[/^screwdriver\.ya?ml$/, 'Screwdriver'],
	[/^\.prow(?:\.ya?ml$|\/)/, 'Prow'],
];

const otherSystems = (paths: Iterable<string>): readonly CiOutOfSight[] => {
	const found = new Map<string, CiOutOfSight>();
	for (const path of paths) {
		const name = systems.find(([pattern]) => pattern.test(path))?.[1];
		if (name !== undefined && !found.has(name))
			found.set(name, { kind: 'system', name, path, line: 0, triggers: ['push'] });
	}
	return [...found.values()];
};

const isPipeline = (path: string): boolean =>
	/^\.github\/workflows\/[^/]+$|^\.gitlab-ci\.ya?ml$|(?:^|\/)buildspec[^/]*$|^\.circleci\/|(?:^|\/)\.?azure-pipelines|^bitbucket-pipelines|^\.travis/.test(
		path,
	);

const valueIn = <T>(parsed: Parsed<T> | undefined): T | null => (parsed?.ok === true ? parsed.value : null);

export default defineDerived({
	fact: 'ci',
	needs: ['ciFiles', 'paths', 'toml', 'preCommit'],
	derive({ ciFiles, paths, toml, preCommit }): Ci {
		const names = [...paths.keys()];
		const world: World = {
			file: path => valueIn(ciFiles.get(path)),
			has: path => paths.has(path),
			paths: names,
			toml: path => valueIn(toml.get(path)),
			hooks: path => valueIn(preCommit.get(path)),
		};
		const read = providers.map(provider => provider(world));
		const { commands, unresolved } = expandSteps(
			read.flatMap(({ steps }) => steps),
			world,
		);
		return {
			sources: read.flatMap(({ sources }) => sources),
			commands,
			actions: read.flatMap(({ actions }) => actions),
			outOfSight: [...read.flatMap(({ outOfSight }) => outOfSight), ...otherSystems(names)],
			unresolved,
			broken: [...ciFiles].flatMap(([path, parsed]) =>
				!parsed.ok && isPipeline(path) ? [{ path, line: parsed.line, message: parsed.message }] : [],
			),
			searched,
		};
	},
});
