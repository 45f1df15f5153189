// https://docs.astral.sh/ruff/settings/#target-version: the lowest version that requires-python lets in.

const lowerBound = /(>=|~=|===?|>)\s*3\.(\d+)/g;

/** Ruff's name for the lowest Python that a `requires-python` allows, such as `py310`; null where it sets none. */
export const targetOf = (requiresPython: string): string | null => {
	const minors = [...requiresPython.matchAll(lowerBound)].map(([, , minor]) => Number(minor));
	if (minors.length === 0) return null;
	const lowest = Math.max(...minors);
	return lowest >= 7 && lowest <= 15 ? `py3${lowest}` : null;
};
