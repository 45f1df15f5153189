/** A comment beside the code that says: this is meant so. */
export interface Suppression {
	/** `bp-audit` for our own `ignore[…]`, which needs a reason to count. */
	readonly by: 'bp-audit' | 'noqa' | 'nosec';
	/** What the comment says beside the marker; may be empty for `noqa` and `nosec`. */
	readonly reason: string;
}
