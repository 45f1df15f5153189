import type { SgNode } from '@ast-grep/napi';
import type { KeyUseKind } from '../../core/facts/key-uses.ts';
import { onlyAssignment } from './assignments.ts';
import { argumentsOf } from './calls.ts';
import type { Names } from './names.ts';
import { qualifiedName } from './names.ts';
import { partsOf } from './nodes.ts';

// https://cryptography.io/en/latest/
// https://docs.aws.amazon.com/kms/latest/developerguide/kms-cryptography.html

/** A use of a key, without its place. */
export interface FoundKeyUse {
	readonly call: SgNode;
	readonly kind: KeyUseKind;
	readonly api: string;
}

/** Calls that take a key, and where: a keyword, or a position. */
const takers: readonly (readonly [origin: RegExp, keyword: string, position: number])[] = [
	[/^cryptography\.fernet\.Fernet$/, 'key', 0],
	[
		/^cryptography\.hazmat\.primitives\.ciphers\.aead\.(?:AES(?:GCM|CCM|SIV|GCMSIV|OCB3)|ChaCha20Poly1305)$/,
		'key',
		0,
	],
	[/^cryptography\.hazmat\.primitives\.ciphers\.algorithms\.(?:AES|ChaCha20)$/, 'key', 0],
	[/^Crypto(?:dome)?\.Cipher\.(?:AES|ChaCha20|DES3?|Blowfish)\.new$/, 'key', 0],
	[/^nacl\.secret\.(?:SecretBox|Aead)$/, 'key', 0],
	[/^(?:jwt|jose\.jwt)\.encode$/, 'key', 1],
	[/^itsdangerous(?:\.\w+)?\.\w*(?:Serializer|Signer)$/, 'secret_key', 0],
	[/^hmac\.(?:new|digest)$/, 'key', 0],
];

const makers =
	/^(?:cryptography\.fernet\.Fernet\.generate_key|cryptography\.hazmat\.primitives\.ciphers\.aead\.\w+\.generate_key|cryptography\.hazmat\.primitives\.asymmetric\.(?:rsa\.generate_private_key|ec\.generate_private_key|ed25519\.Ed25519PrivateKey\.generate)|Crypto(?:dome)?\.PublicKey\.(?:RSA|ECC)\.generate|nacl\.signing\.SigningKey\.generate)$/;
const rawKeyrings = /\b(?:CreateRawAesKeyringInput|CreateRawRsaKeyringInput|RawMasterKeyProvider)$/;

const isText = (node: SgNode): boolean =>
	node.kind() === 'string' && !node.has({ rule: { kind: 'interpolation' } }) && node.text().length > 3;

/** The literal that a value is: itself, encoded, or the only value of a name. */
const literalOf = (value: SgNode | null, root: SgNode, depth = 0): SgNode | null => {
	if (!value || depth > 2) return null;
	if (isText(value)) return /^\w*("""|'''|"|')\1$/.test(value.text()) ? null : value;
	const callee = value.kind() === 'call' ? value.field('function') : null;
	if (callee?.kind() === 'attribute' && callee.field('attribute')?.text() === 'encode')
		return literalOf(callee.field('object'), root, depth + 1);
	if (value.kind() !== 'identifier') return null;
	const assigned = onlyAssignment(value.text(), root);
	return assigned?.parent()?.parent()?.parent()?.kind() === 'module'
		? literalOf(assigned, root, depth + 1)
		: null;
};

/** Words of a protocol, such as the label that a service prescribes, hold no secret. */
const isLabel = (literal: SgNode): boolean => !/\d/.test(literal.text()) || literal.text().length < 18;

const argumentAt = (call: SgNode, keyword: string, position: number): SgNode | null => {
	const { keywords, positional, splat } = argumentsOf(call);
	return keywords.get(keyword)?.field('value') ?? (splat ? null : (positional[position] ?? null));
};

const wholeText = /\.read\(\)|\.read_(?:text|bytes)\(|\bjson\.dumps\(|\.model_dump_json\(|\bpickle\.dumps\(/;

const isWhole = (value: SgNode | null, root: SgNode): boolean => {
	if (!value) return false;
	const inner = value.kind() === 'identifier' ? onlyAssignment(value.text(), root) : value;
	return wholeText.test(inner?.text() ?? '');
};

const asymmetric = /^\w*["'](?:RS|ES|PS)(?:256|384|512)["']$|^["']EdDSA["']$/;
const kmsCalls = /^(?:generate_data_key(?:_pair)?(?:_without_plaintext)?|generate_mac|verify_mac)$/;

const ofMethod = (call: SgNode, root: SgNode): KeyUseKind | null => {
	const callee = call.field('function');
	if (callee?.kind() !== 'attribute') return null;
	const method = callee.field('attribute')?.text() ?? '';
	const object = callee.field('object')?.text() ?? '';
	const { keywords } = argumentsOf(call);
	if (method === 'import_key_material' && keywords.has('EncryptedKeyMaterial')) return 'brought';
	if (method === 'encrypt' && keywords.has('KeyId') && keywords.has('Plaintext'))
		return isWhole(keywords.get('Plaintext')?.field('value') ?? null, root) ? 'bulk' : 'kms';
	if (keywords.has('KeyId') && (kmsCalls.test(method) || method === 'sign' || method === 'verify'))
		return 'kms';
	return method === 'sign' && /(?:^|\.)_?(?:private_key|priv_key|rsa_private_key)$/.test(object)
		? 'signed'
		: null;
};

/** What a file does with keys. */
export const keyUsesIn = (root: SgNode, names: Names): readonly FoundKeyUse[] =>
	root.findAll({ rule: { kind: 'call' } }).flatMap((call): readonly FoundKeyUse[] => {
		const callee = call.field('function');
		if (!callee) return [];
		const api = callee.text().split('.').slice(-2).join('.');
		const origin = qualifiedName(callee, names) ?? '';
		const taker = takers.find(([pattern]) => pattern.test(origin));
		if (taker) {
			const [, keyword, position] = taker;
			const literal = literalOf(argumentAt(call, keyword, position), root);
			const isHmac = origin.startsWith('hmac.');
			if (literal) return [{ call, api, kind: isHmac && isLabel(literal) ? 'label' : 'literal' }];
			const algorithm = argumentAt(call, 'algorithm', 2);
			return algorithm && asymmetric.test(algorithm.text()) ? [{ call, api, kind: 'signed' }] : [];
		}
		if (makers.test(origin)) return [{ call, api, kind: 'made' }];
		if (origin.startsWith('aws_') && rawKeyrings.test(origin)) return [{ call, api, kind: 'made' }];
		const kind = ofMethod(call, root);
		return kind === null ? [] : [{ call, api, kind }];
	});

/** The call without what is passed to it. */
export const calleeOf = (call: SgNode): string => {
	const callee = call.field('function')?.text() ?? '';
	const list = call.field('arguments');
	return `${callee}(${list && partsOf(list).length > 0 ? '…' : ''})`;
};
