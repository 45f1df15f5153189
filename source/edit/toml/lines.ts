import { valueAt } from '../../core/data.ts';
import type { EditResult } from '../text.ts';
import { indentOf, spliced } from '../text.ts';
import { findNode, styleOf } from './locate.ts';
import type { TomlPath, TomlText } from './read.ts';

/** The edit that adds lines to the end of a multi-line text, and what it says then; null where it is not one. */
export const insertLines = (
	toml: TomlText,
	path: TomlPath,
	lines: readonly string[],
): { readonly edit: EditResult; readonly value: string } | null => {
	const node = findNode(toml, path);
	const value = valueAt(toml.value, path);
	if (!node || typeof value !== 'string') return null;
	const [start, end] = node.range;
	const raw = toml.text.slice(start, end);
	if (!/^(?:'{3}|"{3})/.test(raw) || !raw.includes('\n') || raw.includes('\\')) return null;
	// What stands between the last text and the quotes that end it.
	const tail = /\s*(?:'{3}|"{3})$/.exec(raw)?.[0].slice(0, -3) ?? '';
	const at = end - 3 - tail.length;
	const isEmpty = /^(?:'{3}|"{3})\s*$/.test(raw.slice(0, raw.length - 3));
	if (isEmpty) return null;
	const { eol } = styleOf(toml);
	const added = lines.map(line => eol + indentOf(toml.text, at) + line).join('');
	const kept = value.slice(0, value.length - tail.replaceAll('\r\n', '\n').length);
	return {
		edit: spliced([{ start: at, end: at, text: added }]),
		value: kept + added.replaceAll('\r\n', '\n') + tail.replaceAll('\r\n', '\n'),
	};
};
