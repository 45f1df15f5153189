import table from './tables/python-runtimes.json' with { type: 'json' };

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html

/** A runtime that AWS has retired. */
export interface RetiredRuntime {
	/** `2025-12-15`. */
	readonly since: string;
	/** New functions can no longer be made with it. */
	readonly isBlocked: boolean;
}

interface Dates {
	readonly retired: string;
	readonly blocked: string;
}

const runtimes: ReadonlyMap<string, Dates> = new Map(Object.entries(table.runtimes));

/**
 * What AWS has done about a runtime of Python by a day; null for one that is supported then, or not known.
 * @param today `2026-11-22`
 */
export const retirementOf = (runtime: string, today: string): RetiredRuntime | null => {
	const dates = runtimes.get(runtime);
	if (!dates || dates.retired > today) return null;
	return { since: dates.retired, isBlocked: dates.blocked <= today };
};

/** The minor version that the checklist asks for. */
export const wantedMinor = 13;
