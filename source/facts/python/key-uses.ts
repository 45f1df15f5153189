import type { KeyUse } from '../../core/facts/key-uses.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { calleeOf, keyUsesIn } from '../../edit/python/key-uses.ts';
import { namesIn } from '../../edit/python/names.ts';
import { briefly, placeOf } from '../../edit/python/nodes.ts';
import { suppressionAt } from '../../edit/suppressions.ts';

const silenced = {
	ids: [
		'4.4',
		'key-management',
		'key-management/literal-keys',
		'key-management/own-keys',
		'key-management/bulk-encryption',
		'key-management/signatures',
	],
	codes: ['S105', 'S106'],
};

const libraries = [
	'cryptography',
	'Crypto',
	'nacl',
	'jwt',
	'jose',
	'hmac',
	'itsdangerous',
	'kms',
	'aws_encryption_sdk',
];
const calls =
	/\b(?:Fernet|AES\w*|ChaCha20\w*|SecretBox|Aead|\w*Serializer|\w*Signer|generate_\w+|generate|encode|digest|new|encrypt|sign|verify|import_key_material|\w+KeyringInput)\(/;

/**
 * Keys that have nothing to do with KMS: certificates, SSH, and those that another service gives out or prescribes.
 */
const foreign =
	/\bx509\b|\bparamiko\b|\bacme\b|\bssh_?key|OpenSSH|github|google|snowflake|salesforce|docusign|firebase|\bapple\b|cloudfront/i;

/** What a Python file does with cryptographic keys. */
export default defineFileGatherer({
	fact: 'keyUses',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines): readonly KeyUse[] | null {
		const { text } = file;
		if (!libraries.some(word => text.includes(word)) || !calls.test(text)) return null;
		if (
			!/^[ \t]*(?:import|from)[ \t]+(?:cryptography|Crypto|nacl|jwt|jose|hmac|itsdangerous|boto|aws_)/m.test(
				text,
			) &&
			!/\bkms\w*\.\w+\(/.test(text)
		)
			return null;
		if (engines.syntaxError(file)) return null;
		const root = engines.python(file);
		const isForeign = foreign.test(text);
		const uses = keyUsesIn(root, namesIn(root)).flatMap(({ call, kind, api }): readonly KeyUse[] => {
			if (isForeign && (kind === 'made' || kind === 'signed')) return [];
			const at = placeOf(file.path, file.lineStarts, call);
			const isSecret = kind === 'literal' || kind === 'label';
			return [
				{
					at,
					// What is passed may be the key.
					code: briefly(isSecret ? calleeOf(call) : call.text()),
					suppression: suppressionAt(file, at.line, at.endLine, silenced),
					kind,
					api,
				},
			];
		});
		return uses.length > 0 ? uses : null;
	},
});
