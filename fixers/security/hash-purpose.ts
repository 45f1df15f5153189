import type { SgNode } from '@ast-grep/napi';
import { argumentsOf, insertKeyword, replaceNode } from '../../source/edit/python/calls.ts';
import { qualifiedName } from '../../source/edit/python/names.ts';
import { enclosing, endOf, startOf } from '../../source/edit/python/nodes.ts';
import { fixWeakCalls, isOpenWith, type Mended } from './weak-calls.ts';

// https://docs.python.org/3/library/hashlib.html#hashlib.new

const secretive = /passw|secret|token|sign|hmac|auth|salt|nonce|credential/i;

/** The statement and the function around a call, where names tell what a hash is for. */
const surroundings = (call: SgNode): string => {
	const statement = call.ancestors().find(node => String(node.kind()).endsWith('_statement'));
	const around = enclosing(call, ['function_definition']);
	return `${statement?.text() ?? ''} ${around?.field('name')?.text() ?? ''}`;
};

const toSha256 = (call: SgNode, callee: SgNode): Mended => {
	if (callee.kind() !== 'attribute') return 'the name of the hash is imported by itself';
	const name = callee.field('attribute');
	if (name && name.text() !== 'new') return [[replaceNode(name, 'sha256')]];
	const [first] = argumentsOf(call).positional;
	const content = first?.find({ rule: { kind: 'string_content' } });
	return content ? [[replaceNode(content, 'sha256')]] : 'the name of the hash is not written there';
};

export default fixWeakCalls({
	id: 'hash-purpose',
	title: 'Say what weak hashes are for, or use SHA-256',
	checks: ['security-scans/clean'],
	safety: 'guided',
	needs: [],
	safetyNote:
		'`usedforsecurity=False` gives the same digest, in every Python since 3.9, and says what only a person can know; so it asks. ' +
		'With SHA-256 every digest is another one and longer. Where names speak of passwords, tokens or signatures the claim is not written.',
	takes: isOpenWith('S324'),
	question: {
		id: 'purpose',
		prompt: 'What are these hashes for?',
		explanation:
			'A cache key or a checksum against accidents needs no strong hash. Digests that are stored or compared elsewhere change with SHA-256.',
		kind: {
			type: 'choice',
			choices: [
				{ value: 'label', label: 'Keys, names, checksums: no security rests on them' },
				{ value: 'security', label: 'Security rests on them: SHA-256, with other digests' },
				{ value: 'leave', label: 'I cannot say; leave them' },
			],
		},
		fallback: 'leave',
	},
	leaves: { answer: 'leave', reason: 'nobody said what the hashes are for' },
	isMeant: (callee, names) => /^hashlib\.(?:md4|md5|sha|sha1|new)$/.test(qualifiedName(callee, names) ?? ''),
	mend({ call, callee, text, answer }) {
		const { keywords, kwargs, splat } = argumentsOf(call);
		if (kwargs || splat || keywords.has('usedforsecurity'))
			return 'what it is for is said there already, or passed on';
		if (answer === 'security') return toSha256(call, callee);
		if (secretive.test(surroundings(call))) return 'its names speak of something secret';
		if (/\bFIPS\b/i.test(enclosing(call, ['function_definition'])?.text() ?? ''))
			return 'the code around it asks what the machine allows';
		const added = insertKeyword(text, call, 'usedforsecurity=False');
		return added.every(({ start, end }) => start >= startOf(call) && end <= endOf(call))
			? [added]
			: 'its arguments cannot be added to';
	},
	says: answer => ({
		summary: answer === 'security' ? 'hash with SHA-256' : 'say that weak hashes are not for security',
		changed:
			answer === 'security'
				? 'MD5 and SHA-1 are SHA-256.'
				: 'MD5 and SHA-1 are called with `usedforsecurity=False`.',
		atRunTime:
			answer === 'security'
				? 'Digests differ from those made before, and are longer: what was stored no longer compares equal.'
				: 'The digests stay the same; a Python that allows approved hashes only makes them, too.',
		followUps: answer === 'security' ? ['Look for digests that are stored, compared or cut to a length'] : [],
	}),
});
