import { UserError } from '../core/errors.ts';
import { visible } from '../core/safe-text.ts';
import type { FixCommit, Workbench } from '../session/ports.ts';
import type { UndoCommand } from './arguments.ts';
import type { Console } from './console.ts';
import type { ExitStatus } from './exit-status.ts';

type Undoing = Pick<Workbench, 'takeBack' | 'commits'>;

/** How many commits to take back, newest first. */
const depthOf = (commits: readonly FixCommit[], what: UndoCommand['what']): number => {
	switch (what.take) {
		case 'all':
			return commits.length;
		case 'last':
			return Math.min(1, commits.length);
		case 'one': {
			const at = commits.findIndex(({ commit }) => commit.startsWith(what.commit));
			if (at === -1) {
				throw new UserError(`\`${what.commit}\` is not a fix on this branch`, {
					tryThis:
						commits.length === 0
							? 'There is no fix to take back'
							: `The last one is ${commits.at(-1)?.commit.slice(0, 10) ?? ''}`,
				});
			}
			return commits.length - at;
		}
	}
};

/** Takes fixes back until the one asked for is gone; gives those that went, newest first. */
export const undoCommits = async (bench: Undoing, what: UndoCommand['what']): Promise<readonly FixCommit[]> =>
	bench.takeBack(depthOf(bench.commits(), what));

/** Takes fixes back and names them. */
export const runUndo = async (command: UndoCommand, console: Console): Promise<ExitStatus> => {
	const { openWorkbench } = await console.wiring();
	const bench = await openWorkbench({
		path: command.path,
		env: console.env,
		...(command.branch === null ? {} : { branch: command.branch }),
		resume: 'latest',
		allowExec: false,
		jobs: null,
		cache: true,
		now: console.now,
	});
	try {
		const gone = await undoCommits(bench, command.what);
		if (gone.length === 0) console.note('There is no fix to take back');
		for (const { commit, subject } of gone) {
			console.out(`Taken back: ${commit.slice(0, 10)} ${visible(subject)}\n`);
		}
		return 0;
	} finally {
		await bench.close();
	}
};
