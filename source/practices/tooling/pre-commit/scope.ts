import { UserError } from '../../../core/errors.ts';
import type { Facts, Role } from '../../../core/facts.ts';
import type { GitHooks } from '../../../core/facts/git-hooks.ts';
import type { PreCommitConfig } from '../../../core/facts/pre-commit.ts';
import { rootConfigs } from '../../../core/hooks.ts';

type Read = Pick<Facts, 'preCommit' | 'gitHooks' | 'files' | 'skipped'>;

/** What runs before a commit. */
export interface Hooking {
	/** The configuration at the root that counts; null where there is none. */
	readonly config: PreCommitConfig | null;
	/** Files at the root that it goes before. */
	readonly beside: readonly string[];
	/** Configurations in folders, where pre-commit does not look by itself. */
	readonly nested: readonly string[];
	readonly others: readonly (GitHooks & { readonly path: string })[];
	/** Hooks of a folder that are links, so that what they run was not read. */
	readonly unread: readonly string[];
}

/** In the root, or in a folder of the root that a manager keeps its files in. */
const isAtRoot = (path: string): boolean =>
	!path.includes('/') || /^(?:\.husky|\.config|\.?(?:git-?)?hooks(?:\/pre-commit)?)\/[^/]+$/.test(path);

const beingTested = new Set<Role>(['test', 'docs', 'template', 'vendored', 'generated']);

/** Throws where the file that counts cannot be read: what it says may be what is asked for. */
export const hookingOf = (facts: Read): Hooking => {
	const roots = rootConfigs(facts);
	const [first] = roots;
	const parsed = first === undefined ? undefined : facts.preCommit.get(first);
	if (first !== undefined && parsed && !parsed.ok) {
		throw new UserError(`\`${first}\` line ${parsed.line}: ${parsed.message}`);
	}
	const unread = facts.skipped.find(({ path }) => /^(?:\.pre-commit-config\.ya?ml|prek\.toml)$/.test(path));
	if (unread && !parsed) throw new UserError(`\`${unread.path}\` is not read: ${unread.reason}`);
	const isReal = (path: string): boolean => {
		const role = facts.files.get(path)?.role;
		return role !== undefined && !beingTested.has(role);
	};
	const managers = [...facts.gitHooks].flatMap(([path, hooks]) =>
		hooks.ok && isReal(path) ? [{ ...hooks.value, path }] : [],
	);
	// Git looks for hooks in one place; lint-staged runs only where one of them starts it, and then in folders too.
	const starters = managers.filter(({ manager, path }) => manager !== 'lint-staged' && isAtRoot(path));
	return {
		config: parsed?.ok ? parsed.value : null,
		beside: roots.slice(1),
		unread: facts.skipped
			.map(({ path }) => path)
			.filter(path => /^\.?(?:git-?)?hooks\/pre-commit\/[^/]+$/.test(path)),
		nested: [...facts.preCommit.keys()].filter(path => path.includes('/') && isReal(path)),
		others:
			starters.length > 0
				? [...starters, ...managers.filter(({ manager }) => manager === 'lint-staged')]
				: [],
	};
};

/** Whether the repository has Python of its own. */
export const hasOwnPython = ({ files }: Pick<Facts, 'files'>): boolean =>
	[...files.values()].some(
		({ path, role }) => path.endsWith('.py') && role !== 'template' && role !== 'vendored',
	);

export const noPython = 'the repository has no Python code';
