import { messageOf } from '../../core/errors.ts';
import type { IniOption } from '../../core/facts/config.ts';
import { ParseError } from '../../core/gather.ts';

// https://docs.python.org/3/library/configparser.html#supported-ini-file-structure

/** An option with its offsets in the text. */
export interface IniEntry extends IniOption {
	/** Offset of the name's first character. */
	readonly start: number;
	/** Offsets of the value, further lines included; equal where it is empty. */
	readonly valueStart: number;
	readonly valueEnd: number;
}

export interface IniBlock {
	readonly name: string;
	readonly line: number;
	/** Offset of the header's first character. */
	readonly start: number;
	/** Offset of the end of the header's line, its line ending left out. */
	readonly headerEnd: number;
	/** By name in lower case. */
	readonly options: ReadonlyMap<string, IniEntry>;
}

export type IniReading =
	| { readonly ok: true; readonly blocks: ReadonlyMap<string, IniBlock> }
	| { readonly ok: false; readonly message: string; readonly line: number };

interface Line {
	readonly number: number;
	readonly start: number;
	/** Without line ending. */
	readonly text: string;
	readonly indent: number;
	readonly kind: 'blank' | 'comment' | 'content';
}

const linesOf = (text: string): readonly Line[] => {
	let offset = 0;
	return text.split('\n').map((whole, at) => {
		const start = offset;
		offset += whole.length + 1;
		const line = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
		const content = line.trim();
		const kind = content === '' ? 'blank' : /^[#;]/.test(content) ? 'comment' : 'content';
		return { number: at + 1, start, text: line, indent: line.length - line.trimStart().length, kind };
	});
};

const header = /^\[(.+)\]/;
const option = /^([^=:]*?)\s*[=:]\s*(.*)$/;

/** The option that begins on a line, and how many lines it takes. */
const readOption = (
	lines: readonly Line[],
	at: number,
): { readonly entry: IniEntry; readonly taken: number } => {
	const line = lines[at];
	const match = line ? option.exec(line.text.trim()) : null;
	if (!line || !match?.[1]) throw new ParseError('neither a section nor `key = value`', line?.number ?? 0);
	const first = match[2] ?? '';
	const values = [first];
	let valueEnd = line.start + line.text.trimEnd().length;
	const valueStart = valueEnd - first.length;
	let taken = 1;
	for (let next = at + 1; next < lines.length; next++) {
		const below = lines[next];
		if (!below || (below.kind === 'content' && below.indent <= line.indent)) break;
		if (below.kind === 'blank') values.push('');
		if (below.kind !== 'content') continue;
		values.push(below.text.trim());
		valueEnd = below.start + below.text.trimEnd().length;
		taken = next - at + 1;
	}
	const entry = {
		name: match[1],
		value: values.join('\n').trimEnd(),
		line: line.number,
		source: line.text.trim().slice(0, 200),
		start: line.start + line.indent,
		valueStart,
		valueEnd,
	};
	return { entry, taken };
};

const readBlocks = (text: string): ReadonlyMap<string, IniBlock> => {
	const lines = linesOf(text);
	const blocks = new Map<string, IniBlock>();
	let options: Map<string, IniEntry> | null = null;
	for (let at = 0; at < lines.length;) {
		const line = lines[at];
		if (!line || line.kind !== 'content') {
			at++;
			continue;
		}
		const name = header.exec(line.text.trim())?.[1];
		if (name !== undefined) {
			if (blocks.has(name)) throw new ParseError(`section \`${name}\` stands twice`, line.number);
			options = new Map();
			const start = line.start + line.indent;
			blocks.set(name, { name, line: line.number, start, headerEnd: line.start + line.text.length, options });
			at++;
			continue;
		}
		if (!options) throw new ParseError('text before the first section', line.number);
		const { entry, taken } = readOption(lines, at);
		const key = entry.name.toLowerCase();
		if (options.has(key)) throw new ParseError(`option \`${entry.name}\` stands twice`, line.number);
		options.set(key, entry);
		at += taken;
	}
	return blocks;
};

/** Reads an INI file as Python's `configparser` does: strict, values may go on over indented lines. */
export const readIni = (text: string): IniReading => {
	try {
		return { ok: true, blocks: readBlocks(text) };
	} catch (thrown) {
		return { ok: false, message: messageOf(thrown), line: thrown instanceof ParseError ? thrown.line : 0 };
	}
};
