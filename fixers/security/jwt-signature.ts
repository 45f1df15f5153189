import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../source/core/fixer.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { argumentsOf, replaceNode } from '../../source/edit/python/calls.ts';
import { partsOf, placeKeyOf } from '../../source/edit/python/nodes.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://pyjwt.readthedocs.io/en/stable/usage.html

const nothing = /^(?:None|[rbu]{0,2}(?:""|''))$/i;

/** Something to check the signature with, and a word on how. */
const canVerify = (call: SgNode): boolean => {
	const { positional, keywords, splat, kwargs } = argumentsOf(call);
	if (splat || kwargs) return false;
	const key = keywords.get('key')?.field('value') ?? positional[1];
	const algorithms = keywords.get('algorithms')?.field('value') ?? positional[2];
	return (
		key !== undefined &&
		!nothing.test(key.text()) &&
		algorithms !== undefined &&
		!/["']none["']/i.test(algorithms.text()) &&
		!/^(?:None|\[\s*\]|\(\s*\))$/.test(algorithms.text())
	);
};

/** The `False` that switches the signature off, where it is written in the call. */
const switchesOf = (call: SgNode): readonly SgNode[] => {
	const { keywords } = argumentsOf(call);
	const verify = keywords.get('verify')?.field('value');
	const options = keywords.get('options')?.field('value');
	const pairs = options?.kind() === 'dictionary' ? partsOf(options) : [];
	const inOptions = pairs.flatMap(pair => {
		const value = pair.field('value');
		return value && /^["']verify_signature["']$/.test(pair.field('key')?.text() ?? '') ? [value] : [];
	});
	return [...(verify ? [verify] : []), ...inOptions].filter(node => node.text() === 'False');
};

const reason = 'the call has no key, or names no algorithms, and what checks the token is not written there';

export default defineFixer({
	id: 'jwt-signature',
	title: 'Check the signature of the token',
	checks: ['input-validation/jwt'],
	safety: 'review',
	needs: [],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Only where a key and `algorithms` are passed already, so that all there is to check with is there. Tokens with a wrong ' +
		'signature are refused, and so are those that have run out or are for another audience, where the call leaves that to its defaults.',
	takes: ({ level }) => level !== 'info',
	isReady: ({ found = '' }) => {
		if (/["']none["']/i.test(found) || /\(\s*[^,()]+,\s*(?:key\s*=\s*)?(?:None|""|'')\s*[,)]/.test(found))
			return false;
		return found.endsWith('…') || /algorithms\s*=/.test(found);
	},
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.map(({ at }) => at.path))],
	plan({ findings, texts, engines }) {
		const places = new Set(
			findings.flatMap(({ at, level }) => (level === 'info' ? [] : [`${at.path}:${at.line}:${at.column}`])),
		);
		const edits: Edit[] = [];
		for (const [path, text] of texts) {
			const lineStarts = lineStartsOf(text);
			const [first, ...rest] = engines
				.python({ path, text, lineStarts })
				.findAll({ rule: { kind: 'call' } })
				.flatMap((call): readonly Splice[] =>
					places.has(`${path}:${placeKeyOf(lineStarts, call)}`) && canVerify(call)
						? switchesOf(call).map(node => replaceNode(node, 'True'))
						: [],
				);
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(reason);
		return {
			outcome: 'plan',
			area: 'security',
			summary: 'check the signatures of tokens',
			changed: ['`verify_signature` is `True` where a token is decoded with a key.'],
			atRunTime:
				'A token whose signature is wrong is refused, and by default one that has run out or names another audience.',
			followUps: ['Try it with a token of each issuer; one with an `aud` needs `audience=`'],
			edits: [first, ...rest],
		};
	},
});
