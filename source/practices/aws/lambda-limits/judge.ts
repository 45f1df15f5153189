import type { Facts, Project } from '../../../core/facts.ts';
import type { CdkConstruct } from '../../../core/facts/cdk.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Finding, Place } from '../../../core/finding.ts';
import type { Verdict } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import {
	conclude,
	isSample,
	obstaclesIn,
	ownerOf,
	terraformIn,
	undecided,
} from '../../../core/template/judge.ts';
import type { Conclusion } from '../../../core/template/judge.ts';

/** Facts that every check of functions reads. */
export const functionNeeds = ['functions', 'templates', 'projects', 'files', 'terraform', 'cdk'] as const;
export type FunctionFacts = Pick<Facts, (typeof functionNeeds)[number]>;

/** A function of the CDK and where it stands. */
export interface CodeFunction {
	readonly construct: CdkConstruct;
	readonly at: Place;
}

/** The Python functions that a project deploys. */
export interface ProjectFunctions {
	readonly inTemplates: readonly LambdaFunction[];
	readonly inCode: readonly CodeFunction[];
	/** Functions whose language the template does not tell. */
	readonly unknown: readonly LambdaFunction[];
	/** Python functions among tests and examples. */
	readonly samples: number;
}

const isPythonConstruct = ({ kind, type, values }: CdkConstruct): boolean => {
	if (kind !== 'function') return false;
	const runtime = values['runtime'];
	return (
		type === 'PythonFunction' || (runtime?.state === 'known' && String(runtime.value).startsWith('PYTHON'))
	);
};

export const functionsIn = (facts: FunctionFacts, project: Project): ProjectFunctions => {
	const all = facts.functions.functions.filter(({ template }) => ownerOf(template, facts) === project.path);
	const own = all.filter(({ python }) => python === 'yes');
	const unknown = all.filter(
		({ python, template }) => python === 'unknown' && !isSample(template, project.path),
	);
	const deployed = own.filter(({ template }) => !isSample(template, project.path));
	const inCode = filesIn(facts.cdk, facts, project).flatMap(({ path, role, value }) =>
		role === 'test' || role === 'docs' || role === 'vendored' || role === 'generated'
			? []
			: value.constructs.filter(isPythonConstruct).map(construct => {
					const { line, column, endLine, endColumn } = construct;
					return { construct, at: { path, line, column, endLine, endColumn } };
				}),
	);
	return { inTemplates: deployed, inCode, unknown, samples: own.length - deployed.length };
};

/** Names of functions for a sentence, the first few of many. */
export const namesOf = (ids: readonly string[]): string => {
	const shown = ids.slice(0, 6).map(id => `\`${id}\``);
	return ids.length > 6 ? `${shown.join(', ')} and ${ids.length - 6} more` : shown.join(', ');
};

type Rest = Pick<Conclusion, 'findings' | 'question' | 'evidence' | 'severity'> & {
	readonly judged?: number;
	readonly reason?: string;
	/** What of Terraform it would judge, and how that is called. */
	readonly terraform?: readonly [type: RegExp, subject: string];
};

/** The verdict on a project's functions. */
export const concludeFunctions = (
	facts: FunctionFacts,
	project: Project,
	found: ProjectFunctions,
	rest: Rest,
): Verdict => {
	const judged = rest.judged ?? found.inTemplates.length + found.inCode.length;
	const unread = facts.functions.unread
		.filter(({ at }) => ownerOf(at.path, facts) === project.path && !isSample(at.path, project.path))
		.map(({ at, reason }): Finding => ({
			level: 'info',
			message: `Functions are declared elsewhere: ${reason}`,
			confidence: 'certain',
			at,
			key: 'unread',
		}));
	// Beside functions that surely are Python, one that may be is not worth a question.
	const untold = (found.inTemplates.length + found.inCode.length === 0 ? found.unknown : []).map(
		({ id, runtime }) => {
			const branch = runtime.branches.find(({ state }) => state === 'unknown');
			const reason = branch?.state === 'unknown' ? branch.reason : 'the template does not name it';
			return undecided(runtime.at, `The language of \`${id}\``, reason);
		},
	);
	const [type, subject] = rest.terraform ?? [/^aws_lambda_function$/, 'Lambda functions'];
	return conclude({
		subject,
		findings: rest.findings,
		question: rest.question,
		evidence: rest.evidence,
		severity: rest.severity,
		judged,
		obstacles: [
			...obstaclesIn(facts, project, /^AWS::(?:Lambda|Serverless)::Function$/),
			...unread,
			...untold,
		],
		terraform: terraformIn(facts, project, type),
		reason:
			rest.reason !== undefined && found.inTemplates.length + found.inCode.length > 0
				? rest.reason
				: found.samples > 0
					? `Only tests and examples declare Lambda functions in Python (${found.samples})`
					: 'No template of this project declares a Lambda function in Python',
	});
};
