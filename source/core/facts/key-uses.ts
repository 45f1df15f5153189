import type { CodeSite } from './code-site.ts';

export type KeyUseKind =
	/** A key that stands in the code. The site's code leaves it out. */
	| 'literal'
	/** The same, where the text may be a label rather than a key. */
	| 'label'
	/** A key that the program makes itself. */
	| 'made'
	/** A signature with a private key that the program holds. */
	| 'signed'
	/** A whole text or file that is handed to KMS to encrypt. */
	| 'bulk'
	/** Key material of one's own that is brought into KMS. */
	| 'brought'
	/** A call of KMS, or of a library that works with its data keys. */
	| 'kms';

/** A place where a program works with a cryptographic key. */
export interface KeyUse extends CodeSite {
	readonly kind: KeyUseKind;
	/** What is called: `Fernet`, `jwt.encode`. */
	readonly api: string;
}
