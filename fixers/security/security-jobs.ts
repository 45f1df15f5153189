import { isTable, isList } from '../../source/core/data.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import { banditArgs, declaring, noTargets } from '../tooling/wanted-gates.ts';
import type { GateFacts } from '../tooling/wanted-gates.ts';
import type { Release } from '../tooling/quality-workflow.ts';
import { checkout, setupUv, usesLine } from '../tooling/quality-workflow.ts';

// https://google.github.io/osv-scanner/github-action/
// https://github.com/pypa/pip-audit

export type JobFacts = GateFacts & Pick<Facts, 'locks' | 'requirements' | 'lint' | 'paths'>;

/** What scans the dependencies. */
export type Scanner = 'osv-scanner' | 'pip-audit';

/** A release from August 2026: another one finds other things. */
const bandit = 'bandit@1.9.4';

const osv: Release = {
	action: 'google/osv-scanner-action/.github/workflows/osv-scanner-reusable.yml',
	commit: '8deb546fdb875b9996d27d4950be7312dac076a1',
	version: 'v2.5.0',
	tag: 'v2.5.0',
};

/** A job of the new workflow, or the sentence that says why there is none. */
export type Job = { readonly lines: readonly string[]; readonly runs: string } | string;

/** Locks that osv-scanner knows by their names. */
const known = /(?:^|\/)(?:uv\.lock|poetry\.lock|pdm\.lock|Pipfile\.lock)$/;
const most = 20;
/** What is installed nowhere. */
const aside = /(?:^|\/)(?:tests?|testing|testdata|fixtures?|examples?|samples?|docs?|templates?)\//;

const usesUv = ({ locks, ci }: Pick<Facts, 'locks' | 'ci'>): boolean =>
	[...locks.values()].some(parsed => parsed.ok && parsed.value.kind === 'uv') ||
	ci.actions.some(({ uses }) => uses.startsWith('astral-sh/setup-uv'));

const steps = (facts: Pick<Facts, 'ci'>, withUv: boolean): readonly string[] => [
	'    runs-on: ubuntu-latest',
	'    steps:',
	`      - ${usesLine(facts.ci, checkout)}`,
	'        with:',
	'          persist-credentials: false',
	...(withUv ? [`      - ${usesLine(facts.ci, setupUv)}`] : []),
];

/** Bandit in an environment of its own; what it finds of low severity is mostly `assert` and imports. */
export const banditJob = (facts: JobFacts, project: Project): Job => {
	if (declaring(facts, project, 'bandit').length > 0)
		return '`bandit` is a development dependency of the project; it goes beside the other checks';
	const args = banditArgs(facts, project);
	if (args === null) return noTargets;
	const withUv = usesUv(facts);
	const command = [
		...(withUv ? ['uvx', bandit] : ['pipx', 'run', bandit.replace('@', '==')]),
		'--severity-level',
		'medium',
		...args,
	].join(' ');
	return {
		runs: command,
		lines: ['  bandit:', ...steps(facts, withUv), `      - run: ${command}`],
	};
};

/** The one lock of the root that pip-audit can be given as a list: of uv, of one project, all from an index. */
const exportable = ({ locks, toml }: Pick<Facts, 'locks' | 'toml'>): boolean => {
	const parsed = locks.get('uv.lock');
	if (locks.size !== 1 || !parsed?.ok || parsed.value.kind !== 'uv' || parsed.value.members !== null)
		return false;
	const manifest = toml.get('pyproject.toml');
	const sources = manifest?.ok === true ? manifest.value.value['tool'] : undefined;
	const uv = isTable(sources) ? sources['uv'] : undefined;
	return !(isTable(uv) && (isTable(uv['sources']) || isTable(uv['workspace']) || isList(uv['index'])));
};

/** What may be chosen from, the first where nothing is said. */
export const scannersFor = (facts: JobFacts): readonly Scanner[] =>
	exportable(facts) ? ['osv-scanner', 'pip-audit'] : ['osv-scanner'];

const inUse = (path: string): boolean => !aside.test(path) && /^[\w./-]+$/.test(path);

/** Files that name the versions that are installed. */
const lockfiles = ({ locks, requirements }: JobFacts): readonly string[] => {
	const locked = [...locks.keys()].filter(path => known.test(path) && inUse(path));
	if (locked.length > 0) return locked.toSorted();
	return [...requirements.keys()]
		.filter(path => /(?:^|\/)requirements\.txt$/.test(path) && inUse(path))
		.toSorted();
};

/** The lock of the manager that a project has left, which is taken out once `uv.lock` is there. */
const isLeft = ({ locks, toml }: JobFacts, path: string): boolean => {
	if (!/^(?:poetry|Pipfile|pdm)\.lock$/.test(path) || locks.has('uv.lock')) return false;
	const manifest = toml.get('pyproject.toml');
	const tools = manifest?.ok === true ? manifest.value.value['tool'] : undefined;
	return isTable(tools) && isTable(tools['uv']);
};

/** Scans what is locked, for each change and each week: what is known of a version changes while the version does not. */
export const scanJob = (facts: JobFacts, scanner: Scanner): Job => {
	if (scanner === 'pip-audit') {
		const command = 'uvx pip-audit -r audit.txt --require-hashes --disable-pip';
		return {
			runs: command,
			lines: [
				'  dependencies:',
				...steps(facts, true),
				'      - run: uv export --frozen --no-emit-project -o audit.txt',
				`      - run: ${command}`,
			],
		};
	}
	const files = lockfiles(facts);
	if (files.length === 0)
		return 'no lockfile and no `requirements.txt` says which versions are installed; that goes first';
	if (files.some(path => isLeft(facts, path))) return '`uv.lock` is not committed; that goes first';
	const args = files.length > most ? ['--recursive', './'] : files.map(path => `--lockfile=${path}`);
	return {
		runs: `osv-scanner ${args.join(' ')}`,
		lines: [
			'  dependencies:',
			'    permissions:',
			'      actions: read',
			'      contents: read',
			'      security-events: write',
			`    ${usesLine(facts.ci, osv)}`,
			'    with:',
			'      scan-args: |-',
			...args.map(arg => `        ${arg}`),
			'      upload-sarif: false',
		],
	};
};

/** The workflow of these jobs. */
export const workflowOf = (jobs: readonly (readonly string[])[]): string =>
	[
		'name: security',
		'',
		'on:',
		'  pull_request:',
		'  push:',
		'    branches: [main, master]',
		'  schedule:',
		"    - cron: '23 4 * * 1'",
		'',
		'permissions:',
		'  contents: read',
		'',
		'jobs:',
		...jobs.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines])),
		'',
	].join('\n');
