import { constructsIn, type CodeConstruct } from './constructs.ts';
import { shortList } from '../short-list.ts';
import type { Facts, Project } from '../facts.ts';
import type { CdkConstruct } from '../facts/cdk.ts';
import type { LambdaFunction } from '../facts/functions.ts';
import type { Finding } from '../finding.ts';
import type { Severity, Verdict } from '../practice.ts';
import { conclude, isSample, obstaclesIn, ownerOf, terraformIn, undecided, unlessSilenced } from './judge.ts';
import type { Conclusion } from './judge.ts';

/** Facts that every check of functions reads. */
export const functionNeeds = ['functions', 'templates', 'projects', 'files', 'terraform', 'cdk'] as const;
export type FunctionFacts = Pick<Facts, (typeof functionNeeds)[number]>;

/** The Python functions that a project deploys. */
export interface ProjectFunctions {
	readonly inTemplates: readonly LambdaFunction[];
	readonly inCode: readonly CodeConstruct[];
	/** Functions whose language the template does not tell. */
	readonly unknown: readonly LambdaFunction[];
	/** Python functions among tests and examples. */
	readonly samples: number;
}

const functionType = /^AWS::(?:Lambda|Serverless)::Function$/;
const noFunction = 'No template of this project declares a Lambda function in Python';

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
	const inCode = constructsIn(facts, project, isPythonConstruct);
	return { inTemplates: deployed, inCode, unknown, samples: own.length - deployed.length };
};

/** Names of functions for a sentence, the first few of many. */
export const namesOf = (ids: readonly string[]): string => {
	return shortList(
		ids.map(id => `\`${id}\``),
		6,
	);
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
		obstacles: [...obstaclesIn(facts, project, functionType), ...unread, ...untold],
		terraform: terraformIn(facts, project, type),
		reason:
			rest.reason !== undefined && found.inTemplates.length + found.inCode.length > 0
				? rest.reason
				: found.samples > 0
					? `Only tests and examples declare Lambda functions in Python (${found.samples})`
					: noFunction,
	});
};

/** What one check asks of a part of functions, such as their triggers or layers. */
export interface PartRule<Part> {
	/** Full id of the check. */
	readonly check: string;
	/** The parts of a function that it judges; a function without them is none of its business. */
	partsOf(lambda: LambdaFunction): readonly Part[];
	judge(part: Part, lambda: LambdaFunction): readonly Finding[];
	readonly question: string;
	/** Of the number of parts judged. */
	evidence(count: number): string;
	/** Why it does not apply where no function has such a part. */
	readonly reason: string;
	readonly terraform: readonly [type: RegExp, subject: string];
	/** Where something fails, and where it only warns; the check's own severity where they are not told apart. */
	readonly severity?: readonly [fails: Severity, warns: Severity];
}

/** Judges a part of every function of a project. One whose language nobody tells is no question: its part is what counts. */
export const judgeParts = <Part>(facts: FunctionFacts, project: Project, rule: PartRule<Part>): Verdict => {
	const found = functionsIn(facts, project);
	const judged = found.inTemplates.flatMap(lambda => rule.partsOf(lambda).map(part => ({ lambda, part })));
	const findings = judged.flatMap(({ lambda, part }) =>
		rule.judge(part, lambda).map(finding => unlessSilenced(finding, lambda.silenced, rule.check)),
	);
	const [fails, warns] = rule.severity ?? [];
	return concludeFunctions(
		facts,
		project,
		{ ...found, unknown: [] },
		{
			judged: judged.length,
			findings,
			question: rule.question,
			evidence: rule.evidence(judged.length),
			reason: rule.reason,
			terraform: rule.terraform,
			severity: findings.some(({ level }) => level === 'fail') ? fails : warns,
		},
	);
};

/** Functions that templates declare, in whatever language. */
export interface DeclaredFunctions {
	readonly deployed: readonly LambdaFunction[];
	/** Those among tests and examples. */
	readonly samples: number;
}

/** The functions of a project's templates that a check is about. */
export const declaredIn = (
	facts: Pick<Facts, 'functions' | 'projects'>,
	project: Project,
	isMeant: (lambda: LambdaFunction) => boolean,
): DeclaredFunctions => {
	const own = facts.functions.functions.filter(
		lambda => isMeant(lambda) && ownerOf(lambda.template, facts) === project.path,
	);
	const deployed = own.filter(({ template }) => !isSample(template, project.path));
	return { deployed, samples: own.length - deployed.length };
};

/** The verdict on what templates say of functions. */
export const concludeDeclared = (
	facts: Pick<Facts, 'templates' | 'projects' | 'terraform'>,
	project: Project,
	{ samples }: DeclaredFunctions,
	rest: Pick<Conclusion, 'judged' | 'findings' | 'question' | 'evidence'>,
): Verdict =>
	conclude({
		...rest,
		subject: 'Lambda functions',
		reason: samples > 0 ? `Only tests and examples declare Lambda functions (${samples})` : noFunction,
		obstacles: obstaclesIn(facts, project, functionType),
		terraform: terraformIn(facts, project, /^aws_lambda_function$/),
	});
