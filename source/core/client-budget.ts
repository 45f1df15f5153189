import type { SdkLimit, SdkLimits } from './facts/aws-clients.ts';

// https://docs.aws.amazon.com/botocore/latest/reference/config.html

/** Seconds that the SDK waits for a connection, and for an answer, unless told otherwise. */
export const sdkSeconds = 60;

/** Attempts that every version and retry mode of the SDK makes at least, unless told otherwise. */
const sdkAttempts = 3;

/** What clients without a `config` get. */
export const sdkDefaults: SdkLimits = {
	connect: { state: 'default' },
	read: { state: 'default' },
	attempts: { state: 'default' },
};

/** How long a call may take at least before its client gives up. */
export interface Budget {
	/** Of one attempt. */
	readonly seconds: number;
	readonly attempts: number;
}

const least = (limit: SdkLimit, fallback: number, floor: number): number =>
	limit.state === 'written' ? limit.value : limit.state === 'default' ? fallback : floor;

/**
 * The least that a client's limits come to: what cannot be told counts nothing.
 * @param areDefaultsKept whether the SDK's own limits apply where none are written
 */
export const budgetOf = ({ connect, read, attempts }: SdkLimits, areDefaultsKept: boolean): Budget => ({
	seconds:
		least(connect, areDefaultsKept ? sdkSeconds : 0, 0) + least(read, areDefaultsKept ? sdkSeconds : 0, 0),
	attempts: Math.max(1, least(attempts, areDefaultsKept ? sdkAttempts : 1, 1)),
});

/** The longest single wait that is written and longer than the SDK's own; null where there is none. */
export const raisedWaitOf = ({
	connect,
	read,
}: SdkLimits): { readonly name: string; readonly seconds: number } | null => {
	const written = [
		{ name: 'read_timeout', limit: read },
		{ name: 'connect_timeout', limit: connect },
	].flatMap(({ name, limit }) =>
		limit.state === 'written' && limit.value > sdkSeconds ? [{ name, seconds: limit.value }] : [],
	);
	return written.toSorted((a, b) => b.seconds - a.seconds)[0] ?? null;
};

/** Whether a limit of time is written. */
export const writesSeconds = ({ connect, read }: SdkLimits): boolean =>
	connect.state === 'written' || read.state === 'written';
