import type { Question } from '../../source/core/fixer.ts';
import type { EntryPoint } from '../logging/entry-points.ts';

/** The files that read what the new module is for come first. */
export const readersFirst = (
	entries: readonly EntryPoint[],
	readers: ReadonlySet<string>,
): readonly EntryPoint[] => [
	...entries.filter(({ path }) => readers.has(path)),
	...entries.filter(({ path }) => !readers.has(path)),
];

/** Asks beside which file a new module goes; nothing where there is none. */
export const entryQuestion = (entries: readonly EntryPoint[], prompt: string): readonly Question[] =>
	entries.slice(0, 1).map(first => ({
		id: 'entry-point',
		prompt,
		explanation: 'The new module lies beside it.',
		kind: { type: 'choice', choices: entries.map(({ path }) => ({ value: path, label: path })) },
		fallback: first.path,
	}));

/** The file that was chosen, else the first. */
export const chosenEntry = (
	entries: readonly EntryPoint[],
	answer: string | undefined,
): EntryPoint | undefined => entries.find(({ path }) => path === answer) ?? entries[0];
