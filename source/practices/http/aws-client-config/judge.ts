import type { AwsClient, AwsModule, SdkSettings } from '../../../core/facts/aws-clients.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import { filesOfImport } from '../../../core/handler-reach.ts';
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

/** What is known of the settings of a client. */
export type Settings =
	| { readonly kind: 'none' }
	| { readonly kind: 'known'; readonly settings: SdkSettings }
	/** A constant of a module that is not in this repository. */
	| { readonly kind: 'foreign' }
	| { readonly kind: 'hidden' };

/** The `Config` of a client, followed to the module that an import takes it from. */
export const settingsOf = ({ config, at }: AwsClient, facts: Read, project: Project): Settings => {
	switch (config.kind) {
		case 'none':
			return { kind: 'none' };
		case 'written':
			return { kind: 'known', settings: config.limits };
		case 'unknown':
			return { kind: 'hidden' };
		case 'imported': {
			const own = project.path === '.' ? '' : `${project.path}/`;
			const roots = [
				project.path,
				`${own}src`,
				'.',
				at.path.includes('/') ? at.path.slice(0, at.path.lastIndexOf('/')) : '.',
				...facts.functions.codeDirectories,
			];
			const files = [...new Set(roots)].flatMap(root => filesOfImport(config, at.path, root, facts.paths));
			for (const file of files) {
				const parsed = facts.awsClients.get(file);
				const settings = parsed?.ok ? parsed.value.configs[config.name] : undefined;
				if (settings) return { kind: 'known', settings };
			}
			return { kind: files.length > 0 || config.module.startsWith('.') ? 'hidden' : 'foreign' };
		}
	}
};

/** What the templates of a project put into the environment of every function. */
export interface Environment {
	/** `AWS_RETRY_MODE` or `AWS_DEFAULTS_MODE` chooses how calls are repeated. */
	readonly setsRetries: boolean;
	/** `AWS_DEFAULTS_MODE` chooses how long a connection may take. */
	readonly setsConnect: boolean;
}

export const environmentOf = (facts: Read, project: Project): Environment => {
	const own = facts.functions.functions.filter(
		({ template, python }) => python !== 'no' && (facts.files.get(template)?.project ?? '.') === project.path,
	);
	const settings = own.map(({ properties }) => JSON.stringify(properties));
	const everywhere = (pattern: RegExp): boolean =>
		settings.length > 0 && settings.every(text => pattern.test(text));
	const setsConnect = everywhere(/"AWS_DEFAULTS_MODE":"(?!legacy)/);
	return {
		setsRetries:
			setsConnect || everywhere(/"AWS_(?:RETRY_MODE":"(?:standard|adaptive)|DEFAULTS_MODE":"(?!legacy))/),
		setsConnect,
	};
};

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
export const countedClients = (count: number): string => `${count} AWS client${count === 1 ? '' : 's'}`;
