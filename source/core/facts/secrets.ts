import type { SecretKind } from '../secrets/rules.ts';

/** Why a scanner is told to leave a place alone. */
export interface SecretSuppression {
	/** `scanner` for the marks of secretlint, gitleaks and detect-secrets. */
	readonly by: 'bp-audit' | 'noqa' | 'nosec' | 'scanner';
	readonly reason: string;
}

/** A line that holds a secret. Nothing of its text, its length or its end is kept. */
export interface SecretSite {
	readonly kind: SecretKind;
	/** From 1. */
	readonly line: number;
	/** The variable or key that holds it, where its name is a plain word. */
	readonly name: string | null;
	/** The form or its randomness speaks for a secret; otherwise it is weak, or public as often as not. */
	readonly isSure: boolean;
	/** An address of a server that is only there while developing. */
	readonly isLocal: boolean;
	/** In a docstring. */
	readonly isDocumentation: boolean;
	/** Of the id of an AWS key: its secret stands beside it. */
	readonly hasPartner: boolean;
	readonly suppression: SecretSuppression | null;
}
