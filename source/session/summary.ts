import { lockDebtsOf, lockInstruction } from '../core/lock.ts';
import { isProblem } from './outline.ts';
import { rowsOf } from './selection.ts';
import type { Session } from './state.ts';

export type SummaryChoice = 'next-problem' | 'log' | 'save-plan' | 'discard' | 'back' | 'quit';

/** The entries of the summary's menu. */
export const summaryChoicesOf = (session: Session): readonly SummaryChoice[] => [
	rowsOf(session).some(isProblem) ? 'next-problem' : 'back',
	...(session.commits.length > 0 ? (['log'] as const) : []),
	...(session.commits.some(commit => commit.step) ? (['save-plan'] as const) : []),
	...(session.commits.length > 0 ? (['discard'] as const) : []),
	'quit',
];

export const choiceOfSummary = (session: Session, index: number): SummaryChoice | null =>
	summaryChoicesOf(session)[index] ?? null;

/** A word for a shell: quoted where it needs to be. */
export const shellWord = (word: string): string =>
	/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** What a person types to have a program run: the session runs none. */
export const commandOfProgram = (fixer: string, root: string): string =>
	`bp-audit fix --only ${fixer} --allow-exec ${shellWord(root)}`;

export interface NextCommand {
	readonly command: string;
	/** What it is for. */
	readonly purpose: 'look' | 'try' | 'merge' | 'throw-away';
}

/** What a person types next, to look at the branch, to take it and to throw it away. */
export const nextCommandsOf = ({ bench, commits }: Session): readonly NextCommand[] => {
	if (!bench || !('branch' in bench.target.fixes) || commits.length === 0) return [];
	const { target } = bench;
	const branch = shellWord(bench.target.fixes.branch);
	const base = shellWord(target.branch ?? target.commit?.slice(0, 12) ?? 'HEAD');
	return [
		{ command: `git log --oneline ${base}..${branch}`, purpose: 'look' },
		{ command: `git switch ${branch}`, purpose: 'try' },
		...(target.branch === null
			? []
			: [{ command: `git switch ${base} && git merge ${branch}`, purpose: 'merge' as const }]),
		{ command: `git branch -D ${branch}`, purpose: 'throw-away' },
	];
};

/** What the fixes leave to a person, one sentence each; lockfiles to write anew first. */
export const followUpsOf = ({ commits }: Pick<Session, 'commits'>): readonly string[] => [
	...lockDebtsOf(commits).map(lockInstruction),
	...new Set(commits.flatMap(commit => commit.followUps)),
];
