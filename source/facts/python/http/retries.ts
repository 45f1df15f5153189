import type { SgNode } from '@ast-grep/napi';
import type { HttpModule, RetryConstruct, RetryLoop } from '../../../core/facts/http.ts';
import type { SourceFile } from '../../../core/gather.ts';
import { enclosing, isInside } from '../../../edit/python/nodes.ts';
import type { RetryUse } from '../../../edit/python/retries.ts';
import type { Outbound } from './calls.ts';
import { siteOf } from './sites.ts';

const retryName = /retr(?:y|ies)|backoff/i;

/** It repeats on any exception: no condition, or `Exception` itself. */
const repeatsAnything = ({ library, arguments: args }: RetryUse): boolean => {
	if (library === 'tenacity') {
		const condition = args?.keywords.get('retry')?.field('value');
		return (
			!condition ||
			/retry_if_exception_type\(\s*(?:\(\s*)?(?:Exception|BaseException)?\s*,?\s*\)?\s*\)$/.test(
				condition.text(),
			)
		);
	}
	if (library !== 'backoff' && library !== 'stamina') return false;
	const exceptions = library === 'backoff' ? args?.positional[1] : args?.keywords.get('on')?.field('value');
	return /^(?:Base)?Exception$/.test(exceptions?.text() ?? '') && !args?.keywords.has('giveup');
};

/** What each retry of a file does, joined with the calls it repeats. */
export const constructsOf = (
	file: SourceFile,
	uses: readonly RetryUse[],
	outbound: readonly Outbound[],
): readonly RetryConstruct[] =>
	uses.map(use => {
		const { repeats } = use;
		const inside = repeats ? outbound.filter(({ call }) => isInside(call, repeats)) : [];
		const raises = inside.length > 0 && /\.raise_for_status\(/.test(repeats?.text() ?? '');
		const post = inside.find(({ verb }) => verb === 'post' || verb === 'patch');
		const keyed = /idempoten/i.test(repeats?.text() ?? '');
		return {
			...siteOf(file, use.node, 'retry'),
			library: use.library,
			bounded: use.bounded,
			waits: use.waits,
			repeatsClientErrors: raises && repeatsAnything(use),
			repeatsPost: post && !keyed ? post.call.text().replaceAll(/\s+/g, ' ').slice(0, 80) : null,
		};
	});

const decoratesWithRetry = (call: SgNode): boolean => {
	for (
		let around = enclosing(call, ['decorated_definition']);
		around;
		around = enclosing(around, ['decorated_definition'])
	) {
		if (around.children().some(child => child.kind() === 'decorator' && retryName.test(child.text())))
			return true;
	}
	return false;
};

const isArgumentOfRetry = (call: SgNode): boolean => {
	for (let around = enclosing(call, ['call']); around; around = enclosing(around, ['call'])) {
		if (retryName.test(around.field('function')?.text() ?? '')) return true;
	}
	return false;
};

/** The loop around a call that catches and sleeps, inside the same function. */
const loopAround = (call: SgNode): SgNode | null => {
	for (
		let around: SgNode | null = call.parent();
		around && around.kind() !== 'function_definition';
		around = around.parent()
	) {
		const isLoop = around.kind() === 'for_statement' || around.kind() === 'while_statement';
		if (isLoop && /\bsleep\(/.test(around.text()) && around.has({ rule: { kind: 'except_clause' } }))
			return around;
	}
	return null;
};

export const loopsOf = (file: SourceFile, outbound: readonly Outbound[]): readonly RetryLoop[] => {
	const loops = new Map<number, SgNode>();
	for (const { call } of outbound) {
		const loop = loopAround(call);
		if (loop) loops.set(loop.id(), loop);
	}
	return [...loops.values()].map(loop => {
		const text = loop.text();
		const head = text.split('\n', 1)[0] ?? '';
		const constant = /\bsleep\(\s*[\d.]+\s*\)/.test(text);
		const all = /\bexcept\s*(?::|(?:Base)?Exception\b)/.test(text);
		const jitter = /random|jitter|uniform/i.test(text);
		return {
			...siteOf(file, loop, 'retry'),
			code: head.trim().slice(0, 80),
			jitter,
			endless:
				/^while\s*(?:\(\s*)?(?:True|1)\b/.test(head) &&
				constant &&
				all &&
				!jitter &&
				!/\b(?:raise|break)\b|max_|attempt|tries/.test(text),
		};
	});
};

/** Calls that nothing repeats: no retry around them, on their client, or around everyone who calls their function. */
export const unrepeatedOf = (
	file: SourceFile,
	root: SgNode,
	uses: readonly RetryUse[],
	outbound: readonly Outbound[],
): HttpModule['unrepeated'] => {
	const spans = uses.flatMap(({ repeats }) => repeats ?? []);
	// A retry that is kept in a variable or called by hand may repeat anything here.
	const loose = uses.some(({ library, repeats }) => repeats === null && library !== 'urllib3');
	const isCovered = (node: SgNode): boolean =>
		spans.some(span => isInside(node, span)) ||
		decoratesWithRetry(node) ||
		isArgumentOfRetry(node) ||
		loopAround(node) !== null ||
		/retr(?:y|ies)/i.test(enclosing(node, ['function_definition'])?.field('name')?.text() ?? '');
	/** Whether all who call a function repeat it, or one hands it to a retry; by name, asked once. */
	const functions = new Map<string, boolean>();
	const isCalledCovered = (name: string): boolean => {
		if (new RegExp(`(?:retr(?:y|ies)|backoff)\\w{0,40}\\([^()]{0,200}\\b${name}\\b`, 'i').test(file.text))
			return true;
		// Its definition alone is no caller.
		if ((file.text.match(new RegExp(`\\b${name}\\(`, 'g')) ?? []).length < 2) return false;
		const callers = root.findAll({
			rule: { kind: 'call', has: { field: 'function', regex: `(?:^|\\.)${name}$` } },
		});
		return callers.length > 0 && callers.every(isCovered);
	};
	const isCoveredByCallers = (node: SgNode): boolean => {
		const name = enclosing(node, ['function_definition'])?.field('name')?.text();
		if (name === undefined || !/^\w+$/.test(name)) return false;
		const known = functions.get(name) ?? isCalledCovered(name);
		functions.set(name, known);
		return known;
	};
	if (loose) return [];
	return outbound
		.filter(({ call, repeated }) => !repeated && !isCovered(call) && !isCoveredByCallers(call))
		.map(({ call }) => siteOf(file, call, 'retry'));
};
