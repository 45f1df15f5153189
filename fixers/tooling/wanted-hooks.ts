import type { Table } from '../../source/core/facts/config.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { Hook, PreCommitConfig } from '../../source/core/facts/pre-commit.ts';
import type { Declined } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import type { HookNeed } from '../../source/core/hooks.ts';
import { commandsOfHook, meets, usesMypy } from '../../source/core/hooks.ts';
import { pinnedVersions } from '../../source/core/pins.ts';
import {
	gitleaksRevision,
	markdownlint2Revision,
	markdownlintRevision,
	mypyRevision,
	ruffRevision,
	yamllintRevision,
} from './hook-revisions.ts';

export type HookFacts = Pick<
	Facts,
	'files' | 'locks' | 'toolPins' | 'devDependencies' | 'mypyConfigs' | 'ruffConfigs' | 'preCommit' | 'ci'
>;

/** A hook to add, and the repository it comes from; `rev` is null for `local`. */
export interface WantedHook {
	readonly repo: string;
	readonly rev: string | null;
	readonly id: string;
	/** Its other keys. */
	readonly more: Table;
}

const released = /^\d+(?:\.\d+)+$/;

const revisionOf = (facts: HookFacts, tool: string, fallback: string): string => {
	const pinned = pinnedVersions(facts.toolPins, '.pre-commit-config.yaml', tool).find(version =>
		released.test(version),
	);
	return `v${pinned ?? fallback}`;
};

const lockedWithUv = ({ locks }: HookFacts, tool: string): boolean => {
	const lock = locks.get('uv.lock');
	return lock?.ok === true && lock.value.kind === 'uv' && lock.value.versions[tool] !== undefined;
};

const pythonNeeds: readonly HookNeed[] = ['ruff-check', 'ruff-format', 'mypy'];

/** What the configuration’s own local hooks start a tool with: `poetry run`; null where it has none such. */
const ownRunner = (config: PreCommitConfig | null): string | null => {
	for (const hook of config?.hooks ?? []) {
		const words = hook.repository === null ? (hook.command ?? []) : [];
		const [command] = commandsOfHook(hook);
		if (!command || !pythonNeeds.some(need => meets(command, need) !== 'no')) continue;
		const at = words.indexOf(command.program);
		if (at > 0 && words.slice(0, at).every(word => /^[\w-]+$/.test(word)))
			return words.slice(0, at).join(' ');
	}
	return null;
};

/** How tools of the project are started from a hook; null where hooks bring their own. */
const runnerOf = (facts: HookFacts, config: PreCommitConfig | null, tool: string): string | null => {
	if (config?.hooks.some(({ repository }) => repository?.endsWith('/ruff-pre-commit') === true)) return null;
	const isDeclared = facts.devDependencies.some(({ name, path }) => name === tool && !path.includes('/'));
	const own = isDeclared ? ownRunner(config) : null;
	// pre-commit.ci has neither uv nor a network when hooks run.
	const isService = config !== null && config.ci !== null;
	return own ?? (!isService && lockedWithUv(facts, tool) ? 'uv run --frozen' : null);
};

const local = (id: string, name: string, entry: string, more: Table): WantedHook => ({
	repo: 'local',
	rev: null,
	id,
	more: { name, entry, language: 'system', types_or: ['python', 'pyi'], require_serial: true, ...more },
});

/** A hook of ruff beside the one that the configuration has already looks at the same files. */
const likeSibling = (sibling: Hook | undefined): Table => ({
	...(sibling?.files?.kind === 'regex' ? { files: sibling.files.patterns[0] ?? '' } : {}),
	...(sibling?.exclude?.kind === 'regex' ? { exclude: sibling.exclude.patterns[0] ?? '' } : {}),
});

const isBefore = (rev: string | null, major: number, minor: number): boolean => {
	const [, own, after] = /^v?(\d+)\.(\d+)/.exec(rev ?? '') ?? [];
	if (own === undefined || after === undefined) return false;
	return Number(own) < major || (Number(own) === major && Number(after) < minor);
};

const usesRuff = (facts: HookFacts): boolean =>
	facts.ruffConfigs.length > 0 ||
	facts.devDependencies.some(({ name }) => name === 'ruff') ||
	pinnedVersions(facts.toolPins, 'x', 'ruff').length > 0;

const usesBlack = (facts: HookFacts): boolean =>
	facts.devDependencies.some(({ name, path }) => name === 'black' && !path.includes('/')) ||
	pinnedVersions(facts.toolPins, 'x', 'black').length > 0;

const ruffHook = (
	facts: HookFacts,
	config: PreCommitConfig | null,
	need: 'ruff-check' | 'ruff-format',
): WantedHook | Declined => {
	if (!usesRuff(facts)) return declined('ruff is neither configured nor declared yet; that goes first');
	if (need === 'ruff-format' && usesBlack(facts))
		return declined('black formats this repository, and two formatters would undo each other’s work');
	const runner = runnerOf(facts, config, 'ruff');
	if (runner !== null) {
		return need === 'ruff-check'
			? local(need, 'ruff check', `${runner} ruff check --force-exclude --fix --exit-non-zero-on-fix`, {})
			: local(need, 'ruff format', `${runner} ruff format --force-exclude`, {});
	}
	const sibling = config?.hooks.find(({ repository }) => repository?.endsWith('/ruff-pre-commit') === true);
	if (!sibling) {
		const rev = revisionOf(facts, 'ruff', ruffRevision);
		const id = need === 'ruff-check' && isBefore(rev, 0, 12) ? 'ruff' : need;
		return { repo: 'https://github.com/astral-sh/ruff-pre-commit', rev, id, more: {} };
	}
	if (isBefore(sibling.rev, 0, 1)) return declined(`ruff ${sibling.rev ?? ''} has no such hook yet`);
	// The old name works in every version.
	const isNew = /^v?\d/.test(sibling.rev ?? '') && !isBefore(sibling.rev, 0, 12);
	const id = need === 'ruff-check' && !isNew ? 'ruff' : need;
	return { repo: sibling.repo, rev: sibling.rev, id, more: likeSibling(sibling) };
};

/** What `mypy` without file names is to look at; empty where its configuration says. */
const mypyTargets = (facts: HookFacts): readonly string[] => {
	const options = facts.mypyConfigs.find(({ directory }) => directory === '.')?.options ?? {};
	if (['files', 'packages', 'modules'].some(key => options[key] !== undefined)) return [];
	const running = [...facts.files.values()].filter(({ role }) => role === 'prod').map(({ path }) => path);
	if (running.some(path => path.startsWith('src/') && path.endsWith('.py'))) return ['src'];
	const packages = running.flatMap(path => /^([\w-]+)\/__init__\.py$/.exec(path)?.[1] ?? []);
	return packages.length > 0 && packages.length <= 3 ? packages.toSorted() : ['.'];
};

/** Plug-ins are imported where mypy runs. */
const pluginsOf = (facts: HookFacts): readonly string[] => {
	const written = facts.mypyConfigs.find(({ directory }) => directory === '.')?.options['plugins'];
	const names = Array.isArray(written) ? written : typeof written === 'string' ? written.split(',') : [];
	return names.map(name => String(name).trim()).filter(name => name !== '');
};

const mypyHook = (facts: HookFacts, config: PreCommitConfig | null): WantedHook | Declined => {
	if (!usesMypy(facts)) return declined('mypy is neither configured at the root nor run in a pipeline');
	const runner = runnerOf(facts, config, 'mypy');
	if (runner !== null) {
		const entry = [`${runner} mypy`, ...mypyTargets(facts)].join(' ');
		return local('mypy', 'mypy', entry, { pass_filenames: false });
	}
	const plugins = pluginsOf(facts);
	const unknown = plugins.find(plugin => plugin !== 'pydantic.mypy');
	if (unknown !== undefined) {
		return declined(
			`mypy’s plug-in \`${unknown}\` must be installed beside it, which a hook of its own does not know`,
		);
	}
	const stubs = facts.devDependencies
		.filter(({ name, path }) => !path.includes('/') && /^types-|-stubs$/.test(name))
		.map(({ name }) => name);
	const needed = [...new Set([...plugins.map(() => 'pydantic'), ...stubs])].toSorted();
	return {
		repo: 'https://github.com/pre-commit/mirrors-mypy',
		rev: revisionOf(facts, 'mypy', mypyRevision),
		id: 'mypy',
		more: needed.length > 0 ? { additional_dependencies: needed } : {},
	};
};

/** Templates of Helm are no YAML until they are filled in. */
const chartPattern = ({ files }: HookFacts): Table => {
	const charts = [...files.keys()].flatMap(path => /^(.*?)Chart\.ya?ml$/.exec(path)?.[1] ?? []);
	const folders = charts
		.map(folder => `${folder}templates/`)
		.filter(folder => !/[()[\]{}^$*+?|\\]/.test(folder));
	if (folders.length === 0) return {};
	return { exclude: folders.length === 1 ? `^${folders[0] ?? ''}` : `^(${folders.toSorted().join('|')})` };
};

/** The hook that meets a need in this repository, or why there is none. */
export const wantedHook = (
	facts: HookFacts,
	config: PreCommitConfig | null,
	need: HookNeed,
): WantedHook | Declined => {
	switch (need) {
		case 'ruff-check':
		case 'ruff-format':
			return ruffHook(facts, config, need);
		case 'mypy':
			return mypyHook(facts, config);
		case 'gitleaks':
			return {
				repo: 'https://github.com/gitleaks/gitleaks',
				rev: gitleaksRevision,
				id: 'gitleaks',
				more: {},
			};
		case 'markdownlint':
			return [...facts.files.keys()].some(path => /^\.markdownlint-cli2\.\w+$/.test(path))
				? {
						repo: 'https://github.com/DavidAnson/markdownlint-cli2',
						rev: markdownlint2Revision,
						id: 'markdownlint-cli2',
						more: {},
					}
				: {
						repo: 'https://github.com/igorshubovych/markdownlint-cli',
						rev: markdownlintRevision,
						id: 'markdownlint',
						more: {},
					};
		case 'yamllint':
			return {
				repo: 'https://github.com/adrienverge/yamllint',
				rev: yamllintRevision,
				id: 'yamllint',
				more: chartPattern(facts),
			};
	}
};

/** Settings for a linter that has none, so that the hook does not paint what is there red; null where it has some. */
export const linterSettings = (
	{ files }: Pick<Facts, 'files'>,
	need: HookNeed,
): { readonly path: string; readonly text: string } | null => {
	const has = (name: RegExp): boolean => [...files.keys()].some(path => name.test(path));
	if (need === 'markdownlint' && !has(/^(?:\.markdownlint(?:-cli2)?\.\w+|\.markdownlintrc|\.mdlrc)$/)) {
		return {
			path: '.markdownlint.yaml',
			text: [
				'# Lines may be long, HTML may be used, and a file need not begin with a heading.',
				'MD013: false',
				'MD033: false',
				'MD041: false',
				'',
			].join('\n'),
		};
	}
	if (need === 'yamllint' && !has(/^\.yamllint(?:\.ya?ml)?$/)) {
		return {
			path: '.yamllint',
			text: ['extends: relaxed', 'rules:', '  line-length: {max: 120, level: warning}', ''].join('\n'),
		};
	}
	return null;
};
