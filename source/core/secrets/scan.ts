import { assignedIn } from './assigned.ts';
import { entropyOf, isMadeUp, isPlausible, isReference } from './plausible.ts';
import { providerRules } from './rules.ts';
import type { SecretKind, SecretRule } from './rules.ts';

/** Where a credential stands in a text. Lives only while a file is read: no part of it goes into a fact. */
export interface SecretRange {
	readonly kind: SecretKind;
	readonly start: number;
	readonly end: number;
	/** `likely` where it may be harmless, `no` where it only has to be kept off screens. */
	readonly counts: 'sure' | 'likely' | 'no';
	/** The variable, key or option that holds it; null where none is told. */
	readonly name: string | null;
	/** An address of a server that is only there while developing. */
	readonly isLocal?: true;
}

const keyMark = 'PRIVATE KEY';
const anyMark = new RegExp([...new Set(providerRules.map(({ mark }) => mark)), keyMark].join('|'), 'g');
const rules = providerRules.map(rule => ({ rule, starts: new RegExp(`^(?:${rule.mark})`) }));

/** Keys that everybody has: of emulators and of documentation. */
const known =
	/^(?:AKIAIOSFODNN7EXAMPLE|Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq\/K1SZFPTOtr\/KBHBeksoGMGw==)$/;
/** The header and claims that jwt.io and most documents show. */
const shownToken = /^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\.eyJzdWIiOiIxMjM0NTY3ODkwI/;

// By the name of the product, also with its version: `mssql2022` beside the tests.
const localHost =
	/@(?:localhost|127\.\d|0\.0\.0\.0|\[?::1|(?:db|mysql|mariadb|mssql|oracle|postgres(?:ql)?|pg|mongo(?:db)?|redis|rabbit(?:mq)?|database|broker)\d{0,4}[a-z]?|host\.docker\.internal|[\w-]+(?:-|_)(?:db|mysql|postgres|redis|mongo|test)|example|[\w.-]*\.(?:example|test|local|localhost|invalid)|[\w.-]*\bexample\.(?:com|org|net))(?=[\s:/?'"`]|$)/i;

const addressOf = (match: RegExpExecArray, secret: string): Pick<SecretRange, 'counts' | 'isLocal'> => {
	const user = /:\/\/([^:@]*):/.exec(match[0])?.[1] ?? '';
	const host = match[0].slice(match[0].lastIndexOf('@'));
	const isLocal = localHost.test(host) || user === secret;
	if (isPlausible(secret) && !/[{$<%]/.test(host))
		return isLocal ? { counts: 'likely', isLocal } : { counts: 'sure' };
	return { counts: 'no' };
};

const weighed = (
	rule: SecretRule,
	match: RegExpExecArray,
	secret: string,
): Pick<SecretRange, 'counts' | 'isLocal'> => {
	if (rule.kind === 'database' || rule.kind === 'url') return addressOf(match, secret);
	// In the middle of base64 it is chance.
	const [before = '', after = ''] = [
		match.input[match.index - 1],
		match.input[match.index + match[0].length],
	];
	if (rule.kind === 'aws-access-key-id' && (/[+/]/.test(after) || (/[+/]/.test(before) && after === '=')))
		return { counts: 'no' };
	// A signed address carries the id of a key that has long expired.
	if (
		rule.kind === 'aws-access-key-id' &&
		/(?:Credential|AccessKeyId)=$/.test(match.input.slice(0, match.index).slice(-20))
	)
		return { counts: 'no' };
	if (known.test(secret) || shownToken.test(secret) || isMadeUp(secret)) return { counts: 'no' };
	// The id of a key that lives for hours.
	const isFleeting = rule.kind === 'aws-access-key-id' && secret.startsWith('ASIA');
	return { counts: rule.isLikely === true || isFleeting ? 'likely' : 'sure' };
};

const keyBlock =
	/-----BEGIN ((?:[A-Z0-9]{2,9} ){0,3})PRIVATE KEY(?: BLOCK)?-----([^-]{40,20000}(?:-[^-]{1,200}){0,3})(?:-----END|$)/g;

/** How far a key without its last line reaches: lines of base64, quotes and breaks between them; what follows is code. */
const unended =
	/^[^-]*?[A-Za-z0-9+/]{40,}={0,2}(?:(?:[\s"'+,b]|\\[nr]?){1,40}(?=[a-z]*[A-Z0-9+/])[A-Za-z0-9+/]{16,}={0,2})*/;

/** Blocks of PEM that hold enough for a key; a program that only knows the header has none. */
const keysIn = (text: string): readonly SecretRange[] =>
	[...text.matchAll(keyBlock)].flatMap((match): SecretRange[] => {
		const [whole, kind = '', rest = ''] = match;
		const body = whole.endsWith('-----END') ? rest : (unended.exec(rest)?.[0] ?? rest);
		const start = match.index + whole.indexOf('-----', 11) + 5;
		const letters = body.replaceAll(/\\[nr]|[^A-Za-z0-9+/=]/g, '');
		// The header alone, and then code: a key has long lines of base64.
		if (letters.length < 64 || !/[A-Za-z0-9+/]{40}/.test(body)) return [];
		const isEncrypted = kind.includes('ENCRYPTED') || body.includes('ENCRYPTED');
		const isReal = entropyOf(letters) >= 4.2 && !/\.\.\.|xxxx|example|redacted|\{\{|<[a-z]/i.test(body);
		return [
			{
				kind: isEncrypted ? 'encrypted-private-key' : 'private-key',
				start,
				end: start + body.length,
				counts: isReal ? (isEncrypted ? 'likely' : 'sure') : 'no',
				name: null,
			},
		];
	});

const providedIn = (text: string): readonly SecretRange[] => {
	const seen = new Set<string>();
	anyMark.lastIndex = 0;
	for (let match = anyMark.exec(text); match; match = anyMark.exec(text)) {
		const [mark] = match;
		seen.add(mark.startsWith('://') ? '://a:b@' : mark);
	}
	if (seen.size === 0) return [];
	const chosen = rules.filter(({ starts }) => [...seen].some(mark => starts.test(mark)));
	const found = chosen.flatMap(({ rule }) => {
		if (rule.needs && !rule.needs.test(text)) return [];
		return [...text.matchAll(rule.pattern)].flatMap((match): readonly SecretRange[] => {
			const secret = match[1] ?? match[0];
			if (isReference(secret)) return [];
			const within = match[1] === undefined ? 0 : match[0].lastIndexOf(secret, match[0].length);
			const password = match[0].indexOf(`:${secret}@`);
			const start = match.index + (password < 0 ? within : password + 1);
			return [
				{
					kind: rule.kind,
					start,
					end: start + secret.length,
					name: null,
					...weighed(rule, match, secret),
				},
			];
		});
	});
	return seen.has(keyMark) ? [...found, ...keysIn(text)] : found;
};

const rank = { sure: 2, likely: 1, no: 0 } as const;

/**
 * Every credential of a text, also those that only have to be kept off screens, in order and without overlaps: what
 * a service's own form proves goes before what a name suggests. `path` is null for a piece of any file, such as a diff.
 */
export const secretsIn = (text: string, path: string | null): readonly SecretRange[] => {
	const provided = providedIn(text);
	const assigned = assignedIn(text, path);
	if (provided.length === 0) return assigned;
	const sorted = [...provided, ...assigned].toSorted(
		(a, b) => a.start - b.start || rank[b.counts] - rank[a.counts],
	);
	const found: SecretRange[] = [];
	for (const range of sorted) {
		const last = found.at(-1);
		if (!last || range.start >= last.end) {
			found.push(range);
			continue;
		}
		const winner = provided.includes(last) || !provided.includes(range) ? last : range;
		found[found.length - 1] = {
			...winner,
			start: Math.min(last.start, range.start),
			end: Math.max(last.end, range.end),
			name: last.name ?? range.name,
		};
	}
	return found;
};
