import { ensureBuild } from '../../scripts/ensure-build.js';

/** The end-to-end tests run what users run: the bundle. */
export const setup = (): void => ensureBuild();
