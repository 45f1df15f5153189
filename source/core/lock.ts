import type { LockKind } from './facts/packaging.ts';

/** The check that says whether a lockfile fits its manifest. */
export const lockFreshness = 'python-version/lock-fresh';
/** The check that says whether there is one. */
export const lockCommitted = 'python-version/lock-committed';

/** What a person types to have a lockfile written again; the other kinds are written in too many ways. */
export const lockCommands: Readonly<Partial<Record<LockKind, string>>> = {
	uv: 'uv lock',
	poetry: 'poetry lock',
	pdm: 'pdm lock',
	pipenv: 'pipenv lock',
};

/** A lockfile that no longer fits its manifest. */
export interface LockDebt {
	readonly path: string;
	/** Where the command runs. */
	readonly directory: string;
	readonly command: string;
}

/** What a commit did to a lockfile, other than to edit it. */
export type LockStep =
	| ({ readonly state: 'outdated' } & LockDebt)
	| { readonly state: 'written'; readonly path: string };

/** Lockfiles that the commits, oldest first, left behind their manifests. */
export const lockDebtsOf = (
	commits: readonly { readonly lock?: LockStep | undefined }[],
): readonly LockDebt[] => {
	const debts = new Map<string, LockDebt>();
	for (const { lock } of commits) {
		if (lock?.state === 'written') debts.delete(lock.path);
		if (lock?.state === 'outdated') {
			const { path, directory, command } = lock;
			debts.set(path, { path, directory, command });
		}
	}
	return [...debts.values()];
};

/** What to do about one, as a sentence without full stop. */
export const lockInstruction = ({ path, directory, command }: LockDebt): string =>
	`Run \`${command}\`${directory === '.' ? '' : ` in \`${directory}\``} and commit \`${path}\`, which no longer fits its manifest`;
