import type { Facts, Project } from '../../../core/facts.ts';
import type { ModuleShape } from '../../../core/facts/module-shape.ts';

/** A production module of a project, with what is known of its build when it is long. */
export interface LengthyModule {
	readonly path: string;
	readonly lines: number;
	readonly shape: ModuleShape | null;
}

type Read = Pick<Facts, 'files' | 'modules' | 'shapes'>;

/** Production modules of the project in order of path; those that do not parse are left to the checks on syntax. */
export const productionModules = (facts: Read, project: Project): readonly LengthyModule[] =>
	[...facts.files.values()].flatMap(({ path, role, project: home }) => {
		const parsed = facts.modules.get(path);
		if (role !== 'prod' || home !== project.path || !parsed?.ok || parsed.value.isGenerated) return [];
		const shape = facts.shapes.get(path);
		return [{ path, lines: parsed.value.lines, shape: shape?.ok ? shape.value : null }];
	});

/** Of a module's lines, the share that has to be tables before it counts as data. */
const mostly = 0.7;

/** Fewer statements than this in so many lines: the module is text. */
const fewStatements = 20;

/** Why a long module is fine as it is; null where it is not. */
export const exemptionOf = ({ path, lines, shape }: LengthyModule): string | null => {
	if (shape === null) return null;
	if (shape.tableLines > lines * mostly) return 'most of it is tables';
	if (shape.statements < fewStatements) return 'it holds text and hardly any code';
	if (shape.djangoModelLines > lines * mostly) return 'it holds the models of a Django app';
	const isPackage = path.endsWith('__init__.py');
	return isPackage && shape.importLines > lines * mostly ? 'most of it re-exports names' : null;
};

/** A number with its thousands apart: `1,200`. */
export const grouped = (lines: number): string => String(lines).replace(/\B(?=(?:\d{3})+$)/g, ',');
