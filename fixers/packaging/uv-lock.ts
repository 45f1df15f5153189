import type { Packaging } from '../../source/core/facts/packaging.ts';
import type { FixerInput } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Edit } from '../../source/core/tree.ts';
import { afterLine } from '../../source/edit/text.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import { defineFixer } from '../define.ts';
import { uvInputs, uvLockCommands, uvLockPath } from './uv-run.ts';

// https://docs.astral.sh/uv/reference/cli/#uv-lock

type Input = Pick<FixerInput<'packaging' | 'projects' | 'paths'>, 'facts' | 'project'>;

const managers: Readonly<Record<string, string>> = {
	poetry: '`poetry lock` writes this lockfile',
	pdm: '`pdm lock` writes this lockfile',
	pipenv: '`pipenv lock` writes this lockfile',
};

/** Why uv should not write a lock here; null where it may. */
const objection = (packaging: Packaging): string | null => {
	const [lock] = packaging.locks;
	if (lock && lock.kind !== 'uv') return managers[lock.kind] ?? 'another tool writes this lockfile';
	if (!packaging.canLockWithUv) return 'uv locks projects that have a `[project]` table with a name';
	return packaging.ignored.some(({ lock: path }) => path.endsWith('poetry.lock'))
		? '`poetry lock` writes this lockfile'
		: null;
};

/** The edits that stop `.gitignore` files from hiding the lock. */
const unignored = (
	input: Input,
	texts: ReadonlyMap<string, string>,
	lock: string,
): readonly Edit[] | string => {
	const edits: Edit[] = [];
	for (const { lock: hidden, pattern, at } of input.facts.packaging.get(input.project.path)?.ignored ?? []) {
		if (hidden !== lock) continue;
		if (pattern.includes('*')) return `\`${pattern}\` in \`${at.path}\` hides more than the lockfile`;
		const text = texts.get(at.path);
		const start = text === undefined ? undefined : lineStartsOf(text)[(at.line ?? 0) - 1];
		if (text === undefined || start === undefined) continue;
		edits.push({
			kind: 'splice',
			path: at.path,
			splices: [{ start, end: afterLine(text, start), text: '' }],
		});
	}
	return edits;
};

export default defineFixer({
	id: 'uv-lock',
	title: 'Write the lockfile with uv',
	checks: ['python-version/lock-committed', 'python-version/lock-fresh'],
	safety: 'exec',
	needs: ['packaging', 'projects', 'paths'],
	touches: ['**/uv.lock', '**/.gitignore'],
	after: ['raise-python-floor'],
	safetyNote:
		'`uv lock` runs in a scratch copy of the manifests with `--no-build`, so that no code of the project or of a package runs, ' +
		'first without the network. Only the lockfile, and the line that hides it, change.',
	questions: () => [],
	reads: input => [
		...uvInputs(input),
		...new Set((input.facts.packaging.get(input.project.path)?.ignored ?? []).map(({ at }) => at.path)),
	],
	plan(input) {
		const packaging = input.facts.packaging.get(input.project.path);
		if (!packaging) return declined('nothing is known of the project');
		const against = objection(packaging);
		if (against !== null) return declined(against);
		const lock = uvLockPath(input.project);
		const edits = unignored(input, input.texts, lock);
		if (typeof edits === 'string') return declined(edits);
		return {
			outcome: 'execution',
			summary: packaging.locks.length > 0 ? 'bring uv.lock up to date' : 'commit a lockfile',
			area: 'deps',
			changed: [
				`\`${lock}\` is written by uv from the manifests.`,
				...(edits.length > 0 ? ['`.gitignore` no longer hides it.'] : []),
			],
			atRunTime: 'Installing with `uv sync --locked` gives the versions of the lockfile.',
			followUps: ['Read the versions in the diff', 'Install with `uv sync --locked`'],
			commands: uvLockCommands,
			inputs: uvInputs(input),
			directory: input.project.lockRoot,
			outputs: [lock],
			edits,
		};
	},
});
