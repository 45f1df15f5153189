import { stringsAt } from '../../source/core/data.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import { declined } from '../../source/core/fixer.ts';
import { folderOf, inFolder } from '../../source/core/folders.ts';
import { exactVersion, readRequirement } from '../../source/edit/pep508.ts';
import { chain } from '../../source/edit/text.ts';
import { setValue } from '../../source/edit/toml.ts';
import { readToml } from '../../source/edit/toml/read.ts';
import { defineFixer } from '../define.ts';
import { uvInputs, uvLockCommands, uvLockPath } from './uv-run.ts';

// https://packaging.python.org/en/latest/discussions/install-requires-vs-requirements/

const list = ['project', 'dependencies'] as const;

const manifestOf = ({ path }: Project): string => inFolder(path, 'pyproject.toml');

/** What `uv.lock` gives a package; null where it holds none, or several for several platforms. */
const lockedIn = (facts: Pick<Facts, 'locks'>, project: Project, name: string): string | null => {
	const all = [...facts.locks].flatMap(([path, parsed]) =>
		parsed.ok && parsed.value.kind === 'uv' && folderOf(path) === project.lockRoot
			? (parsed.value.versions[name] ?? [])
			: [],
	);
	const [version, ...others] = new Set(all);
	return version === undefined || others.length > 0 ? null : version;
};

/** The requirement with the version that is locked; itself where it is exact, from an address or not in the lock. */
const pinned = (requirement: string, versionOf: (name: string) => string | null): string => {
	const read = readRequirement(requirement);
	if (!read || read.url !== null || exactVersion(read.specifier) !== null) return requirement;
	const version = versionOf(read.name);
	if (version === null) return requirement;
	const head = requirement.slice(0, read.specifierStart).trimEnd();
	return `${head}==${version}${requirement.slice(read.specifierEnd)}`;
};

export default defineFixer({
	id: 'pin-requirements',
	title: 'Pin the requirements to what is locked',
	checks: ['python-version/exact-versions'],
	safety: 'exec',
	needs: ['packaging', 'projects', 'paths', 'locks'],
	touches: ['**/pyproject.toml', '**/uv.lock'],
	after: ['raise-python-floor', 'uv-lock'],
	mendsNotes: true,
	safetyNote:
		'Each requirement of an application takes the version that `uv.lock` holds, so that the same packages are installed; uv writes the lock again in the same commit. ' +
		'Extras, markers and comments stay. A package that is locked in several versions stays as it is.',
	takes: ({ level }) => level === 'info',
	questions: () => [
		{
			id: 'pin',
			prompt: 'Write `==` into the manifest?',
			explanation:
				'The lock pins them already. With `==` in the manifest too, nothing is upgraded before somebody edits it.',
			kind: { type: 'yes-no' },
			fallback: 'no',
		},
	],
	reads: input => [...new Set([manifestOf(input.project), ...uvInputs(input)])],
	plan(input) {
		const { facts, project, texts, answers } = input;
		if (answers['pin'] !== 'yes') return declined('the lock pins them, and you chose to leave it at that');
		const path = manifestOf(project);
		const text = texts.get(path);
		const reading = text === undefined ? null : readToml(text);
		if (text === undefined || !reading?.ok) return declined(`\`${path}\` could not be read`);
		const before = stringsAt(reading.toml.value, list);
		const after = before.map(requirement => pinned(requirement, name => lockedIn(facts, project, name)));
		const result = chain(
			text,
			after.flatMap((requirement, at) =>
				requirement === before[at] ? [] : [(now: string) => setValue(now, [...list, at], requirement)],
			),
		);
		if (result.outcome === 'declined') return result;
		const [first, ...rest] = result.splices;
		if (!first) return declined('`uv.lock` holds no single version of what is not pinned');
		const lock = uvLockPath(project);
		return {
			outcome: 'execution',
			summary: 'pin requirements to what is locked',
			area: 'deps',
			changed: [
				`\`${path}\` asks for the versions that are installed now.`,
				`\`${lock}\` is written again by uv.`,
			],
			atRunTime: 'Nothing; the same versions are installed.',
			followUps: [],
			commands: uvLockCommands,
			inputs: uvInputs(input),
			directory: project.lockRoot,
			outputs: [lock],
			edits: [{ kind: 'splice', path, splices: [first, ...rest] }],
		};
	},
});
