import picomatch from 'picomatch';
import type { AnyFixer } from '../core/fixer.ts';

/** The first path that a fixer does not say it touches; null where there is none. */
export const strayOf = (
	{ touches }: Pick<AnyFixer, 'touches'>,
	changes: readonly { readonly path: string }[],
): string | null => {
	const isNamed = picomatch(touches, { dot: true });
	return changes.find(({ path }) => !isNamed(path))?.path ?? null;
};
