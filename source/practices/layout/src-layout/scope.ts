import { isWithin } from '../../../core/folders.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Layout, PackageFolder } from '../../../core/facts/layout.ts';

/** Why a project without a package has nothing to judge. */
export const noPackageIn = ({ modules }: Layout): string =>
	modules.length > 0
		? 'the project is made of single modules, and has no package'
		: 'there is no package: nothing here is imported by name from elsewhere';

/** The project's layout; null for what no manifest declares. */
export const layoutOf = ({ layouts }: Pick<Facts, 'layouts'>, project: Project): Layout | null =>
	project.declared ? (layouts.get(project.path) ?? null) : null;

/** Every package of a project, wherever it lies. */
export const packagesOf = ({ inSrc, atRoot, sourceFolder }: Layout): readonly PackageFolder[] => [
	...inSrc,
	...atRoot,
	...(sourceFolder?.packages ?? []),
];

/** Functions take their code folder by folder, so that there is nothing to install. */
export const isDeployedByFolder = (
	{ build, deployed }: Layout,
	packages: readonly PackageFolder[],
): boolean => build === null && packages.every(({ path }) => deployed.some(folder => isWithin(path, folder)));

/** `a`, `b` and 3 more, in backticks. */
export const listed = (names: readonly string[], most = 4): string => {
	const shown = names.slice(0, most).map(name => `\`${name}\``);
	const more = names.length - shown.length;
	if (more > 0) return `${shown.join(', ')} and ${more} more`;
	return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}` : (shown[0] ?? '');
};
