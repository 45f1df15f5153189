import type { Ci } from '../../source/core/facts/ci.ts';
import type { WantedGate } from './wanted-gates.ts';

// https://docs.astral.sh/uv/guides/integration/github/

/** A release of an action; looked up in August 2026. */
export interface Release {
	readonly action: string;
	readonly commit: string;
	readonly version: string;
	/** A tag that exists; setup-uv has none for a major version. */
	readonly tag: string;
}

export const checkout: Release = {
	action: 'actions/checkout',
	commit: '3d3c42e5aac5ba805825da76410c181273ba90b1',
	version: 'v7.0.1',
	tag: 'v7',
};
export const setupUv: Release = {
	action: 'astral-sh/setup-uv',
	commit: 'c771a70e6277c0a99b617c7a806ffedaca235ff9',
	version: 'v9.0.0',
	tag: 'v9.0.0',
};

/** Where the other workflows name actions by tags, so does the new one; else by commits. */
const usesTags = ({ actions }: Ci): boolean => {
	const refs = actions.flatMap(({ uses, provider }) =>
		provider === 'github' && !uses.startsWith('.') && uses.includes('@') ? [uses.split('@')[1] ?? ''] : [],
	);
	const commits = refs.filter(ref => /^[0-9a-f]{40}$/.test(ref)).length;
	return refs.length > 0 && commits * 2 < refs.length;
};

const usesOf = (ci: Ci, { action, commit, version, tag }: Release) =>
	usesTags(ci)
		? { uses: `${action}@${tag}`, comment: '' }
		: { uses: `${action}@${commit}`, comment: ` # ${version}` };

/** The line of a step or job that names an action as the other workflows do. */
export const usesLine = (ci: Ci, release: Release): string => {
	const { uses, comment } = usesOf(ci, release);
	return `uses: ${uses}${comment}`;
};

/** How a job names the action that sets uv up, and the comment behind it. */
export const setupUvOf = (ci: Ci): { readonly uses: string; readonly comment: string } => usesOf(ci, setupUv);

/** Where the new workflow goes. */
export const qualityPath = '.github/workflows/quality.yml';

/** A workflow of the gates alone, for a project that uv locks. */
export const qualityWorkflow = (
	ci: Ci,
	gates: readonly { readonly gate: WantedGate; readonly options: readonly string[] }[],
	directory: string,
): string => {
	const options = [
		...new Set(gates.flatMap(gate => (gate.options.length > 0 ? [gate.options.join(' ')] : []))),
	];
	const here =
		directory === '.' ? [] : ['    defaults:', '      run:', `        working-directory: ${directory}`];
	return [
		'name: quality',
		'',
		'on:',
		'  pull_request:',
		'  push:',
		'    branches: [main, master]',
		'',
		'permissions:',
		'  contents: read',
		'',
		'jobs:',
		'  quality:',
		'    runs-on: ubuntu-latest',
		...here,
		'    steps:',
		`      - ${usesLine(ci, checkout)}`,
		'        with:',
		'          persist-credentials: false',
		`      - ${usesLine(ci, setupUv)}`,
		`      - run: ${['uv sync --locked', ...options].join(' ')}`,
		...gates.map(({ gate, options: own }) => {
			const github = gate.tool === 'ruff-check' ? ['check', '--output-format=github', '.'] : gate.args;
			return `      - run: ${['uv run --locked', ...own, gate.program, ...github].join(' ')}`;
		}),
		'',
	].join('\n');
};
