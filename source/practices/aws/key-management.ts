import { definePractice } from '../../core/practice.ts';
import bulkEncryption from './key-management/bulk-encryption.ts';
import keyPolicy from './key-management/key-policy.ts';
import literalKeys from './key-management/literal-keys.ts';
import ownKeys from './key-management/own-keys.ts';
import ownMaterial from './key-management/own-material.ts';
import rotation from './key-management/rotation.ts';
import signatures from './key-management/signatures.ts';

// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html

export default definePractice({
	number: '4.4',
	id: 'key-management',
	title: 'Keys stay in KMS and are rotated',
	failTitle: 'A key is held outside KMS, is open to all, or is never rotated',
	why:
		'A key in the code or in a file is copied with it, to every laptop, image and backup, and nobody can take it back. ' +
		'A key in KMS never leaves it: every use is asked for, is written down, and can be forbidden. ' +
		'Rotation bounds how much is open when one version of it gets out after all.',
	remedy:
		'Let KMS make data keys with `generate_data_key`, encrypt with them and keep the encrypted key beside the text; sign with `sign` and `verify`. ' +
		'Set `EnableKeyRotation: true`, and name in the policy of the key who may use it. ' +
		'A key that stood in the code has to be replaced, and what it protected encrypted anew.',
	example: {
		language: 'python',
		text: [
			'def seal(kms: KMSClient, key_id: str, text: bytes) -> Sealed:',
			'    """Encrypts with a fresh data key, which is kept beside the text in its encrypted form."""',
			'    key = kms.generate_data_key(KeyId=key_id, KeySpec="AES_256")',
			'    nonce = secrets.token_bytes(12)',
			'    return Sealed(key["CiphertextBlob"], nonce, AESGCM(key["Plaintext"]).encrypt(nonce, text, None))',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html',
		'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
		'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
	],
	errata: [
		'A private key in a file of the repository is a secret like any other and is found by 8.1',
		'Certificates, SSH keys and keys that another service gives out, such as those of GitHub apps, cannot live in KMS or need not',
		'Key material of one’s own may be what a regulator asks for; it is a warning',
	],
	seeAlso: ['4.1', '8.1'],
	checks: [literalKeys, ownKeys, bulkEncryption, signatures, ownMaterial, rotation, keyPolicy],
});
