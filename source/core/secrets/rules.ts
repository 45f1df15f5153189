/** What a credential is for; says nothing of its text. */
export type SecretKind = keyof typeof kinds;

/** By kind, what is found, with its article. */
export const kinds = {
	'aws-access-key-id': 'an AWS access key id',
	'aws-secret-key': 'an AWS secret access key',
	'aws-session-token': 'an AWS session token',
	github: 'a GitHub token',
	gitlab: 'a GitLab token',
	slack: 'a Slack token',
	'slack-webhook': 'the address of a Slack webhook',
	'discord-webhook': 'the address of a Discord webhook',
	'teams-webhook': 'the address of a Teams webhook',
	stripe: 'a Stripe key',
	'stripe-test': 'a Stripe key of the test mode',
	google: 'a Google API key',
	'google-oauth': 'a Google OAuth client secret',
	openai: 'an OpenAI key',
	anthropic: 'an Anthropic key',
	sendgrid: 'a SendGrid key',
	mailgun: 'a Mailgun key',
	mailchimp: 'a Mailchimp key',
	npm: 'an npm token',
	pypi: 'a PyPI token',
	huggingface: 'a Hugging Face token',
	telegram: 'a token of a Telegram bot',
	azure: 'an Azure storage key',
	'azure-shared-access': 'an Azure shared access key',
	twilio: 'a Twilio key',
	shopify: 'a Shopify token',
	square: 'a Square token',
	linear: 'a Linear key',
	onepassword: 'a 1Password service account token',
	digitalocean: 'a DigitalOcean token',
	databricks: 'a Databricks token',
	vault: 'a HashiCorp Vault token',
	terraform: 'a Terraform Cloud token',
	pulumi: 'a Pulumi token',
	docker: 'a Docker token',
	grafana: 'a Grafana token',
	newrelic: 'a New Relic key',
	age: 'an age key',
	atlassian: 'an Atlassian token',
	doppler: 'a Doppler token',
	groq: 'a Groq key',
	langsmith: 'a LangSmith key',
	notion: 'a Notion token',
	perplexity: 'a Perplexity key',
	planetscale: 'a PlanetScale credential',
	postman: 'a Postman key',
	replicate: 'a Replicate token',
	sentry: 'a Sentry token',
	supabase: 'a Supabase token',
	xai: 'an xAI key',
	jwt: 'a signed token (JWT)',
	'private-key': 'a private key',
	'encrypted-private-key': 'an encrypted private key',
	database: 'an address of a database with its password',
	url: 'an address with a password',
	assigned: 'a literal that looks like a secret',
	'environment-default': 'a fallback that looks like a secret',
	'django-insecure': 'Django’s generated key',
} as const;

export interface SecretRule {
	readonly kind: SecretKind;
	/** Found in front of or in each match; all marks are looked for at once. */
	readonly mark: string;
	/** Linear in time. Group 1 is the secret where it is not the whole. */
	readonly pattern: RegExp;
	/** In the same file, or it does not count. */
	readonly needs?: RegExp;
	/** The form alone does not prove it. */
	readonly isLikely?: true;
}

/** A user and a password in an address. */
const inAddress = ':\\/\\/[^\\s:@/\'"]{1,64}:[^\\s:@/\'"]{1,128}@';

/** Forms of credentials that services hand out. */
export const providerRules: readonly SecretRule[] = [
	{
		kind: 'aws-access-key-id',
		mark: 'A[KS]IA',
		pattern: /(?<![A-Za-z0-9])A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9])/g,
	},
	{
		kind: 'aws-session-token',
		mark: 'FwoG|IQoJ',
		pattern: /(?<![A-Za-z0-9])(?:FwoGZXIvYXdz|IQoJb3JpZ2lu)[A-Za-z0-9+/=]{60,2000}/g,
	},
	{ kind: 'github', mark: 'gh[pousr]_', pattern: /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36,255}/g },
	// The old way of a token in an address: it stands where the user does.
	{
		kind: 'github',
		mark: inAddress,
		pattern: /:\/\/([\w-]{20,255}):x-oauth-basic@/g,
	},
	{ kind: 'github', mark: 'github_pat_', pattern: /github_pat_[A-Za-z0-9_]{50,255}/g },
	{
		kind: 'gitlab',
		mark: 'gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt)-',
		pattern: /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt)-[\w-]{20,255}/g,
	},
	{
		kind: 'slack',
		mark: 'xox[abeoprs]-|xapp-',
		pattern:
			/(?<![A-Za-z0-9])(?:xox[abeoprs]-(?=[\w-]*\d)[A-Za-z0-9-]{20,250}|xapp-\d-[A-Z0-9]{5,20}-\d{5,20}-[a-z0-9]{20,100})/g,
	},
	{
		kind: 'slack-webhook',
		mark: 'hooks\\.slack\\.com',
		pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9+/]{30,100})/g,
	},
	{
		kind: 'discord-webhook',
		mark: 'api\\/webhooks',
		pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{15,22}\/([\w-]{60,80})/g,
	},
	{
		kind: 'teams-webhook',
		mark: 'webhookb2',
		pattern: /webhook\.office\.com\/webhookb2\/[\w@-]{30,100}\/IncomingWebhook\/([0-9a-f]{32}\/[\w-]{36})/g,
	},
	{ kind: 'stripe', mark: '[sr]k_live_', pattern: /(?<![A-Za-z0-9])[sr]k_live_[0-9A-Za-z]{16,250}/g },
	{
		kind: 'stripe-test',
		mark: '[sr]k_test_',
		pattern: /(?<![A-Za-z0-9])[sr]k_test_[0-9A-Za-z]{24,250}/g,
		isLikely: true,
	},
	{ kind: 'google', mark: 'AIza', pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g },
	{ kind: 'google-oauth', mark: 'GOCSPX-', pattern: /GOCSPX-[\w-]{28}/g },
	{
		kind: 'openai',
		mark: 'T3BlbkFJ',
		pattern: /(?<![A-Za-z0-9])sk-(?:proj-|svcacct-|admin-)?[\w-]{20,150}T3BlbkFJ[\w-]{20,150}/g,
	},
	{ kind: 'anthropic', mark: 'sk-ant-', pattern: /sk-ant-[a-z0-9]{2,10}-[\w-]{80,200}/g },
	{ kind: 'sendgrid', mark: 'SG\\.', pattern: /(?<![A-Za-z0-9])SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g },
	{ kind: 'mailgun', mark: 'key-', pattern: /(?<![\w-])key-[0-9a-f]{32}(?![\w-])/g, needs: /mailgun/i },
	{ kind: 'mailchimp', mark: '-us\\d', pattern: /(?<![\w-])[0-9a-f]{32}-us\d{1,2}(?![\w-])/g },
	{ kind: 'npm', mark: 'npm_|_authToken', pattern: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/g },
	{ kind: 'npm', mark: '_authToken', pattern: /_authToken\s{0,2}=\s{0,2}"?([\w-]{20,100})/g },
	{ kind: 'pypi', mark: 'pypi-AgE', pattern: /pypi-AgE[\w-]{50,500}/g },
	{ kind: 'huggingface', mark: 'hf_', pattern: /(?<![\w-])hf_[A-Za-z]{34}(?!\w)/g },
	{ kind: 'telegram', mark: ':AA', pattern: /(?<!\d)\d{8,10}:AA[\w-]{33}(?![\w-])/g },
	{ kind: 'azure', mark: 'AccountKey=', pattern: /AccountKey=([A-Za-z0-9+/]{86}==)/g },
	{ kind: 'azure-shared-access', mark: 'SharedAccessKey=', pattern: /SharedAccessKey=([A-Za-z0-9+/]{43}=)/g },
	{ kind: 'twilio', mark: 'SK[0-9a-f]', pattern: /(?<!\w)SK[0-9a-f]{32}(?!\w)/g, needs: /twilio/i },
	{ kind: 'shopify', mark: 'shp(?:at|ca|pa|ss)_', pattern: /shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}(?!\w)/g },
	{ kind: 'square', mark: 'sq0', pattern: /(?<!\w)sq0(?:atp|csp)-[\w-]{22,60}/g },
	{ kind: 'linear', mark: 'lin_(?:api|oauth)_', pattern: /lin_(?:api|oauth)_[A-Za-z0-9]{40,80}/g },
	{ kind: 'onepassword', mark: 'ops_eyJ', pattern: /ops_eyJ[\w-]{200,2000}/g },
	{ kind: 'digitalocean', mark: 'do[por]_v1_', pattern: /do[por]_v1_[0-9a-f]{64}/g },
	{ kind: 'databricks', mark: 'dapi[0-9a-f]', pattern: /(?<!\w)dapi[0-9a-f]{32}(?:-\d)?(?!\w)/g },
	{ kind: 'vault', mark: 'hv[sb]\\.', pattern: /(?<!\w)hv[sb]\.(?=[\w-]*\d)[\w-]{24,200}/g },
	{ kind: 'terraform', mark: 'atlasv1', pattern: /(?<!\w)[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,80}/g },
	{ kind: 'pulumi', mark: 'pul-[0-9a-f]', pattern: /(?<!\w)pul-[0-9a-f]{40}(?!\w)/g },
	{ kind: 'docker', mark: 'dckr_', pattern: /dckr_(?:pat|oat)_[\w-]{27,60}/g },
	{
		kind: 'grafana',
		mark: 'glsa_|glc_eyJ',
		pattern: /glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}(?!\w)|glc_eyJ[A-Za-z0-9+/=]{40,400}/g,
	},
	{ kind: 'newrelic', mark: 'NRAK-', pattern: /NRAK-[A-Z0-9]{27}(?!\w)/g },
	{ kind: 'age', mark: 'AGE-SECRET-KEY', pattern: /AGE-SECRET-KEY-(1[0-9A-Z]{58})/g },
	{ kind: 'atlassian', mark: 'ATATT3', pattern: /ATATT3[\w=-]{150,300}/g },
	{
		kind: 'doppler',
		mark: 'dp\\.[ps]t\\.',
		pattern: /(?<![\w.])dp\.(?:pt|st\.[\w-]{1,40})\.[A-Za-z0-9]{40,44}(?!\w)/g,
	},
	{ kind: 'groq', mark: 'gsk_', pattern: /(?<!\w)gsk_[A-Za-z0-9]{52}(?!\w)/g },
	{ kind: 'langsmith', mark: 'lsv2_', pattern: /(?<!\w)lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}(?!\w)/g },
	{ kind: 'notion', mark: 'ntn_', pattern: /(?<!\w)ntn_\d{11}[A-Za-z0-9]{35}(?!\w)/g },
	{ kind: 'perplexity', mark: 'pplx-', pattern: /(?<!\w)pplx-[A-Za-z0-9]{48}(?!\w)/g },
	{ kind: 'planetscale', mark: 'pscale_', pattern: /(?<!\w)pscale_(?:tkn|pw|oauth)_[\w.=-]{32,64}/g },
	{ kind: 'postman', mark: 'PMAK-', pattern: /PMAK-[0-9a-f]{24}-[0-9a-f]{34}(?!\w)/g },
	{ kind: 'replicate', mark: 'r8_', pattern: /(?<!\w)r8_[A-Za-z0-9]{37}(?!\w)/g },
	{
		kind: 'sentry',
		mark: 'sntry[su]_',
		pattern: /(?<!\w)(?:sntryu_[0-9a-f]{64}|sntrys_eyJ[A-Za-z0-9+/=_-]{80,400})/g,
	},
	{ kind: 'supabase', mark: 'sbp_', pattern: /(?<!\w)sbp_[0-9a-f]{40}(?!\w)/g },
	{ kind: 'xai', mark: 'xai-', pattern: /(?<!\w)xai-[A-Za-z0-9]{80}(?!\w)/g },
	{
		kind: 'jwt',
		mark: 'eyJ',
		pattern: /(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000}/g,
		isLikely: true,
	},
	{
		kind: 'database',
		mark: inAddress,
		pattern:
			/(?<![a-z])(?:postgres(?:ql)?|mysqlx?|mariadb|mongodb|redis|rediss|amqps?|mssql|oracle|clickhouse|cockroachdb|snowflake|redshift)(?:\+\w{1,20})?:\/\/[^\s:@/'"]{0,64}:([^\s:@/'"]{3,128})@[^\s'"`]{1,253}/g,
	},
	{
		kind: 'url',
		mark: inAddress,
		pattern:
			/(?<![a-z])(?:https?|ftp|sftp|smtps?|ldaps?|ssh|git\+https?):\/\/[^\s:@/'"]{1,64}:([^\s:@/'"]{3,128})@[^\s'"`]{1,253}/g,
	},
];
