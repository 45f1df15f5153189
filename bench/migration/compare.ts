import { versionsNear } from './evaluate.ts';
import type { Wanted } from './wanted.ts';

const keyOf = ({ list, name, extras, reach, source }: Wanted): string =>
	JSON.stringify([list, name, extras, reach, source]);

const shown = ({ list, name, extras, range, source }: Wanted): string =>
	`${list}: ${name}${extras === '' ? '' : `[${extras}]`} ${range} ${source}`.trim();

const sameRange = (a: Wanted, b: Wanted): boolean =>
	versionsNear(a.range, b.range).every(version => a.allows(version) === b.allows(version));

/** Differences between two sets; each dependency meets one of the other side. */
export const differences = (before: readonly Wanted[], after: readonly Wanted[]): readonly string[] => {
	const left = [...after];
	const out: string[] = [];
	const once = before.filter(
		(wanted, at) =>
			before.findIndex(other => keyOf(other) === keyOf(wanted) && other.range === wanted.range) === at,
	);
	for (const wanted of once) {
		const at = left.findIndex(other => keyOf(other) === keyOf(wanted) && sameRange(wanted, other));
		if (at < 0) out.push(`lost or changed: ${shown(wanted)}`);
		else left.splice(at, 1);
	}
	return [...out, ...left.map(wanted => `new: ${shown(wanted)}`)];
};
