// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, as it was on 22 November 2026

/** A runtime that AWS has retired. */
export interface RetiredRuntime {
	/** `2025-12-15`. */
	readonly since: string;
	/** New functions can no longer be made with it. */
	readonly isBlocked: boolean;
}

/** Retired runtimes of Python by name. */
export const retiredRuntimes: Readonly<Record<string, RetiredRuntime>> = {
	'python2.7': { since: '2021-07-15', isBlocked: true },
	'python3.6': { since: '2022-07-18', isBlocked: true },
	'python3.7': { since: '2023-12-04', isBlocked: true },
	'python3.8': { since: '2024-10-14', isBlocked: false },
	'python3.9': { since: '2025-12-15', isBlocked: false },
	'python3.10': { since: '2026-10-31', isBlocked: false },
};

/** The minor version that the checklist asks for. */
export const wantedMinor = 13;
