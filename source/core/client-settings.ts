import type { Facts, Project } from './facts.ts';
import type { AwsClient, SdkConfig, SdkLimit, SdkSettings } from './facts/aws-clients.ts';
import { folderOf } from './folders.ts';
import { filesOfImport } from './handler-reach.ts';

type Read = Pick<Facts, 'files' | 'awsClients' | 'paths' | 'functions'>;

/** A constant that is a `Config`. */
export interface ConfigHome {
	readonly path: string;
	readonly name: string;
}

/** What is known of the settings of a client. */
export type ClientSettings =
	| { readonly kind: 'none' }
	| {
			readonly kind: 'known';
			readonly settings: SdkSettings;
			/** The constant of another module that it is; null where the client's own file writes it. */
			readonly home: ConfigHome | null;
	  }
	/** A constant of a module that is not in this repository. */
	| { readonly kind: 'foreign' }
	/** A `Config` by its annotation, whatever it says. */
	| { readonly kind: 'given' }
	| { readonly kind: 'hidden' };

const over = (base: SdkLimit, top: SdkLimit): SdkLimit => (top.state === 'default' ? base : top);

const unknown = { state: 'unknown' } as const;
const unseen: SdkSettings = { connect: unknown, read: unknown, attempts: unknown, mode: unknown };

/** What `base.merge(top)` says: what `top` writes wins, and its `retries` replace the others as a whole. */
const merged = (base: SdkSettings, top: SdkSettings): SdkSettings => {
	const retries = top.attempts.state === 'default' && top.mode.state === 'default' ? base : top;
	return {
		connect: over(base.connect, top.connect),
		read: over(base.read, top.read),
		attempts: retries.attempts,
		mode: retries.mode,
	};
};

const known = (settings: SdkSettings, home: ConfigHome | null): ClientSettings => ({
	kind: 'known',
	settings,
	home,
});

const settingsOfConfig = (
	config: SdkConfig,
	at: AwsClient['at'],
	facts: Read,
	project: Project,
): ClientSettings => {
	switch (config.kind) {
		case 'none':
			return { kind: 'none' };
		case 'written':
			return known(config.limits, null);
		case 'given':
			return { kind: 'given' };
		case 'unknown':
			return { kind: 'hidden' };
		case 'merged': {
			const base = settingsOfConfig(config.base, at, facts, project);
			const top = settingsOfConfig(config.top, at, facts, project);
			if (base.kind !== 'known') return base.kind === 'none' ? { kind: 'hidden' } : base;
			return known(merged(base.settings, top.kind === 'known' ? top.settings : unseen), base.home);
		}
		case 'imported': {
			const own = project.path === '.' ? '' : `${project.path}/`;
			const folders = [project.path, `${own}src`, '.', folderOf(at.path), ...facts.functions.codeDirectories];
			const files = [...new Set(folders)].flatMap(root => filesOfImport(config, at.path, root, facts.paths));
			for (const path of files) {
				const parsed = facts.awsClients.get(path);
				const settings = parsed?.ok ? parsed.value.configs[config.name] : undefined;
				if (settings) return known(settings, { path, name: config.name });
			}
			return { kind: files.length > 0 || config.module.startsWith('.') ? 'hidden' : 'foreign' };
		}
	}
};

/** The `Config` of a client, followed to the module that an import takes it from. */
export const settingsOf = ({ config, at }: AwsClient, facts: Read, project: Project): ClientSettings =>
	settingsOfConfig(config, at, facts, project);

/** What the templates of a project put into the environment of every function. */
export interface SdkEnvironment {
	/** `AWS_RETRY_MODE` or `AWS_DEFAULTS_MODE` chooses how calls are repeated. */
	readonly setsRetries: boolean;
	/** `AWS_DEFAULTS_MODE` chooses how long a connection may take. */
	readonly setsConnect: boolean;
}

export const sdkEnvironmentOf = (
	facts: Pick<Facts, 'files' | 'functions'>,
	project: Project,
): SdkEnvironment => {
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

/** Keywords that a `Config` leaves to the SDK, though nothing else sets them. */
export const missingSettings = (
	{ connect, read, attempts, mode }: SdkSettings,
	environment: SdkEnvironment,
): readonly ('connect_timeout' | 'read_timeout' | 'retries')[] => [
	...(connect.state === 'default' && !environment.setsConnect ? (['connect_timeout'] as const) : []),
	...(read.state === 'default' ? (['read_timeout'] as const) : []),
	...(attempts.state === 'default' && mode.state === 'default' && !environment.setsRetries
		? (['retries'] as const)
		: []),
];
