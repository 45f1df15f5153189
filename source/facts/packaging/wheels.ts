import type { MissingWheel } from '../../core/facts/locks.ts';

// https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/

interface PackageFiles {
	readonly name: string;
	readonly version: string;
	/** Names or addresses of its wheels. */
	readonly wheels: readonly string[];
}

const tagsOf = (
	wheel: string,
): { readonly python: string; readonly abi: string; readonly platform: string } | null => {
	const match = /-([^-/]+)-([^-/]+)-([^-/]+)\.whl(?:[?#].*)?$/.exec(decodeURIComponent(wheel));
	return match?.[1] && match[2] && match[3] ? { python: match[1], abi: match[2], platform: match[3] } : null;
};

const runsOnLinux = (platform: string): boolean => /linux|^any$/.test(platform);

const runsOn313 = (python: string, abi: string): boolean =>
	abi.split('.').some(tag => /^cp313t?$/.test(tag)) ||
	(abi.includes('abi3') && /cp3(?:\d|1[0-3])(?:\.|$)/.test(python)) ||
	(abi.includes('none') && /(?:^|\.)(?:py3(?:\d|1[0-3])?|cp3|cp313)(?:\.|$)/.test(python));

type Tags = NonNullable<ReturnType<typeof tagsOf>>;

/** Packages with wheels for Linux, none of which fits in any version that is locked. */
const unfit = (packages: readonly PackageFiles[], fits: (tags: Tags) => boolean): readonly MissingWheel[] => {
	const judged = packages.map(({ name, version, wheels }) => {
		const tags = wheels.map(tagsOf).filter(tag => tag !== null && runsOnLinux(tag.platform));
		const isReady = tags.length === 0 || tags.some(tag => tag !== null && fits(tag));
		return { name, version, isReady };
	});
	const ready = new Set(judged.filter(({ isReady }) => isReady).map(({ name }) => name));
	return judged
		.filter(({ name, isReady }) => !isReady && !ready.has(name))
		.map(({ name, version }) => ({ name, version }));
};

/** Packages with compiled wheels for Linux, none of which fits Python 3.13 in any version that is locked. */
export const missingWheelsOf = (packages: readonly PackageFiles[]): readonly MissingWheel[] =>
	unfit(packages, ({ python, abi }) => runsOn313(python, abi));

/** Packages with compiled wheels for Linux, none of which is for arm64. */
export const missingArmWheelsOf = (packages: readonly PackageFiles[]): readonly MissingWheel[] =>
	unfit(packages, ({ platform }) => /aarch64|arm64|^any$/.test(platform));
