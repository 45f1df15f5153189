import type { Facts, Project } from './facts.ts';
import { filesIn } from './project-files.ts';

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
