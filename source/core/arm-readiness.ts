import { shortList } from './short-list.ts';
import type { Facts, Project } from './facts.ts';
import type { LambdaFunction } from './facts/functions.ts';

/** Whether what a function needs runs on arm64. */
export type ArmReadiness =
	| { readonly state: 'ready'; readonly because: string }
	/** Clauses such as `` `ddtrace` 2.14.4 has no wheel for arm64 ``. */
	| { readonly state: 'blocked'; readonly by: string }
	| { readonly state: 'unknown'; readonly reason: string };

type Read = Pick<Facts, 'requirements' | 'locks' | 'packaging' | 'paths'>;

/** Packages that are Python throughout, or have had wheels for arm64 for years; those that handlers mostly need. */
export const purePackages: ReadonlySet<string> = new Set([
	'aws-lambda-powertools',
	'aws-xray-sdk',
	'boto3',
	'botocore',
	'certifi',
	'crhelper',
	'idna',
	'jmespath',
	'python-dateutil',
	'requests',
	's3transfer',
	'six',
	'structlog',
	'urllib3',
]);

const listed = (names: readonly string[]): string =>
	names.length > 3 ? shortList(names, 3) : names.join(', ').replace(/, ([^,]*)$/, ' and $1');

/** Compiled code that is deployed as it is. */
export const binaryFile = /\.(?:so|so\.\d[\w.]*|pyd|dylib)$/;

/** Whether a function's dependencies and files run on arm64, as far as lockfiles and the tree tell. */
export const armReadinessOf = (lambda: LambdaFunction, project: Project, facts: Read): ArmReadiness => {
	const { codeDirectory } = lambda;
	if (codeDirectory === null) return { state: 'unknown', reason: 'its code is built elsewhere' };
	const folder = codeDirectory === '.' ? '' : `${codeDirectory}/`;
	const compiled = [...facts.paths.keys()].find(path => path.startsWith(folder) && binaryFile.test(path));
	if (compiled !== undefined) return { state: 'blocked', by: `\`${compiled}\` is compiled code` };
	const own = facts.requirements.get(`${folder}requirements.txt`);
	if (own && !own.ok) return { state: 'unknown', reason: `\`${folder}requirements.txt\` is not read` };
	const packaging = facts.packaging.get(project.path);
	const includes = own?.ok === true && own.value.includes.length > 0;
	if (includes) return { state: 'unknown', reason: 'its requirements name other files' };
	const names = [
		...(own?.ok ? own.value.lines.map(({ name }) => name) : []),
		...(packaging?.requirements ?? []).filter(({ isRuntime }) => isRuntime).map(({ name }) => name),
	];
	if (names.length === 0 && packaging?.hasComputedRequirements === true)
		return { state: 'unknown', reason: 'its dependencies are computed' };
	const locks = (packaging?.locks ?? []).flatMap(({ path }) => {
		const parsed = facts.locks.get(path);
		return parsed?.ok && (parsed.value.kind === 'uv' || parsed.value.kind === 'poetry') ? [parsed.value] : [];
	});
	const missing = locks.flatMap(({ missingArmWheels }) => missingArmWheels);
	if (missing.length > 0) {
		const all = listed(missing.map(({ name, version }) => `\`${name}\` ${version}`));
		return { state: 'blocked', by: `${all} ${missing.length === 1 ? 'has' : 'have'} no wheel for arm64` };
	}
	const open = [...new Set(names)].filter(
		name => !purePackages.has(name) && !locks.some(({ versions }) => Object.hasOwn(versions, name)),
	);
	if (open.length > 0) {
		const all = listed(open.map(name => (name === '' ? 'a dependency without a name' : `\`${name}\``)));
		return {
			state: 'unknown',
			reason: `no lockfile tells whether ${all} ${open.length === 1 ? 'has' : 'have'} wheels for arm64`,
		};
	}
	return {
		state: 'ready',
		because:
			names.length === 0 ? 'it deploys no dependencies' : 'all of its dependencies have wheels for arm64',
	};
};
