import type { Facts, Project } from '../../../core/facts.ts';
import type { Candidate } from '../../../core/parser-candidates.ts';
import { filesIn } from '../../../core/project-files.ts';

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
