import { declined } from '../core/fixer.ts';
import { applySplices, eolOf } from '../core/text.ts';
import type { IniBlock, IniEntry } from './ini/read.ts';
import { readIni } from './ini/read.ts';
import type { EditResult } from './text.ts';
import { afterLine, indentOf, lineEnd, lineStart, spliced } from './text.ts';

// Every edit reads the file as configparser does, splices, and reads it again: it must say exactly what was meant
// and keep its comments. Several edits of one file go through `chain` of ./text.ts.

type Blocks = ReadonlyMap<string, IniBlock>;
type Meaning = ReadonlyMap<string, ReadonlyMap<string, string>>;

const meaningOf = (blocks: Blocks): Meaning =>
	new Map(
		[...blocks].map(([name, { options }]) => [
			name,
			new Map([...options].map(([key, { value }]) => [key, value])),
		]),
	);

const sameMeaning = (a: Meaning, b: Meaning): boolean =>
	a.size === b.size &&
	[...a].every(([section, options]) => {
		const others = b.get(section);
		return others?.size === options.size && [...options].every(([key, value]) => others.get(key) === value);
	});

const withOption = (meaning: Meaning, section: string, key: string, value: string | null): Meaning => {
	const options = new Map(meaning.get(section));
	if (value === null) options.delete(key.toLowerCase());
	else options.set(key.toLowerCase(), value);
	return new Map([...meaning, [section, options]]);
};

const commentsIn = (text: string): readonly string[] =>
	text
		.split(/\r?\n/)
		.map(line => line.trim())
		.filter(line => /^[#;]/.test(line));

const editing = (
	text: string,
	edit: (blocks: Blocks) => EditResult,
	intended: (before: Meaning) => Meaning,
): EditResult => {
	const before = readIni(text);
	if (!before.ok) return declined(`the file does not parse: ${before.message}`);
	const result = edit(before.blocks);
	if (result.outcome === 'declined' || result.splices.length === 0) return result;
	const edited = applySplices(text, result.splices);
	const after = readIni(edited);
	if (!after.ok) return declined(`the edited file would not parse: ${after.message}`);
	if (!sameMeaning(meaningOf(after.blocks), intended(meaningOf(before.blocks)))) {
		return declined('the edited file would not say what was meant');
	}
	const left = [...commentsIn(edited), ...result.dropsComments];
	const lost = commentsIn(text).find(comment => {
		const at = left.indexOf(comment);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
	return lost === undefined ? result : declined(`the comment \`${lost}\` would be lost`);
};

/** The file's way to write `key = value` or `key=value`. */
const signOf = (blocks: Blocks, text: string): string => {
	for (const { options } of blocks.values()) {
		for (const { start, name, valueStart } of options.values()) {
			const sign = text.slice(start + name.length, valueStart).trimEnd();
			if (sign === '=') return '=';
			if (sign.trim() === '=' && sign.startsWith(' ')) return ' = ';
		}
	}
	return ' = ';
};

/** A value of several lines goes below its key, indented. */
const written = (value: string, text: string, indent: string): string =>
	value
		.split('\n')
		.map((line, at) => (at === 0 || line === '' ? line : `${indent}    ${line}`))
		.join(eolOf(text));

const optionLine = (blocks: Blocks, text: string, name: string, value: string, indent: string): string =>
	`${indent}${name}${value.startsWith('\n') ? signOf(blocks, text).trimEnd() : signOf(blocks, text)}${written(value, text, indent)}`.trimEnd();

const endOf = (text: string, block: IniBlock): number =>
	lineEnd(text, [...block.options.values()].at(-1)?.valueEnd ?? block.headerEnd);

/** Gives an existing option another value; lines after the first are indented. */
export const setOption = (text: string, section: string, name: string, value: string): EditResult =>
	editing(
		text,
		blocks => {
			const entry = blocks.get(section)?.options.get(name.toLowerCase());
			if (!entry) return declined(`there is no \`${name}\` in \`[${section}]\``);
			if (entry.value === value) return spliced([]);
			const lines = text.slice(entry.valueStart, entry.valueEnd).split(/\r?\n/);
			const under = /^[ \t]+/.exec(lines.length > 1 ? (lines.at(-1) ?? '') : '')?.[0];
			if (under !== undefined && value.startsWith(`${entry.value}\n`)) {
				// Lines that stay are not written again.
				const more = value.slice(entry.value.length + 1).split('\n');
				const added = more.map(line => `${eolOf(text)}${under}${line}`).join('');
				return spliced([{ start: entry.valueEnd, end: entry.valueEnd, text: added }]);
			}
			const gap =
				entry.valueStart === entry.valueEnd && /[=:]$/.test(text.slice(0, entry.valueStart)) ? ' ' : '';
			const replacement = gap + written(value, text, indentOf(text, entry.start));
			return spliced([{ start: entry.valueStart, end: entry.valueEnd, text: replacement }]);
		},
		before => withOption(before, section, name, value),
	);

/** Adds an option below the last one of an existing section. */
export const insertOption = (text: string, section: string, name: string, value: string): EditResult =>
	editing(
		text,
		blocks => {
			const block = blocks.get(section);
			if (!block) return declined(`there is no section \`[${section}]\``);
			const found = block.options.get(name.toLowerCase());
			if (found) return found.value === value ? spliced([]) : declined(`\`${name}\` is already set`);
			const last = [...block.options.values()].at(-1);
			const indent = last ? indentOf(text, last.start) : '';
			const at = endOf(text, block);
			return spliced([
				{ start: at, end: at, text: eolOf(text) + optionLine(blocks, text, name, value, indent) },
			]);
		},
		before => withOption(before, section, name, value),
	);

/** Adds a section as a block at the end of the file. */
export const addSection = (
	text: string,
	section: string,
	options: Readonly<Record<string, string>>,
): EditResult =>
	editing(
		text,
		blocks => {
			if (blocks.has(section)) return declined(`the section \`[${section}]\` exists`);
			const eol = eolOf(text);
			const lines = Object.entries(options).map(([name, value]) => optionLine(blocks, text, name, value, ''));
			const block = [`[${section}]`, ...lines].join(eol);
			const at = text.trimEnd().length;
			return spliced([
				{ start: at, end: at, text: at === 0 ? block + (text === '' ? eol : '') : eol + eol + block },
			]);
		},
		before =>
			new Map([
				...before,
				[section, new Map(Object.entries(options).map(([key, value]) => [key.toLowerCase(), value]))],
			]),
	);

const removal = (text: string, entry: IniEntry): EditResult => {
	const from = lineStart(text, entry.start);
	const to = afterLine(text, entry.valueEnd);
	const keepsOpenEnd = to === text.length && !text.endsWith('\n') && from > 0;
	const start = keepsOpenEnd ? lineEnd(text, lineStart(text, from - 1)) : from;
	return spliced([{ start, end: to, text: '' }], commentsIn(text.slice(from, to)));
};

/** Takes an option out with all its lines; nothing where there is none. */
export const deleteOption = (text: string, section: string, name: string): EditResult =>
	editing(
		text,
		blocks => {
			const entry = blocks.get(section)?.options.get(name.toLowerCase());
			return entry ? removal(text, entry) : spliced([]);
		},
		before => withOption(before, section, name, null),
	);

/** Sets an option wherever it belongs: in place, below the section's last one, or in a new section. */
export const putOption = (text: string, section: string, name: string, value: string): EditResult => {
	const reading = readIni(text);
	if (!reading.ok) return declined(`the file does not parse: ${reading.message}`);
	const block = reading.blocks.get(section);
	if (!block) return addSection(text, section, { [name]: value });
	return block.options.has(name.toLowerCase())
		? setOption(text, section, name, value)
		: insertOption(text, section, name, value);
};
