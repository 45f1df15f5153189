import { counted } from '../../../core/counted.ts';
import type { AwsClient, AwsModule } from '../../../core/facts/aws-clients.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import type { Verdict } from '../../../core/practice.ts';
import { notApplicable } from '../../../core/practice.ts';
import { filesIn, type ProjectFile } from '../../../core/project-files.ts';

/** Facts that every check of AWS clients reads. */
export const clientNeeds = ['files', 'modules', 'awsClients', 'paths', 'functions'] as const;
export type Read = Pick<Facts, (typeof clientNeeds)[number]>;

const sdk = /^(?:boto3|botocore)(?:\.|$)/;
const asynchronous = /^(?:aioboto3|aiobotocore)(?:\.|$)/;

/** Functions that are deployed for tests only stand among them. */
const besideTests = /(?:^|\/)(?:[\w-]+[-_])?tests?\//;

/** Files of the project's own code that make clients with boto3 or botocore; a reason where there is none. */
export const clientFiles = (facts: Read, project: Project): readonly ProjectFile<AwsModule>[] | Verdict => {
	const files = filesIn(facts.awsClients, facts, project).flatMap(file => {
		if (file.role !== 'prod' || besideTests.test(file.path)) return [];
		const clients = file.value.clients.filter(({ isLocal }) => !isLocal);
		return clients.length > 0 ? [{ ...file, value: { ...file.value, clients } }] : [];
	});
	if (files.length > 0) return files;
	return notApplicable(
		importsIn(facts, project, sdk)
			? 'no client of AWS is seen to be made in production code'
			: 'no production code imports boto3',
	);
};

const importsIn = (facts: Read, project: Project, wanted: RegExp): boolean =>
	filesIn(facts.modules, facts, project).some(
		({ role, value }) => role === 'prod' && value.imports.some(({ module }) => wanted.test(module)),
	);

/** Production code uses one of the asyncio variants, whose settings are not followed. */
export const isAsynchronous = (facts: Read, project: Project): boolean =>
	importsIn(facts, project, asynchronous);

/** A finding at a client, a note where a comment accepts it. */
export const findingOf = (
	client: AwsClient,
	{
		level,
		message,
		expected,
	}: { readonly level: Level; readonly message: string; readonly expected: string },
): Finding => ({
	level: client.accepted === null ? level : 'info',
	message: client.accepted === null ? message : `${message} (silenced by a comment)`,
	confidence: 'certain',
	at: client.at,
	found: client.code,
	expected,
	key: `${client.at.path}:${client.code}`,
});

/** `` `s3` client ``, or what can be said where the service is computed. */
export const nameOf = ({ service }: AwsClient): string =>
	service === null ? 'This AWS client' : `This \`${service}\` client`;

/** `1 AWS client`, `2 AWS clients`. */
export const countedClients = (count: number): string => counted(count, 'AWS client');
