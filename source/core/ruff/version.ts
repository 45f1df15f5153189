/** The ruff that audits; a test holds it to the one installed. */
export const ruffVersion = '0.17.4';

const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

/** The repository pins another ruff, or several: what ours says may differ from what theirs says. */
export const isSkewed = (versions: readonly string[]): boolean =>
	versions.length === 0 || versions.some(version => minorOf(version) !== minorOf(ruffVersion));

// Where a code of ours is not known, ruff stops with an error; by 0.12 the rules of the nine families were there.
const oldest = [0, 12];

/** A version that may not know codes that ours reports; null where all do. */
export const tooOldOf = (versions: readonly string[]): string | null =>
	versions.find(version => {
		const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
		return major === oldest[0] && minor < (oldest[1] ?? 0);
	}) ?? null;
