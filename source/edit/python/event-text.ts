import type { SgNode } from '@ast-grep/napi';
import { argumentsOf } from './calls.ts';
import type { MessagePart } from './message-parts.ts';

// Events are constant and values are fields: https://www.structlog.org/en/stable/logging-best-practices.html

const wrappers = new Set(['str', 'repr', 'int', 'float', 'sorted', 'list', 'tuple', 'json.dumps']);

/** `task.task_id` is `task_id`: no word stands twice. */
const joined = (object: string, attribute: string): string => {
	const last = /[^_]+$/.exec(object)?.[0] ?? '';
	return last !== '' && attribute.startsWith(`${last}_`)
		? `${object}${attribute.slice(last.length)}`
		: `${object}_${attribute}`;
};

const rawName = (node: SgNode): string | null => {
	switch (String(node.kind())) {
		case 'identifier':
			return node.text();
		case 'attribute': {
			const object = node.field('object');
			const name = node.field('attribute')?.text() ?? '';
			if (object?.kind() === 'identifier')
				return /^(?:self|cls)$/.test(object.text()) ? name : joined(object.text(), name);
			if (object?.kind() === 'attribute') return joined(object.field('attribute')?.text() ?? '', name);
			return null;
		}
		case 'subscript':
			return /^["']([A-Za-z_]\w*)["']$/.exec(node.field('subscript')?.text() ?? '')?.[1] ?? null;
		case 'call': {
			const callee = node.field('function')?.text() ?? '';
			const [only, ...more] = argumentsOf(node).positional;
			if (!only || more.length > 0) return null;
			if (callee === 'len') {
				const name = rawName(only);
				return name === null ? null : `${name}_count`;
			}
			return wrappers.has(callee) ? rawName(only) : null;
		}
		default:
			return null;
	}
};

const reserved = new Set(
	'event exc_info stack_info level timestamp logger stacklevel extra name msg message args module filename lineno created process thread location service'.split(
		' ',
	),
);
const keywords = new Set(
	'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
		' ',
	),
);

const allowed = (name: string): string => (reserved.has(name) ? `${name}_value` : name);

const label = '(?:\\b([a-z]\\w*)=|(?<=[,;]\\s*)\\b([a-z]+(?:_[a-z0-9]+)+):\\s*)';
const endsLabelled = new RegExp(`${label}$`);

/** The name that the text before a value has for it: `task_id` in `task_id={task.id}`. */
export const labelBefore = (before: string): string | null => {
	const [, first, second] = endsLabelled.exec(before) ?? [];
	const name = first ?? second;
	return name === undefined || keywords.has(name) ? null : allowed(name.toLowerCase());
};

/** A field's name for a value: `order.id` is `order_id`, `event["body"]` is `body`; null where nothing names it. */
export const fieldName = (node: SgNode): string | null => {
	const snake = rawName(node)
		?.replace(/^_+/, '')
		.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
		.toLowerCase();
	if (!snake || keywords.has(snake) || !/^[a-z]\w*$/.test(snake)) return null;
	return allowed(snake);
};

const hole = '\0';
const dangling =
	'(?:for|to|of|in|from|with|by|at|on|as|is|was|are|were|and|or|the|a|an|id|than|into|via|due to|because(?: of)?)';
const endsDangling = new RegExp(`(?:\\b${dangling}\\s*)+$`, 'i');
/** `must equal {n}` lacks its object without the value. */
const endsOpen = /\b(?:must|should|shall|can|could|will|would|equals?|exceeds?|be|has|have|had)$/i;
/** What {@link labelBefore} makes the names of fields. */
const labelled = new RegExp(`${label}\\0`, 'g');
const danglingBefore = new RegExp(`\\b${dangling}\\s*(?=[,;:.!?](?:\\s|$))`, 'gi');
const collides = new RegExp(
	'\\b(?:for|to|of|in|from|with|by|at|on|and|the|a|an)\\s+(?:for|to|of|in|from|with|by|at|on|and|but|seconds|ms|is|was|has|have|failed|not)\\b',
	'i',
);

/** `with {n} lines` says how many; without the number it says something else. */
const counts =
	/\b(?:with|has|have|had|is|was|are|were|took|after|in|of|than|for|every|found|got|read|wrote)\s+\0\s+[a-z]/i;

/** The message without its values, as a constant event; null where the rest would not read as one. */
export const eventText = (parts: readonly MessagePart[]): string | null => {
	const template = parts.map(part => (part.kind === 'text' ? part.text : hole)).join('');
	if (!template.includes(hole)) return template;
	if (counts.test(template) || template.startsWith(hole) || /[\w$%/-]\0|\0[\w%/-]/.test(template))
		return null;
	const event = template
		.replaceAll(labelled, '')
		.replaceAll(/\s*[=:]\s*\0/g, '')
		.replaceAll(/['"`([<{]\s*\0\s*['"`)\]>}]/g, '')
		.replaceAll(hole, '')
		.replaceAll(/\(\s*\)|\[\s*\]/g, '')
		.replaceAll(/\s+(?=[,.;:!?])/g, '')
		.replaceAll(/[,;:]\s*(?=[,;:.]|$)/g, '')
		.replaceAll(/\s{2,}/g, ' ')
		.replaceAll(danglingBefore, '')
		.trim()
		.replace(/[\s,:;=\-–—.]+$/, '')
		.replace(endsDangling, '')
		.replace(/[\s,:;=\-–—.]+$/, '')
		.trim();
	const words = event.split(/\s+/).filter(word => /[A-Za-z]{2}/.test(word));
	return words.length < 2 || collides.test(event) || endsOpen.test(event) || /[()[\]{}]/.test(event)
		? null
		: event;
};
