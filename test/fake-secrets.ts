// Keys that nobody ever had, put together when a test runs, so that no scanner finds one in this repository.

/** Keeps the halves of a form apart in this file. */
const cut = '';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const hexDigits = '0123456789abcdef';
const letters = lower + lower.toUpperCase();
const mixed = letters + digits;
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Repeatable, and without the runs and words that mark a value as made up. */
export const randomText = (seed: number, length: number, alphabet: string = mixed): string => {
	let state = (seed * 2654435761 + length * 97 + 12345) >>> 0;
	let out = '';
	while (out.length < length) {
		state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
		const next = alphabet[(state >>> 7) % alphabet.length] ?? '';
		if (next !== out.at(-1)) out += next;
	}
	return out;
};

/** By kind, a fresh one for each seed. */
export const fakeSecrets: Readonly<Record<string, (seed: number) => string>> = {
	'aws-access-key-id': seed => `AK${cut}IA${randomText(seed, 16, base32)}`,
	'aws-secret-key': seed => `${randomText(seed, 37)}/Z9`,
	'aws-session-token': seed => `Fwo${cut}GZXIvYXdz${randomText(seed, 120)}`,
	github: seed => `gh${cut}p_${randomText(seed, 36)}`,
	'github-fine': seed => `github${cut}_pat_${randomText(seed, 22)}_${randomText(seed + 1, 59)}`,
	gitlab: seed => `gl${cut}pat-${randomText(seed, 20)}`,
	slack: seed => `xo${cut}xb-${randomText(seed, 12, digits)}-${randomText(seed + 1, 24)}`,
	'slack-webhook': seed =>
		`https://hooks.slack${cut}.com/services/T${randomText(seed, 8)}/B${randomText(seed + 1, 8)}/${randomText(seed, 24)}`,
	stripe: seed => `sk_${cut}live_${randomText(seed, 24)}`,
	google: seed => `AI${cut}za${randomText(seed, 35)}`,
	'google-oauth': seed => `GOC${cut}SPX-${randomText(seed, 28)}`,
	openai: seed => `sk-${cut}proj-${randomText(seed, 40)}T3Blbk${cut}FJ${randomText(seed + 1, 40)}`,
	anthropic: seed => `sk-${cut}ant-api03-${randomText(seed, 93)}`,
	sendgrid: seed => `S${cut}G.${randomText(seed, 22)}.${randomText(seed + 1, 43)}`,
	npm: seed => `np${cut}m_${randomText(seed, 36)}`,
	pypi: seed => `pypi-${cut}AgEIcHlwaS5vcmc${randomText(seed, 70)}`,
	huggingface: seed => `h${cut}f_${randomText(seed, 34, letters)}`,
	telegram: seed => `${randomText(seed, 10, '123456789')}:A${cut}A${randomText(seed, 33)}`,
	azure: seed => `DefaultEndpointsProtocol=https;Account${cut}Key=${randomText(seed, 86)}==`,
	shopify: seed => `shp${cut}at_${randomText(seed, 32, hexDigits)}`,
	square: seed => `sq0${cut}atp-${randomText(seed, 22)}`,
	linear: seed => `lin${cut}_api_${randomText(seed, 40)}`,
	onepassword: seed => `ops${cut}_eyJ${randomText(seed, 260)}`,
	digitalocean: seed => `dop${cut}_v1_${randomText(seed, 64, hexDigits)}`,
	databricks: seed => `da${cut}pi${randomText(seed, 32, hexDigits)}`,
	vault: seed => `hv${cut}s.${randomText(seed, 30)}7`,
	terraform: seed => `${randomText(seed, 14)}.atlas${cut}v1.${randomText(seed, 64)}`,
	pulumi: seed => `pu${cut}l-${randomText(seed, 40, hexDigits)}`,
	docker: seed => `dckr${cut}_pat_${randomText(seed, 27)}`,
	grafana: seed => `gl${cut}sa_${randomText(seed, 32)}_${randomText(seed, 8, hexDigits)}`,
	newrelic: seed => `NR${cut}AK-${randomText(seed, 27, base32)}`,
	mailchimp: seed => `${randomText(seed, 32, hexDigits)}-u${cut}s14`,
	jwt: seed => `ey${cut}J${randomText(seed, 30)}.ey${cut}J${randomText(seed, 60)}.${randomText(seed, 43)}`,
	database: seed => `postgresql://svc:${randomText(seed, 18)}@orders.prod.internal:5432/orders`,
	url: seed => `https://deploy:${randomText(seed, 18)}@packages.prod.internal/simple`,
	'github-oauth': seed => `gh${cut}o_${randomText(seed, 36)}`,
	'github-in-address': seed =>
		`https://9f2c1${randomText(seed, 35, hexDigits)}:x-oauth-basic@github.com/org/repo.git`,
	'slack-app': seed =>
		`xa${cut}pp-1-A${randomText(seed, 10, base32)}-${randomText(seed + 1, 13, digits)}-${randomText(seed + 2, 64, hexDigits)}`,
	// The number is the channel's, and no secret.
	'discord-webhook': seed =>
		`https://discord${cut}.com/api/webhooks/734278215627175714/${randomText(seed, 68)}`,
	'openai-old': seed => `sk-${cut}${randomText(seed, 20)}T3Blbk${cut}FJ${randomText(seed + 1, 20)}`,
	'azure-bus': seed =>
		`Endpoint=sb://orders.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccess${cut}Key=${randomText(seed, 43)}=`,
	twilio: seed => `twilio S${cut}K${randomText(seed, 32, hexDigits)}`,
	mailgun: seed => `mailgun key${cut}-${randomText(seed, 32, hexDigits)}`,
	'npm-config': seed => `//registry.example.org/:_auth${cut}Token=${randomText(seed, 36)}`,
	age: seed => `AGE-SECRET${cut}-KEY-1${randomText(seed, 58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}`,
	atlassian: seed => `ATA${cut}TT3xFfGF0${randomText(seed, 180)}=${randomText(seed, 8, hexDigits)}`,
	doppler: seed => `dp${cut}.pt.${randomText(seed, 43)}`,
	groq: seed => `gs${cut}k_${randomText(seed, 52)}`,
	langsmith: seed =>
		`lsv${cut}2_pt_${randomText(seed, 32, hexDigits)}_${randomText(seed + 1, 10, hexDigits)}`,
	notion: seed => `nt${cut}n_${randomText(seed, 11, digits)}${randomText(seed + 1, 35)}`,
	perplexity: seed => `ppl${cut}x-${randomText(seed, 48)}`,
	planetscale: seed => `pscale${cut}_tkn_${randomText(seed, 43)}`,
	postman: seed => `PMA${cut}K-${randomText(seed, 24, hexDigits)}-${randomText(seed + 1, 34, hexDigits)}`,
	replicate: seed => `r${cut}8_${randomText(seed, 37)}`,
	sentry: seed => `sntry${cut}u_${randomText(seed, 64, hexDigits)}`,
	supabase: seed => `sb${cut}p_${randomText(seed, 40, hexDigits)}`,
	xai: seed => `xa${cut}i-${randomText(seed, 80)}`,
	mongodb: seed => `mongodb+srv://svc:${randomText(seed, 18)}@orders.prod.internal/orders`,
	mysql: seed => `mysqlx://svc:${randomText(seed, 18)}@orders.prod.internal:33060/orders`,
	'private-key': seed =>
		[
			`-----BEGIN RSA PRIVATE${cut} KEY-----`,
			...Array.from({ length: 12 }, (_, at) => randomText(seed + at, 64)),
			`-----END RSA PRIVATE${cut} KEY-----`,
		].join('\n'),
	password: seed => `${randomText(seed, 14)}9!xQ`,
	hex: seed => randomText(seed, 40, hexDigits),
};

/** `@@github:3@@` in a fixture is a key of that kind; so no fixture holds one. */
export const withFakeSecrets = (text: string): string =>
	text.replaceAll(/@@([a-z-]+)(?::(\d+))?@@/g, (whole, kind: string, seed: string | undefined) =>
		(fakeSecrets[kind] ?? (() => whole))(Number(seed ?? 1)),
	);
