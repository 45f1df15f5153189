import type { Facts, Project } from '../../source/core/facts.ts';
import type { DeclaredRequirement } from '../../source/core/facts/packaging.ts';

// https://github.com/open-telemetry/opentelemetry-python-contrib/blob/main/RELEASING.md

/** Releases of one day: each instrumentation asks for exactly one version of the others. */
export const floors = { instrumentation: '0.51b0', other: '1.30' } as const;

type Read = Pick<Facts, 'packaging'>;

/** Some by other people are called alike, and have versions of their own. */
const isOfTheLine = ({ name, source }: DeclaredRequirement): boolean =>
	/^opentelemetry-(?:distro|instrumentation(?:-.+)?)$/.test(name) && /\d\.\d+b\d/.test(source);

/** `==0.48b0` or, of Poetry, `^0.48b0`, as a requirement is written. */
const versionOf = ({ source }: DeclaredRequirement): string =>
	/(?:[=~<>!^]=?=?\s*|["'])\d[^"';#\s\])}]*/.exec(source)?.[0].replace(/["'\s]/g, '') ?? '';

/**
 * What a further instrumentation has to ask for, so that it fits to those that are there; null where they do not agree, or
 * where another package of OpenTelemetry is held and only its release notes tell what fits to it.
 */
export const specifierOfLine = ({ packaging }: Read, project: Project): string | null => {
	const declared = (packaging.get(project.path)?.requirements ?? []).filter(
		({ name, isRuntime }) => isRuntime && name.startsWith('opentelemetry-'),
	);
	const versions = new Set(declared.filter(isOfTheLine).map(versionOf));
	const [only] = versions;
	if (versions.size > 1) return null;
	if (only !== undefined && only !== '') return only;
	return declared.some(({ source }) => /==|~=|<|\^|!=/.test(source)) ? null : `>=${floors.instrumentation}`;
};
