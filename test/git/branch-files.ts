import { git } from './support.ts';

/** What the repositories of these tests hold. */
export const files = {
	'a.py': 'x = 1\n',
	'b.py': 'y = 2\n',
	'src/c.py': 'z = 3\n',
};

/** The fix branch of a run on that day. */
export const name = 'bp-audit/2026-11-22';

/** Subjects of the commits on a fix branch, the newest first. */
export const commits = (root: string, branch = name): readonly string[] =>
	git(root, 'log', '--format=%s', `main..${branch}`).split('\n');
