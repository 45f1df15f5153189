import { isMap, isScalar, isSeq, visit } from 'yaml';
import { isList, isTable } from '../core/data.ts';
import type { Data } from '../core/facts/config.ts';
import { eolOf } from '../core/text.ts';
import { indentOf } from './text.ts';
import type { YamlText } from './yaml.ts';
import { rangeOf } from './yaml.ts';

/** How a file is written, so that what is added looks like the rest. */
export interface YamlStyle {
	readonly eol: '\n' | '\r\n';
	/** One step of indentation. */
	readonly step: string;
	/** Lists stand at the column of their key. */
	readonly flushLists: boolean;
	readonly quote: '"' | "'";
	readonly json: boolean;
	/** What goes before an item of a list, where that is wider than `- `. */
	readonly dash?: string;
	/** As people write files of settings: short lists in brackets, and quotes only where they are needed. */
	readonly byHand?: boolean;
	/** Intrinsics are written out, as `Fn::GetAtt`, everywhere in the file. */
	readonly longIntrinsics?: boolean;
}

/** So many lists, and so many maps, show what most of a file look like. */
const enoughLists = 9;
const enoughMaps = 25;

/** What comes most often; the first of those that come alike. */
const mostOf = (counts: ReadonlyMap<string, number>): string | undefined =>
	[...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

export const styleOf = (yaml: YamlText): YamlStyle => {
	const { text } = yaml;
	const steps = new Map<string, number>();
	let maps = 0;
	let [flush, indented] = [0, 0];
	let dash: string | null = null;
	visit(yaml.document, {
		Pair(_, pair) {
			if (maps >= enoughMaps && dash !== null && flush + indented >= enoughLists) return visit.BREAK;
			const key = indentOf(text, rangeOf(pair.key)[0]);
			if (isMap(pair.value) && pair.value.items[0]) {
				const inner = indentOf(text, rangeOf(pair.value.items[0].key)[0]);
				if (inner.startsWith(key) && inner.length > key.length && inner.length - key.length <= 8) {
					const step = inner.slice(key.length);
					steps.set(step, (steps.get(step) ?? 0) + 1);
					maps++;
				}
			}
			if (isSeq(pair.value) && pair.value.flow !== true && pair.value.range) {
				if (indentOf(text, pair.value.range[0]).length === key.length) flush++;
				else indented++;
				const [item] = pair.value.items;
				if (isMap(item) && item.flow !== true && item.items[0]) {
					const [start] = rangeOf(item.items[0].key);
					dash ??= /- {1,7}$/.exec(text.slice(Math.max(0, start - 8), start))?.[0] ?? null;
				}
			}
			return undefined;
		},
	});
	return {
		eol: eolOf(text),
		step: mostOf(steps) ?? '  ',
		flushLists: flush > indented,
		quote: countOf(text, /[:-] '/g) > countOf(text, /[:-] "/g) ? "'" : '"',
		json: yaml.json,
		...(dash === null || dash === '- ' ? {} : { dash }),
		...(!/[\s[,]!(?:Ref|Sub|GetAtt|Join|If)\s/.test(text) && /^[ \t-]*(?:Ref|Fn::\w+):/m.test(text)
			? { longIntrinsics: true }
			: {}),
	};
};

// Words that YAML 1.1 readers, CloudFormation's among them, take for truth values or nothing.
const reserved = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const plain = /^[A-Za-z_/](?:[\w./@+*-]|:(?=[\w/*:]))*$/;

/** Several such words; the first may be an option. */
const plainWords = /^(?:--?)?[A-Za-z_/][\w./@+*=-]*(?: [\w./@+*=-]+)*$/;

/** A string as a scalar: plain where that is surely a string, else quoted. */
export const stringText = (value: string, quote: '"' | "'", byHand = false): string => {
	if ((plain.test(value) || (byHand && plainWords.test(value))) && !reserved.test(value)) return value;
	// eslint-disable-next-line no-control-regex
	if (quote === "'" && !/[\u0000-\u001f\u007f-\uffff]/.test(value)) return `'${value.replaceAll("'", "''")}'`;
	return JSON.stringify(value);
};

const scalarText = (value: null | boolean | number | string, style: YamlStyle): string => {
	if (typeof value !== 'string') return String(value);
	return style.json ? JSON.stringify(value) : stringText(value, style.quote, style.byHand);
};

const isScalarValue = (value: Data): value is null | boolean | number | string =>
	typeof value !== 'object' || value === null;

/** `!Ref`, `!GetAtt` and `!Sub` for the intrinsics that have a short form on one line. */
const shortIntrinsic = (value: Data, style: YamlStyle): string | null => {
	if (!isTable(value) || style.longIntrinsics === true) return null;
	const [entry, ...others] = Object.entries(value);
	if (!entry || others.length > 0) return null;
	const [name, inner] = entry;
	if (name === 'Ref' && typeof inner === 'string') return `!Ref ${stringText(inner, style.quote)}`;
	if (name === 'Fn::Sub' && typeof inner === 'string') return `!Sub ${stringText(inner, style.quote)}`;
	if (name !== 'Fn::GetAtt' || !isList(inner) || !inner.every(part => typeof part === 'string')) return null;
	return `!GetAtt ${inner.join('.')}`;
};

/** What follows `key:` in block style: on the same line, or lines below that are indented from `indent` on. */
export const blockText = (value: Data, indent: string, style: YamlStyle): string => {
	if (isScalarValue(value)) return ` ${scalarText(value, style)}`;
	const short = shortIntrinsic(value, style);
	if (short !== null) return ` ${short}`;
	if (isList(value)) {
		if (value.length === 0 || (style.byHand === true && value.every(isScalarValue))) {
			return ` ${flowText(value, null, style)}`;
		}
		const at = style.flushLists ? indent : indent + style.step;
		return value.map(item => style.eol + at + itemText(item, at, style)).join('');
	}
	const entries = Object.entries(value);
	if (entries.length === 0) return ' {}';
	const at = indent + style.step;
	return entries.map(([key, inner]) => style.eol + at + pairText(key, inner, at, style)).join('');
};

/** `key: value` in block style, its first line not indented. */
export const pairText = (key: string, value: Data, indent: string, style: YamlStyle): string =>
	`${stringText(key, style.quote)}:${blockText(value, indent, style)}`;

/** `- item` in block style, its first line not indented; `indent` is that of the dash. */
export const itemText = (value: Data, indent: string, style: YamlStyle): string => {
	const short = shortIntrinsic(value, style);
	if (short !== null) return `- ${short}`;
	const dash = style.dash ?? '- ';
	const inner = indent + ' '.repeat(dash.length);
	if (isList(value) && value.length > 0) {
		return `${dash}${value.map(item => itemText(item, inner, style)).join(style.eol + inner)}`;
	}
	if (!isTable(value) || Object.keys(value).length === 0) return `-${blockText(value, indent, style)}`;
	const pairs = Object.entries(value).map(([key, part]) => pairText(key, part, inner, style));
	return `${dash}${pairs.join(style.eol + inner)}`;
};

/** A value in flow style: JSON where the file is JSON; on several lines where `indent` is given. */
export const flowText = (value: Data, indent: string | null, style: YamlStyle): string => {
	if (isScalarValue(value)) return scalarText(value, style);
	const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
	const inner = indent === null ? null : indent + style.step;
	const parts = isList(value)
		? value.map(item => flowText(item, inner, style))
		: Object.entries(value).map(([key, part]) => flowPairText(key, part, inner, style));
	if (parts.length === 0) return open + close;
	if (indent === null || inner === null) {
		const pad = style.json || open === '[' ? '' : ' ';
		return `${open}${pad}${parts.join(', ')}${pad}${close}`;
	}
	return `${open}${style.eol}${inner}${parts.join(`,${style.eol}${inner}`)}${style.eol}${indent}${close}`;
};

/** `key: value` in flow style. */
export const flowPairText = (key: string, value: Data, indent: string | null, style: YamlStyle): string =>
	`${style.json ? JSON.stringify(key) : stringText(key, style.quote)}: ${flowText(value, indent, style)}`;

/** A new text for a scalar, in the quotes it has. */
export const replacementText = (old: unknown, value: boolean | number | string, style: YamlStyle): string => {
	const type = isScalar(old) ? old.type : undefined;
	if (type === 'QUOTE_DOUBLE') return JSON.stringify(String(value));
	if (type === 'QUOTE_SINGLE') return `'${String(value).replaceAll("'", "''")}'`;
	return scalarText(value, style);
};
