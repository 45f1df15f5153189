/** What a waiver is about. `check` is `practice/check`, `practice` a number or an id. */
export type WaiverScope =
	| {
			readonly of: 'finding';
			readonly check: string;
			/** 16 hex digits, as reports have it. */
			readonly fingerprint: string;
			/** The finding's file; written for people to read. */
			readonly path: string;
	  }
	| { readonly of: 'check'; readonly check: string; /** A glob from the root. */ readonly path?: string }
	| { readonly of: 'practice'; readonly practice: string; readonly path?: string };

/** Something that is accepted as it is. */
export interface WaiverDecision {
	readonly kind: 'waiver';
	readonly scope: WaiverScope;
	readonly reason: string;
	readonly owner?: string;
	/** ISO date; its last day. */
	readonly until?: string;
}

/** A person's answer to a question that files cannot decide. */
export interface AttestationDecision {
	readonly kind: 'attestation';
	/** A check answers its own question, a practice those of all its checks. */
	readonly scope:
		| { readonly of: 'check'; readonly check: string }
		| { readonly of: 'practice'; readonly practice: string };
	readonly answer: 'yes' | 'no';
	readonly note: string;
	/** Who says so; git's user name unless given. */
	readonly by?: string;
	/** ISO date; its last day. */
	readonly until?: string;
}

/** What a person decides about the audit; it lives in `bp-audit.toml`. */
export type Decision = WaiverDecision | AttestationDecision;
