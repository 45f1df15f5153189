import type { CoverageConfig } from '../../core/facts/coverage.ts';
import { defineDerived } from '../../core/gather.ts';
import { coverageInIni } from './coverage-configs.ts';

/** Of several configurations beside each other: `.coveragerc_py313`. */
const variant = /(?:^|\/)(?:\.coveragerc[._-][^/]+|coveragerc)$/;

export default defineDerived({
	fact: 'namedCoverageConfigs',
	needs: ['ini'],
	derive: ({ ini }): readonly CoverageConfig[] =>
		[...ini.values()].flatMap(parsed => {
			if (!parsed.ok || !variant.test(parsed.value.path)) return [];
			const found = coverageInIni(parsed.value);
			return found ? [{ ...found, shadows: [] }] : [];
		}),
});
