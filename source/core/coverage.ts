import type { CoverageConfig } from './facts/coverage.ts';

const truth = /^(?:true|1|yes|on)$/i;

/** `fail_under` of a configuration, in percent; null where it is not set, or 0. */
export const failUnderOf = (config: CoverageConfig | null): number | null => {
	const value = Number(config?.options['report.fail_under']?.[0] ?? 0);
	return Number.isFinite(value) && value > 0 ? value : null;
};

export const isOnIn = (config: CoverageConfig | null, option: string): boolean =>
	truth.test(config?.options[option]?.[0] ?? '');
