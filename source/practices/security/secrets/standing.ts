import { nameIn } from '../../../core/folders.ts';
import type { Facts, Role } from '../../../core/facts.ts';
import type { SecretSite } from '../../../core/facts/secrets.ts';
import { kinds } from '../../../core/secrets/rules.ts';
import type { SecretKind } from '../../../core/secrets/rules.ts';
import type { Finding, Level } from '../../../core/finding.ts';

/** What a file is to somebody who finds a secret in it. */
export type Standing =
	/** The program, its configuration, its deployment. */
	| 'real'
	/** Run by hand. */
	| 'script'
	/** Documents, samples, tests: what stands there is made up as a rule. */
	| 'sample'
	/** Other people's, or written by a tool. */
	| 'foreign';

const document = /\.(?:mdx?|rst|adoc|txt|ipynb)$/i;
const madeUp =
	/(?:^|[/._-])(?:tests?|testing|testdata|fixtures?|examples?|samples?|demos?|mocks?|dummy|snakeoil|devstack|cassettes?|placebo|snapshots?|e2e|cypress|playwright|spec|docs?|localstack)(?=[/._-]|$)/i;
const template =
	/(?:^|[._-])(?:example|sample|dist|defaults?|tpl|tmpl|j2|jinja2?)(?:[._-]|$)|^\.env[._-]template/i;
const translation = /(?:^|\/)(?:locales?|translations?|i18n|lang)\//;

export const standingOf = (path: string, role: Role): Standing => {
	const name = nameIn(path);
	if (role === 'vendored' || role === 'generated') return 'foreign';
	if (translation.test(path)) return 'foreign';
	if (role === 'test' || role === 'docs' || role === 'template') return 'sample';
	if (document.test(path) || madeUp.test(path) || template.test(name)) return 'sample';
	return role === 'script' || path.startsWith('.devcontainer/') ? 'script' : 'real';
};

/** Files that say how something is deployed or built. */
const deployFile =
	/(?:^|\/)(?:\.github\/(?:workflows|actions)\/.+\.ya?ml|\.gitlab-ci\.ya?ml|\.circleci\/.+|azure-pipelines[\w.-]*\.ya?ml|bitbucket-pipelines\.ya?ml|buildspec[\w.-]*\.ya?ml|Jenkinsfile|\.travis\.ya?ml|Dockerfile[\w.-]*|Containerfile|(?:docker-)?compose[\w.-]*\.ya?ml|samconfig\.(?:toml|ya?ml)|serverless\.(?:ya?ml|json)|zappa_settings\.\w+)$|\.(?:tf|tfvars|hcl)$|(?:^|\/)\.chalice\/config\.json$/i;
const kubernetes = /(?:^|\/)(?:k8s|kubernetes|helm|charts?|manifests?|deploy(?:ment)?s?)\/.*\.ya?ml$/i;

export const isDeployFile = (path: string, { templates }: Pick<Facts, 'templates'>): boolean =>
	deployFile.test(path) || kubernetes.test(path) || templates.has(path);

const environmentFile = /(?:^|\/)(?:\.env(?:\.[\w-]+)*|[\w-]+\.env)$/;
/** A file of variables that is meant to stay on one machine; a sample of it is not. */
export const isEnvironmentFile = (path: string): boolean =>
	environmentFile.test(path) && !template.test(nameIn(path));

/** Files that exist only to hold a credential. */
export const credentialFile =
	/(?:^|\/)(?:\.pypirc|\.netrc|_netrc|\.pgpass|\.git-credentials|\.dockercfg|\.s3cfg|\.boto|\.aws\/credentials|id_(?:rsa|dsa|ecdsa|ed25519))$|\.(?:tfstate)$/;
export const keyFile = /\.(?:pem|key|ppk|asc)$|(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)$/i;
export const keyStore = /\.(?:p12|pfx|jks|keystore|kdbx)$/i;

/** A place as a finding; what another tool's mark accepts is a note, what only `noqa` accepts a warning still. */
export const secretFinding = (
	path: string,
	site: SecretSite,
	level: Level,
	sentence: { readonly message: string; readonly expected: string; readonly isLikely?: boolean },
): Finding => {
	const { suppression } = site;
	const isAccepted = suppression?.by === 'bp-audit' || suppression?.by === 'scanner';
	const accepted =
		suppression === null
			? ''
			: suppression.by === 'scanner'
				? ' (a comment tells scanners to leave it)'
				: ` (accepted by \`# ${suppression.by === 'bp-audit' ? 'bp-audit: ignore' : suppression.by}\`${suppression.reason === '' ? '' : `: ${suppression.reason.slice(0, 120)}`})`;
	return {
		level: isAccepted ? 'info' : accepted !== '' && level === 'fail' ? 'warn' : level,
		message: sentence.message + accepted,
		confidence: sentence.isLikely === true ? 'likely' : 'certain',
		at: { path, line: site.line },
		expected: sentence.expected,
		key: `${site.kind} ${site.name ?? ''}`,
	};
};

export const shownName = ({ name }: SecretSite): string => (name === null ? '' : ` in \`${name}\``);

const generic: ReadonlySet<SecretKind> = new Set(['assigned', 'environment-default', 'django-insecure']);
/** A form of a known service, or a key, proves it; a name only suggests it. */
export const isProvided = ({ kind }: SecretSite): boolean => !generic.has(kind);

export const whatOf = ({ kind }: SecretSite): string => kinds[kind];

/** One place of one file, with what the file is. */
export interface Found {
	readonly path: string;
	readonly role: Role;
	readonly standing: Standing;
	readonly site: SecretSite;
}

export const foundIn = ({ secrets, files }: Pick<Facts, 'secrets' | 'files'>): readonly Found[] =>
	[...secrets].flatMap(([path, parsed]) => {
		const role = files.get(path)?.role ?? 'prod';
		const standing = standingOf(path, role);
		if (!parsed.ok || standing === 'foreign') return [];
		return parsed.value.map(site => ({
			path,
			role,
			standing: site.isDocumentation ? 'sample' : standing,
			site,
		}));
	});
