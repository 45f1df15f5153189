/** Programs other than pre-commit and prek that run checks at a commit. */
export type HookManager = 'lefthook' | 'husky' | 'overcommit' | 'lint-staged' | 'a folder of hooks';

/** A file of such a program, as far as it is about commits. */
export interface GitHooks {
	readonly manager: HookManager;
	/** What runs before a commit, as words. */
	readonly commands: readonly {
		readonly words: readonly string[];
		readonly line: number;
		readonly source: string;
	}[];
}
