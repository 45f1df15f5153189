import type { SgNode } from '@ast-grep/napi';
import { eolOf } from '../../core/text.ts';
import type { Splice } from '../../core/tree.ts';
import { beginsLine, indentOf } from '../text.ts';
import { onlyAssignment } from './assignments.ts';
import { argumentsOf } from './calls.ts';
import { appendItem, itemBefore } from './items.ts';
import { partsOf, startOf } from './nodes.ts';

// https://www.structlog.org/en/stable/processors.html

/** Calls of `structlog.configure`. */
export const configureCalls = (root: SgNode): readonly SgNode[] =>
	root.findAll({
		rule: { kind: 'call', has: { field: 'function', regex: '^structlog\\.configure(_once)?$' } },
	});

/** What a chain ends with: tracebacks as text, and what writes the record. */
const isEnd = (item: SgNode): boolean =>
	/\b(?:format_exc_info|dict_tracebacks|ExceptionRenderer|UnicodeDecoder|EventRenamer|(?:JSON|Console|KeyValue|Logfmt)Renderer|wrap_for_formatter|render_to_log_\w+|\w*renderer\w*)\b/.test(
		item.text(),
	);

interface Chain {
	readonly list: SgNode;
	/** Other chains go on from it. */
	readonly isShared: boolean;
}

const listOf = (node: SgNode, root: SgNode, isShared: boolean, depth = 0): Chain | null => {
	if (depth > 4) return null;
	switch (String(node.kind())) {
		case 'list': {
			const [splat, ...more] = partsOf(node).filter(item => item.kind() === 'list_splat');
			if (!splat) return { list: node, isShared };
			const [inner] = partsOf(splat);
			return inner && more.length === 0 ? listOf(inner, root, true, depth + 1) : null;
		}
		case 'identifier': {
			const value = onlyAssignment(node.text(), root);
			const grows = root.has({
				rule: { kind: 'attribute', regex: `^${node.text()}\\.(?:append|insert|extend)$` },
			});
			return value && !grows ? listOf(value, root, isShared, depth + 1) : null;
		}
		case 'binary_operator': {
			const left = node.field('left');
			return left ? listOf(left, root, true, depth + 1) : null;
		}
		default:
			return null;
	}
};

/**
 * Puts a processor into the chain that a call of `structlog.configure` is given, in front of what turns a record into
 * text; into the part that records of the standard library go through as well, where there is one. Null where the chain
 * is not written out.
 */
export const addProcessor = (
	text: string,
	root: SgNode,
	call: SgNode,
	processor: string,
): readonly Splice[] | null => {
	const { positional, keywords, kwargs } = argumentsOf(call);
	const given = keywords.get('processors')?.field('value') ?? positional[0];
	const chain = given && !kwargs ? listOf(given, root, false) : null;
	if (!chain) return null;
	const { list, isShared } = chain;
	const items = partsOf(list);
	const end = items.find(isEnd);
	if (!end) return isShared && items.length > 0 ? appendItem(text, list.children(), processor) : null;
	const children = list.children();
	let first = children.findIndex(child => child.id() === end.id());
	// A comment on lines of its own belongs to what follows.
	for (let above = children[first - 1]; above?.kind() === 'comment'; above = children[first - 1]) {
		if (!beginsLine(text, startOf(above))) break;
		first -= 1;
	}
	const from = children[first];
	if (!from || from.id() === end.id()) return [itemBefore(text, end, processor)];
	const at = startOf(from);
	return [{ start: at, end: at, text: `${processor},${eolOf(text)}${indentOf(text, at)}` }];
};
