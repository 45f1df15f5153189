import type { Facts, Project } from '../facts.ts';
import type { CdkConstruct, CdkModule } from '../facts/cdk.ts';
import type { Place } from '../finding.ts';
import { filesIn, type ProjectFile } from '../project-files.ts';

type Read = Pick<Facts, 'cdk' | 'files'>;

/** A construct of the CDK and where it stands. */
export interface CodeConstruct {
	readonly construct: CdkConstruct;
	readonly at: Required<Place>;
}

/** The modules of a project that deploy by the CDK; tests, documents and other people's code deploy nothing of it. */
export const cdkModulesIn = (facts: Read, project: Project): readonly ProjectFile<CdkModule>[] =>
	filesIn(facts.cdk, facts, project).filter(
		({ role }) => role !== 'test' && role !== 'docs' && role !== 'vendored' && role !== 'generated',
	);

/** The constructs of one sort that a project deploys. */
export const constructsIn = (
	facts: Read,
	project: Project,
	isMeant: (construct: CdkConstruct) => boolean,
): readonly CodeConstruct[] =>
	cdkModulesIn(facts, project).flatMap(({ path, value }) =>
		value.constructs.filter(isMeant).map(construct => {
			const { line, column, endLine, endColumn } = construct;
			return { construct, at: { path, line, column, endLine, endColumn } };
		}),
	);
