import type { Facts, Project } from '../../source/core/facts.ts';
import { uvLockPath } from '../packaging/uv-run.ts';

/** Whether a build that insists on `uv.lock` would pass; `unknown` where only uv can tell. */
export type LockState =
	| { readonly kind: 'fits' | 'unknown' }
	| { readonly kind: 'against'; readonly reason: string };

/** What a build that insists on the project's `uv.lock` would meet. */
export const uvLockState = (facts: Pick<Facts, 'packaging' | 'paths'>, project: Project): LockState => {
	const path = uvLockPath(project);
	const lock = facts.packaging.get(project.path)?.locks.find(({ kind }) => kind === 'uv');
	if (!lock || !facts.paths.has(path))
		return { kind: 'against', reason: `\`${path}\` is not committed; that goes first` };
	switch (lock.freshness.state) {
		case 'fresh':
			return { kind: 'fits' };
		case 'stale':
			return { kind: 'against', reason: `\`${path}\` is stale; run \`uv lock\` first` };
		case 'undecided':
			return { kind: 'unknown' };
	}
};
