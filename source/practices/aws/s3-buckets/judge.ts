import { constructsIn } from '../../../core/template/constructs.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Bucket } from '../../../core/facts/buckets.ts';
import type { CdkConstruct } from '../../../core/facts/cdk.ts';
import type { Table } from '../../../core/facts/config.ts';
import type { Finding, Place } from '../../../core/finding.ts';
import type { Severity, Verdict } from '../../../core/practice.ts';
import {
	conclude,
	isSample,
	obstaclesIn,
	ownerOf,
	rootOf,
	terraformIn,
	undecided,
	unlessSilenced,
} from '../../../core/template/judge.ts';

/** Facts that every check of buckets in templates reads. */
export const bucketNeeds = ['buckets', 'templates', 'projects', 'files', 'terraform', 'cdk'] as const;
export type BucketFacts = Pick<Facts, (typeof bucketNeeds)[number]>;

/** The bucket of a template with the template's whole value. */
export interface Subject {
	readonly bucket: Bucket;
	readonly root: Table;
}

/** What one check asks of buckets. */
export interface BucketRule {
	/** Full id of the check. */
	readonly check: string;
	readonly question: string;
	/** Follows `Every bucket` in the evidence: `names its encryption`. */
	readonly good: string;
	judge(subject: Subject): readonly Finding[];
	/** What it says of a bucket of the CDK; null where the check does not look at them. */
	readonly construct: ((bucket: CdkConstruct, at: Place) => readonly Finding[]) | null;
	/** From all findings; the check's own severity where it gives none. */
	severity?(findings: readonly Finding[]): Severity | undefined;
}

export const bucketLabel = ({ resource }: Bucket): string => `\`${resource.id}\``;

/** A finding about a bucket; `what` begins its key, which its fixer reads. */
export const bucketFinding = (
	{ resource }: Bucket,
	what: string,
	finding: Omit<Finding, 'at' | 'key' | 'confidence'> & Partial<Pick<Finding, 'at' | 'confidence'>>,
): Finding => ({ confidence: 'certain', at: resource.at, ...finding, key: `${what}:${resource.id}` });

/** What a construct leaves out, or that its arguments cannot be told. */
export const missingArgument = (
	construct: CdkConstruct,
	at: Place,
	argument: string,
	expected: string,
): Finding =>
	construct.open
		? undecided(at, `\`${argument}\` of \`${construct.id}\``, 'it may come from `**` arguments')
		: {
				level: 'warn',
				message: `\`${construct.id}\` does not set \`${argument}\``,
				confidence: 'certain',
				at,
				expected,
				key: `cdk:${argument}:${construct.id}`,
			};

/** Judges every bucket of a project. */
export const judgeBuckets = (facts: BucketFacts, project: Project, rule: BucketRule): Verdict => {
	const own = facts.buckets.filter(({ resource }) => ownerOf(resource.template, facts) === project.path);
	const deployed = own.filter(({ resource }) => !isSample(resource.template, project.path));
	const constructs =
		rule.construct === null ? [] : constructsIn(facts, project, ({ kind }) => kind === 'bucket');
	const inTemplates = deployed.flatMap(bucket =>
		rule
			.judge({ bucket, root: rootOf(facts, bucket.resource.template) })
			.map(finding => unlessSilenced(finding, bucket.resource.silenced, rule.check)),
	);
	const inCode = constructs.flatMap(({ construct, at, silenced }) =>
		(rule.construct?.(construct, at) ?? []).map(finding => unlessSilenced(finding, silenced, rule.check)),
	);
	const judged = deployed.length + constructs.length;
	const findings = [...inTemplates, ...inCode];
	const samples = own.length - deployed.length;
	return conclude({
		judged,
		findings,
		subject: 'S3 buckets',
		question: rule.question,
		evidence: `${judged === 1 ? 'The bucket' : `Each of ${judged} buckets`} ${rule.good}`,
		reason:
			samples > 0
				? `Only tests and examples declare S3 buckets (${samples})`
				: 'No template of this project declares an S3 bucket',
		obstacles: obstaclesIn(facts, project, /^AWS::S3::Bucket$/),
		terraform: terraformIn(facts, project, /^aws_s3_bucket$/),
		severity: rule.severity?.(findings),
	});
};
