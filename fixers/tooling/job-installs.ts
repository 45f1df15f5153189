import { shortList } from '../../source/core/short-list.ts';
import { isList, stringsAt, tableAt } from '../../source/core/data.ts';
import type { CiCommand } from '../../source/core/facts/ci.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import { inFolder } from '../../source/core/folders.ts';

/** What a step installs, as options of `uv sync`; or why that cannot be said. */
export type Installed =
	| { readonly ok: true; readonly options: readonly string[] }
	| { readonly ok: false; readonly reason: string };

type Read = Pick<Facts, 'toml' | 'requirements'>;

const no = (reason: string): Installed => ({ ok: false, reason });

/** Programs that a job installs to install with, and that it needs no longer. */
const installers = new Set(['pip', 'setuptools', 'wheel', 'uv', 'poetry', 'pipenv']);

const normal = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
const nameOf = (requirement: string): string => normal(/^[A-Za-z0-9._-]+/.exec(requirement)?.[0] ?? '');

/** The project's manifest: names by group and by extra, and those of the project itself. */
const manifestOf = ({ toml }: Read, project: Project) => {
	const path = inFolder(project.path, 'pyproject.toml');
	const parsed = toml.get(path);
	if (!parsed?.ok) return null;
	const { value } = parsed.value;
	const tables = (keys: readonly string[]): ReadonlyMap<string, readonly string[]> =>
		new Map(
			Object.keys(tableAt(value, keys) ?? {}).map(name => [
				name,
				stringsAt(value, [...keys, name]).map(nameOf),
			]),
		);
	const own = tableAt(value, ['tool', 'uv']) ?? {};
	return {
		own: stringsAt(value, ['project', 'dependencies']).map(nameOf),
		groups: tables(['dependency-groups']),
		extras: tables(['project', 'optional-dependencies']),
		defaults: isList(own['default-groups']) ? stringsAt(own, ['default-groups']) : ['dev'],
		legacy: stringsAt(own, ['dev-dependencies']).map(nameOf),
	};
};

/** The names of a list and of those it includes; null where one of them cannot be read. */
const namesIn = (requirements: Read['requirements'], path: string, depth = 0): readonly string[] | null => {
	const parsed = requirements.get(path);
	if (!parsed?.ok || depth > 4) return null;
	const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
	const names = parsed.value.lines.map(({ name }) => normal(name));
	for (const include of parsed.value.includes) {
		const inner = namesIn(requirements, folder + include, depth + 1);
		if (inner === null) return null;
		names.push(...inner);
	}
	return names;
};

/** What `-r FILE` stands for: the project with its default groups, and a group or an extra that has the file's name. */
const ofList = (facts: Read, project: Project, path: string): Installed => {
	const names = namesIn(facts.requirements, path);
	const manifest = manifestOf(facts, project);
	if (!names || !manifest) return no(`\`${path}\` cannot be read`);
	const word = /requirements[-_./]*(\w[\w-]*?)?\.(?:txt|in)$|(\w[\w-]*)[-_.]requirements\.(?:txt|in)$/.exec(
		path,
	);
	const called = word?.[1] ?? word?.[2] ?? '';
	const { own, groups, extras, defaults, legacy } = manifest;
	const always = [...own, ...legacy, ...defaults.flatMap(name => groups.get(name) ?? [])];
	const group = defaults.includes(called) ? undefined : groups.get(called);
	const extra = extras.get(called);
	const known = new Set([...always, ...(group ?? extra ?? [])]);
	const missing = names.filter(name => !known.has(name));
	if (missing.length > 0)
		return no(
			`it installs ${shortList(
				missing.map(name => `\`${name}\``),
				3,
			)} of \`${path}\`, which the project does not declare`,
		);
	if (group) return { ok: true, options: ['--group', called] };
	return { ok: true, options: extra ? ['--extra', called] : [] };
};

/** What one command installs; null for one that only brings an installer. */
const ofCommand = (facts: Read, project: Project, { program, args }: CiCommand): Installed | null => {
	if (program === 'poetry' || program === 'pipenv') {
		const rest = args
			.slice(1)
			.filter(word => !/^--(?:no-interaction|no-ansi|no-root|dev|sync|deploy)$|^-n$|^-d$/.test(word));
		return rest.length === 0 ? { ok: true, options: [] } : no(`\`${rest.join(' ')}\` has no like in uv`);
	}
	const options: string[] = [];
	let isOnlyTools = true;
	const words = args.slice(1);
	for (let at = 0; at < words.length; at++) {
		const word = words[at] ?? '';
		if (/^(?:-U|--upgrade|-q|--quiet|--no-cache-dir|-e|--editable|--disable-pip-version-check)$/.test(word))
			continue;
		const extras = /^\.(?:\/)?(?:\[([\w,\s.-]+)\])?$/.exec(word);
		if (word === '-r' || word === '--requirement') {
			const installed = ofList(facts, project, words[++at] ?? '');
			if (!installed.ok) return installed;
			options.push(...installed.options);
			isOnlyTools = false;
		} else if (extras) {
			const known = manifestOf(facts, project)?.extras;
			for (const extra of (extras[1] ?? '')
				.split(',')
				.map(name => name.trim())
				.filter(Boolean)) {
				if (!known?.has(extra)) return no(`the project has no extra \`${extra}\``);
				options.push('--extra', extra);
			}
			isOnlyTools = false;
		} else if (!installers.has(nameOf(word)) || word.startsWith('-')) {
			return no(`it installs \`${word}\`, which the lockfile does not hold`);
		}
	}
	return isOnlyTools ? null : { ok: true, options };
};

/** The command brings pip and the like, and nothing of the project. */
export const isForInstaller = (facts: Read, project: Project, command: CiCommand): boolean =>
	ofCommand(facts, project, command) === null;

/** What all install commands of a job come to, as options of `uv sync`. */
export const installedBy = (facts: Read, project: Project, commands: readonly CiCommand[]): Installed => {
	const options: string[] = [];
	for (const command of commands) {
		const installed = ofCommand(facts, project, command);
		if (installed?.ok === false) return installed;
		const [kind, name] = installed?.options ?? [];
		const isThere = options.some((word, at) => word === name && options[at - 1] === kind);
		if (kind !== undefined && name !== undefined && !isThere) options.push(...(installed?.options ?? []));
	}
	return { ok: true, options };
};
