/** The ruff that audits; a test holds it to the one installed. */
export const ruffVersion = '0.17.4';

const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

/** The repository pins another ruff, or several: what ours says may differ from what theirs says. */
export const isSkewed = (versions: readonly string[]): boolean =>
	versions.length === 0 || versions.some(version => minorOf(version) !== minorOf(ruffVersion));
