import type { Facts, Project } from '../facts.ts';
import type { CdkConstruct, CdkModule } from '../facts/cdk.ts';
import type { Place } from '../finding.ts';
import { filesIn, type ProjectFile } from '../project-files.ts';

type Read = Pick<Facts, 'cdk' | 'files'>;

/** A construct of the CDK and where it stands. */
export interface CodeConstruct {
	readonly construct: CdkConstruct;
	readonly at: Required<Place>;
	/** Rules of cdk-nag that the project suppresses somewhere. */
	readonly silenced: readonly string[];
}

/** The modules of a project that deploy by the CDK; tests, documents and other people's code deploy nothing of it. */
export const cdkModulesIn = (facts: Read, project: Project): readonly ProjectFile<CdkModule>[] =>
	filesIn(facts.cdk, facts, project).filter(
		({ role }) => role !== 'test' && role !== 'docs' && role !== 'vendored' && role !== 'generated',
	);

/** Rules of cdk-nag that code of a project suppresses; a stack does so for all below it, which may be in other files. */
export const suppressedIn = (facts: Read, project: Project): readonly string[] => [
	...new Set(cdkModulesIn(facts, project).flatMap(({ value }) => value.accepted)),
];

/** The constructs of one sort that a project deploys. */
export const constructsIn = (
	facts: Read,
	project: Project,
	isMeant: (construct: CdkConstruct) => boolean,
): readonly CodeConstruct[] => {
	const silenced = suppressedIn(facts, project);
	return cdkModulesIn(facts, project).flatMap(({ path, value }) =>
		value.constructs.filter(isMeant).map(construct => {
			const { line, column, endLine, endColumn } = construct;
			return { construct, at: { path, line, column, endLine, endColumn }, silenced };
		}),
	);
};
