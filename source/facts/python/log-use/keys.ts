import type { SgNode } from '@ast-grep/napi';

const binding =
	/(?:^|\.)(?:bind|new|bind_contextvars|bound_contextvars|append_keys|thread_safe_append_keys|append_context_keys|structure_logs|Logger)$/;
const callsOfInterest = {
	rule: {
		kind: 'call',
		has: {
			field: 'function',
			regex:
				'(^|\\.)(bind|new|bind_contextvars|bound_contextvars|append_keys|thread_safe_append_keys|append_context_keys|structure_logs|Logger|setdefault|update|create|Resource)$',
		},
	},
};

const unquoted = (text: string): string => text.replace(/^[rbu]?["']|["']$/gi, '');

/** Keys that a file puts into log records, or seems to. */
export const keysIn = (root: SgNode, text: string, configures: boolean): readonly string[] => {
	const keys = new Set<string>();
	for (const call of root.findAll(callsOfInterest)) {
		const callee = call.field('function')?.text() ?? '';
		const list = call.field('arguments');
		if (!list) continue;
		if (binding.test(callee)) {
			for (const part of list.namedChildren()) {
				if (part.kind() === 'keyword_argument') keys.add(part.field('name')?.text() ?? '');
			}
		} else if (callee.endsWith('.setdefault')) {
			const [first] = list.namedChildren();
			if (first?.kind() === 'string') keys.add(unquoted(first.text()));
		} else {
			for (const pair of list.findAll({ rule: { kind: 'pair' } })) {
				const key = pair.field('key');
				if (key?.kind() === 'string') keys.add(unquoted(key.text()));
			}
		}
	}
	if (!configures) return [...keys].toSorted();
	for (const [, key] of text.matchAll(/\w\[["']([\w.]+)["']\]\s*=(?!=)/g)) keys.add(key ?? '');
	for (const pair of root.findAll({ rule: { kind: 'pair' } })) {
		const key = pair.field('key');
		if (key?.kind() === 'string') keys.add(unquoted(key.text()));
	}
	return [...keys].toSorted();
};
