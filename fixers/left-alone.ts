import { shortList } from '../source/core/short-list.ts';

/** What a plan says of the places that it leaves, each with its reason; nothing where there are none. */
export const leftAlone = (reasons: readonly string[]): readonly string[] =>
	reasons.length === 0 ? [] : [`Left as they are: ${shortList(reasons, 5, '; ')}.`];
