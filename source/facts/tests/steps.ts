import type { TestSteps } from '../../core/facts/test-code.ts';
import { positionAt } from '../../core/text.ts';
import { isPlainlyAct, isPlainlyArranging, isPlainlyAsserting } from './plain-steps.ts';
import { isAssertion, type Unit } from './statement-order.ts';

const said = /#\W*(?:\d+[.)]\s*)?(?:arrange|act|assert|given|when|then|set\s?up|exercise|verify)\b/i;
/** Anything but expressions, assignments and imports. */
const compound =
	/^(?:if|for|while|with|try|def|class|async|return|raise|del|global|nonlocal|pass|assert|match|type)\b|^[@.]/;
/** The one name that takes the result of a call. */
const acting = /^([A-Za-z_]\w*)(?:[ \t]*:[^=\n]+)?[ \t]*=(?!=)[\s\S]*?[\w)\]]\s*\(/;

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.match(/[A-Za-z_]\w*/g));
/** The file reads its own source or its line numbers: not even a comment is without effect there. */
const selfAware =
	/getsource|__file__|co_firstlineno|linecache|inline_snapshot|lineno|currentframe|\binspect\.|extract_stack|format_exc|doctest/;

const awareness = new Map<string, boolean>();

const isSelfAware = (text: string): boolean => {
	const known = awareness.get(text);
	if (known !== undefined) return known;
	const answer = selfAware.test(text);
	awareness.clear();
	awareness.set(text, answer);
	return answer;
};

/** The three steps of a test, where nothing else could be meant: plain statements, a call, then assertions alone. */
export const stepsOf = (
	units: readonly (Unit & { readonly start: number; readonly end: number })[],
	text: string,
	from: number,
	lineStarts: readonly number[],
): TestSteps | null => {
	const first = units.findIndex(({ head }) => isAssertion(head));
	const [arrange] = units;
	const act = units[first - 1];
	const assert = units[first];
	const last = units.at(-1);
	if (first < 2 || !arrange || !act || !assert || !last) return null;
	if (!units.slice(first).every(({ head }) => isAssertion(head))) return null;
	if (units.some(({ inner }) => inner.length > 0)) return null;
	if (units.slice(0, first).some(({ head }) => compound.test(head))) return null;
	const result = acting.exec(act.head)?.[1];
	// What is called last is the act only where the assertions ask for what it gave.
	if (result === undefined || !units.slice(first).some(({ head }) => wordsOf(head).has(result))) return null;
	const arranging = units.slice(0, first - 1).map(({ head }) => head);
	const asserting = units.slice(first).map(({ head }) => head);
	if (!isPlainlyAct(act.head, arranging) || !arranging.every(head => isPlainlyArranging(head, act.head)))
		return null;
	if (!asserting.every(isPlainlyAsserting)) return null;
	if (said.test(text.slice(from, last.end)) || isSelfAware(text)) return null;
	const lineOf = ({ start }: { readonly start: number }): number => positionAt(lineStarts, start).line;
	return { arrange: lineOf(arrange), act: lineOf(act), assert: lineOf(assert) };
};
