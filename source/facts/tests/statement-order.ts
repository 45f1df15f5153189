/** A statement of a test's body with what is indented under it. */
export interface Unit {
	/** The statement, or a block's header. */
	readonly head: string;
	readonly inner: readonly string[];
}

type Kind = 'assert' | 'expect' | 'call' | 'work' | 'untold';

const asserting = /^(?:await\s+)?(?:assert\b|(?:self|cls)\.(?:assert|fail)\w*\s*\(|pytest\.fail\s*\()/;
const mockAsserting = /^(?:await\s+)?[\w.[\]"'()]+\.assert_\w+\s*\(/;
const block = /^(?:async\s+)?(?:for|if|while|try|match)\b/;

/** Whether a block is there to see an error or a warning. */
export const isExpecting = (head: string): boolean =>
	/^(?:async\s+)?with\b[\s\S]*?\b(?:raises|warns|deprecated_call|assertRaises\w*|assertWarns\w*|assertLogs|suppress)\b/.test(
		head,
	);

/** Whether a statement asserts, by itself. */
export const isAssertion = (text: string): boolean => asserting.test(text) || mockAsserting.test(text);

const kindOf = ({ head, inner }: Unit): Kind => {
	if (isAssertion(head)) return 'assert';
	if (isExpecting(head)) return 'expect';
	if (block.test(head) && inner.some(isAssertion)) {
		return inner.every(text => isAssertion(text) || block.test(text)) ? 'assert' : 'untold';
	}
	return /\w\s*\(/.test(head) ? 'call' : 'work';
};

/** How the statements of a test follow each other: all that asserts at the end, or work in between. */
export const orderOf = (
	units: readonly Unit[],
): { readonly order: 'shaped' | 'mixed' | 'untold'; readonly isMultiAct: boolean } => {
	const kinds = units.map(kindOf);
	const untold = { order: 'untold', isMultiAct: false } as const;
	const first = kinds.findIndex(kind => kind === 'assert' || kind === 'expect');
	if (kinds.length < 2 || first === -1 || kinds.includes('untold')) return untold;
	const rest = kinds.slice(first);
	const last = Math.max(rest.lastIndexOf('assert'), rest.lastIndexOf('expect'));
	const isShaped = rest.every(kind => kind === 'assert' || kind === 'expect');
	const startsWithAssert = first === 0 && kinds[0] === 'assert';
	return {
		order: isShaped && !startsWithAssert ? 'shaped' : isShaped ? 'untold' : 'mixed',
		isMultiAct: rest.slice(0, last).includes('call'),
	};
};
