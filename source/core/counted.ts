/** A number with its noun: `1 file`, `2 files`. Where more than an `s` changes, the words for many are given too. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
	`${count} ${count === 1 ? one : many}`;
