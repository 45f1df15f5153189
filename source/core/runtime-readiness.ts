import type { Facts, Project } from './facts.ts';
import type { LambdaFunction } from './facts/functions.ts';
import { binaryFile, purePackages } from './arm-readiness.ts';
import { wantedMinor } from './lambda-runtimes.ts';
import { removedImports } from './removed-modules.ts';

type Read = Pick<Facts, 'requirements' | 'locks' | 'packaging' | 'paths' | 'files' | 'modules'>;

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
	const own = facts.requirements.get(`${folder}requirements.txt`);
	if (own && (!own.ok || own.value.includes.length > 0)) return 'its requirements are not all read';
	const old = (own?.ok ? own.value.lines : []).find(
		({ name, specifier }) =>
			!purePackages.has(name) &&
			!locks.some(({ versions }) => Object.hasOwn(versions, name)) &&
			(name === '' || holdsBack(specifier)),
	);
	if (old)
		return `nothing tells whether \`${old.name}${old.specifier}\` has wheels for Python 3.${wantedMinor}`;
	return null;
};
