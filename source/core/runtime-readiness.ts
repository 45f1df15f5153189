import type { Data } from './facts/config.ts';
import type { Facts, Project } from './facts.ts';
import type { LambdaFunction } from './facts/functions.ts';
import { binaryFile, purePackages } from './arm-readiness.ts';
import { valueAt } from './data.ts';
import { folderOf, inFolder } from './folders.ts';
import { wantedMinor } from './lambda-runtimes.ts';
import { standingOf } from './locked-versions.ts';
import { removedImports } from './removed-modules.ts';

type Read = Pick<Facts, 'requirements' | 'locks' | 'packaging' | 'paths' | 'files' | 'modules' | 'templates'>;

/**
 * The first releases, each without compiled code, that are known to run on Python 3.12: those before bring a copy of
 * six, or ask for one, whose `six.moves` it no longer imports.
 */
const pureFloors: Readonly<Record<string, readonly [major: number, minor: number]>> = {
	'aws-lambda-powertools': [2, 26],
	boto3: [1, 28],
	botocore: [1, 31],
	requests: [2, 28],
	s3transfer: [0, 7],
	six: [1, 16],
	urllib3: [1, 26],
};

/** Strings of a value that name a Python other than the one that is asked for. */
const namesOther = (value: Data | undefined): boolean =>
	[...JSON.stringify(value ?? null).matchAll(/python[-:/]?3\.(\d+)/g)].some(
		([, minor]) => Number(minor) !== wantedMinor,
	);

/** What builds the function apart from its template, as a clause. */
const builtBy = ({ kind, template, path }: LambdaFunction, { templates }: Read): string | null => {
	const parsed = templates.get(template);
	if (!parsed?.ok || parsed.value.outcome !== 'read') return null;
	const { value } = parsed.value;
	if (kind === 'serverless')
		return namesOther(valueAt(value, ['custom'])) ? '`custom` of the service names another Python' : null;
	const method = valueAt(value, [...path.slice(0, -1), 'Metadata', 'BuildMethod']);
	return typeof method === 'string' && method !== 'python-uv'
		? `its own build (\`BuildMethod: ${method}\`) may be for another Python`
		: null;
};

/** Where its requirements may stand: Serverless packs a service as a whole. */
const listFoldersOf = ({ kind, template }: LambdaFunction, codeDirectory: string): readonly string[] =>
	kind === 'serverless' ? [...new Set([codeDirectory, folderOf(template)])] : [codeDirectory];

/** A version that may be older than the wheels for a new Python. */
const holdsBack = (specifier: string): boolean => /[=~<]=?/.test(specifier.replaceAll('>=', ''));

/**
 * Why a function may not run on the Python that is asked for, as a clause; null where nothing in the tree speaks
 * against it: its range, imports, compiled files, locked wheels, requirements, and the Python that builds it.
 */
export const obstacleToRuntime = (lambda: LambdaFunction, project: Project, facts: Read): string | null => {
	const { codeDirectory } = lambda;
	if (codeDirectory === null) return 'its code is built elsewhere';
	const folder = codeDirectory === '.' ? '' : `${codeDirectory}/`;
	const packaging = facts.packaging.get(project.path);
	const [range] = packaging?.declared ?? [];
	if (range?.minors && !range.minors.includes(wantedMinor))
		return `\`${range.key}\` of the project leaves out Python 3.${wantedMinor}`;
	const builders = (packaging?.named ?? []).filter(({ use }) => use === 'ci');
	if (builders.length > 0 && !builders.some(({ minor }) => minor >= wantedMinor))
		return `its pipeline knows only Python ${builders[0]?.version ?? ''}`;
	const builder = builtBy(lambda, facts);
	if (builder !== null) return builder;
	const compiled = [...facts.paths.keys()].find(path => path.startsWith(folder) && binaryFile.test(path));
	const broken = [...facts.modules].find(([path, parsed]) => !parsed.ok && path.startsWith(folder));
	if (broken) return `\`${broken[0]}\` does not parse as Python 3`;
	if (compiled !== undefined) return `\`${compiled}\` is compiled for one Python`;
	const gone = removedImports(facts, project).find(({ at }) => at.path.startsWith(folder));
	if (gone) return `${gone.message} (\`${gone.at.path}\`)`;
	const locks = (packaging?.locks ?? []).flatMap(({ path }) => {
		const parsed = facts.locks.get(path);
		return parsed?.ok && (parsed.value.kind === 'uv' || parsed.value.kind === 'poetry') ? [parsed.value] : [];
	});
	const [missing] = locks.flatMap(({ missingWheels }) => missingWheels);
	if (missing) return `\`${missing.name}\` ${missing.version} has no wheel for Python 3.${wantedMinor}`;
	const lists = listFoldersOf(lambda, codeDirectory).flatMap(
		each => facts.requirements.get(inFolder(each, 'requirements.txt')) ?? [],
	);
	if (lists.some(list => !list.ok || list.value.includes.length > 0))
		return 'its requirements are not all read';
	const dated = Object.entries(pureFloors).find(
		([name, release]) => standingOf(name, release, project, facts) === 'below',
	);
	if (dated)
		return `its release of \`${dated[0]}\` is older than Python 3.12, which dropped what such releases import`;
	const old = lists
		.flatMap(list => (list.ok ? list.value.lines : []))
		.find(
			({ name, specifier }) =>
				!purePackages.has(name) &&
				!locks.some(({ versions }) => Object.hasOwn(versions, name)) &&
				(name === '' || holdsBack(specifier)),
		);
	if (old)
		return `nothing tells whether \`${old.name}${old.specifier}\` has wheels for Python 3.${wantedMinor}`;
	return null;
};
