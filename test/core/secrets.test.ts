import { describe, expect, test } from 'vitest';
import { maskedForPeople } from '../../source/core/secrets/mask.ts';
import { providerRules } from '../../source/core/secrets/rules.ts';
import { secretsIn } from '../../source/core/secrets/scan.ts';
import { fakeSecrets } from '../fake-secrets.ts';
import { planted } from '../planted-secrets.ts';

const found = (path: string, text: string): boolean =>
	secretsIn(text, path).some(({ counts }) => counts !== 'no');

test('every planted form is found in every place', () => {
	const missed = planted(8).filter(({ path, text }) => !found(path, text));
	expect(missed.map(({ kind, place }) => `${kind} in ${place}`)).toEqual([]);
});

test('every rule has a planted form', () => {
	const kinds = new Set(
		planted(2).flatMap(({ path, text }) => secretsIn(text, path).map(({ kind }) => kind)),
	);
	const without = providerRules.map(({ kind }) => kind).filter(kind => !kinds.has(kind));
	// A key of a mode that moves no money, and an address that nobody reads but a chat.
	expect(without).toEqual(['teams-webhook', 'stripe-test']);
});

const keyWords = ['PRIVATE', 'KEY'].join(' ');

// As documents write what a reader has to put in.
describe.each([
	[
		'the keys that AWS shows',
		'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
	],
	[
		'a webhook without its parts',
		'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX\n',
	],
	['the credentials of anybody', 'export HTTPS_PROXY="http://user:pass@10.10.1.10:1080"\n'],
	['places to fill in', 'DB_URL=mongodb+srv://<user>:<password>@cluster0.ab1.mongodb.net/test\n'],
	['a token in a variable', 'git clone https://${GITHUB_TOKEN}:x-oauth-basic@github.com/org/repo.git\n'],
	['crosses for letters', `token = "ghp_${'x'.repeat(36)}"\n`],
	['a form without its letters', 'GROQ_API_KEY=gsk_...\nREPLICATE_API_TOKEN=r8_***\n'],
	['what moto wants', 'AWS_SECRET_ACCESS_KEY = "testing"\n'],
	['where the next page begins', 'paginate(token_key="nextToken", limit_key="maxResults")\n'],
	[
		'the name of a secret',
		'PHONE_SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:phone-AbCdEf"\n',
	],
	['a route', "CREDENTIAL_REVISION: 'v1/credentials/:id/:revision',\n"],
	['what a scanner keeps of a secret', '"hashed_secret": "9b3f0d6c1a7e58240fd1c6b97a35e8024cd96b1f"\n'],
	[
		'the header of a key, and then a program',
		`RSA = "-----BEGIN RSA ${keyWords}-----\\n"\n\ndef sign(self, body, quick, brown, fox, jumps_over_1234567890, LAZY_DOGS, VWXYZ):\n`,
	],
])('%s', (_, text) => {
	test.each(['README.md', 'docs/guide.rst', 'src/app/settings.py', '.env.example'])(
		'says nothing in %s',
		path => {
			expect(found(path, text)).toBe(false);
		},
	);
});

test('a random text that holds a short word by chance is a secret still', () => {
	const key = fakeSecrets['groq']?.(3) ?? '';
	const withWord = `${key.slice(0, 30)}xXxdEv${key.slice(36)}`;
	expect(found('src/app/settings.py', `X = "${withWord}"\n`)).toBe(true);
	const address = 'https://deploy:TShAcbI4ErNfgfo087@packages.prod.internal/simple';
	expect(found('src/app/settings.py', `X = "${address}"\n`)).toBe(true);
});

test('of code within a text only the secret is masked', () => {
	const key = fakeSecrets['aws-secret-key']?.(5) ?? '';
	const text = JSON.stringify({ source: [`aws_secret_access_key = "${key}"\n`] });
	expect(maskedForPeople(text, 'a.ipynb')).toBe(text.replace(key, '••••'));
});

test('of a key whose end is not there the code behind it is shown', () => {
	const key = fakeSecrets['private-key']?.(5) ?? '';
	const cut = key.slice(0, key.lastIndexOf('-----END'));
	const text = `def script():\n    return """\n${cut.trimEnd()}\n"""\n\n\ndef quick(brown: int) -> None:\n    SomeClass(brown)\n`;
	const masked = maskedForPeople(text, 'a.py');
	expect(masked).toContain('def quick(brown: int) -> None:');
	for (const line of cut.split('\n').slice(1, -1)) expect(masked).not.toContain(line);
});
