import { isList, isTable } from '../../core/data.ts';
import type { Data, Table } from '../../core/facts/config.ts';

/** Strings are written `"so"` or `'so'`. */
export type Quote = '"' | "'";

export interface RenderStyle {
	readonly quote: Quote;
	/** Put before each item of an array that is written one item a line. */
	readonly indent: string;
	readonly eol: string;
}

const escapes: Readonly<Record<string, string>> = {
	'\b': '\\b',
	'\t': '\\t',
	'\n': '\\n',
	'\f': '\\f',
	'\r': '\\r',
	'"': '\\"',
	'\\': '\\\\',
};

const escaped = (char: string): string =>
	escapes[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`;

export const renderString = (text: string, quote: Quote): string => {
	// eslint-disable-next-line no-control-regex
	if (quote === "'" && !/['\u0000-\u0008\u000a-\u001f\u007f]/.test(text)) return `'${text}'`;
	// eslint-disable-next-line no-control-regex
	return `"${text.replace(/[\u0000-\u001f"\\\u007f]/g, escaped)}"`;
};

export const renderKey = (key: string): string =>
	/^[A-Za-z0-9_-]+$/.test(key) ? key : renderString(key, '"');

const renderNumber = (value: number): string => {
	if (Number.isNaN(value)) return 'nan';
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
	if (Object.is(value, -0)) return '-0.0';
	return String(value);
};

const keyOfOnly = (value: Table): string | undefined => {
	const keys = Object.keys(value);
	return keys.length === 1 ? keys[0] : undefined;
};

/** On one line. */
export const renderValue = (value: Data, quote: Quote): string => {
	if (value === null) throw new TypeError('TOML has no null');
	if (typeof value === 'string') return renderString(value, quote);
	if (typeof value === 'number') return renderNumber(value);
	if (typeof value === 'boolean') return String(value);
	if (isList(value)) return `[${value.map(item => renderValue(item, quote)).join(', ')}]`;
	if (!isTable(value)) throw new TypeError('not TOML');
	const only = keyOfOnly(value);
	const literal = only === 'datetime' || only === 'integer' ? value[only] : undefined;
	if (typeof literal === 'string') return literal;
	const pairs = Object.keys(value).map(
		key => `${renderKey(key)} = ${renderValue(value[key] ?? null, quote)}`,
	);
	return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
};

/** One item a line, with a comma after the last. */
export const renderLines = (
	items: readonly Data[],
	style: RenderStyle,
	outdent: string,
	comma = true,
): string => {
	const lines = items.map(item => style.indent + renderValue(item, style.quote));
	return `[${style.eol}${lines.join(`,${style.eol}`)}${comma ? ',' : ''}${style.eol}${outdent}]`;
};

export const widest = 100;

/** `key = value`; an array that would be too wide gets one item a line. */
export const renderPair = (
	keys: readonly string[],
	value: Data,
	style: RenderStyle,
	indent: string,
): string => {
	const key = keys.map(renderKey).join('.');
	const line = `${indent}${key} = ${renderValue(value, style.quote)}`;
	if (line.length <= widest || !isList(value)) return line;
	const inner = { ...style, indent: indent + style.indent };
	return `${indent}${key} = ${renderLines(value, inner, indent)}`;
};
