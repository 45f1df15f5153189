/** Builds when a source is newer than the last build. Throws when the build fails. */
export const ensureBuild: () => void;
