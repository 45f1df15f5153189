import type { Facts, Project } from '../../../core/facts.ts';
import { filesIn } from '../../../core/project-files.ts';

/** Something that takes in what others send. */
export interface Candidate {
	readonly path: string;
	readonly line: number;
	readonly name: string;
	readonly kind: 'function' | 'model';
	/** How much there is to go wrong. */
	readonly weight: number;
}

/** Parsers and validated models of a project's production code, heaviest first. */
export const candidatesIn = (
	facts: Pick<Facts, 'files' | 'parsers'>,
	project: Project,
): readonly Candidate[] =>
	filesIn(facts.parsers, facts, project)
		.filter(({ role }) => role === 'prod')
		.flatMap(({ path, value }): readonly Candidate[] => [
			...value.functions
				.filter(({ isPure }) => isPure)
				.map(({ name, line, branches }) => ({
					path,
					line,
					name,
					kind: 'function' as const,
					weight: branches,
				})),
			...value.models.map(({ name, line, validators }) => ({
				path,
				line,
				name,
				kind: 'model' as const,
				weight: validators,
			})),
		])
		.toSorted((a, b) => b.weight - a.weight || (a.path < b.path ? -1 : 1));

const dottedOf = (path: string): string => path.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.');

/** The files of a project that generate input for tests, with all that they import. */
export const generatingTests = (
	facts: Pick<Facts, 'files' | 'modules'>,
	project: Project,
): readonly {
	readonly path: string;
	readonly imports: readonly { readonly module: string; readonly name: string | null }[];
}[] =>
	filesIn(facts.modules, facts, project)
		.filter(
			({ role, value }) =>
				role === 'test' &&
				value.imports.some(({ module }) => /^(?:hypothesis|schemathesis)(?:\.|$)/.test(module)),
		)
		.map(({ path, value }) => ({ path, imports: value.imports }));

/** Whether a test imports a candidate: by its name, or by its module. */
export const isImported = (
	{ path, name }: Candidate,
	imports: readonly { readonly module: string; readonly name: string | null }[],
): boolean => {
	const dotted = `.${dottedOf(path)}`;
	return imports.some(({ module, name: imported }) => {
		if (imported === name) return true;
		const from = module.replace(/^\.+/, '');
		return [from, imported === null ? from : `${from}.${imported}`].some(
			each => each !== '' && each.includes('.') && dotted.endsWith(`.${each}`),
		);
	});
};
