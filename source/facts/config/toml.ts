import { nameIn } from '../../core/folders.ts';
import { positionAt } from '../../core/text.ts';
import type { SourceFile } from '../../core/gather.ts';
import { defineFileGatherer, ParseError } from '../../core/gather.ts';
import type { Location } from '../../core/facts/config.ts';
import { readToml } from '../../edit/toml/read.ts';

const locationOf = (file: SourceFile, start: number, end: number): Location => {
	const from = positionAt(file.lineStarts, start);
	const to = positionAt(file.lineStarts, end);
	const lineStart = file.lineStarts[from.line - 1] ?? 0;
	const source = file.text.slice(lineStart, file.lineStarts[from.line] ?? file.text.length);
	return {
		line: from.line,
		column: from.column,
		endLine: to.line,
		endColumn: to.column,
		source: source.trim().slice(0, 200),
	};
};

const isLockfile = (name: string): boolean => /^pylock(\..*)?\.toml$/.test(name);

export default defineFileGatherer({
	fact: 'toml',
	version: 1,
	wave: 'config',
	wants(path) {
		const name = nameIn(path);
		if (/\{[{%]/.test(path) || isLockfile(name)) return false;
		return name.endsWith('.toml') || name === 'Pipfile';
	},
	extract(file) {
		const reading = readToml(file.text);
		if (!reading.ok) throw new ParseError(reading.message, reading.line);
		const locations = [...reading.toml.entries].map(
			([pointer, { start, end }]) => [pointer, locationOf(file, start, end)] as const,
		);
		return { path: file.path, value: reading.toml.value, locations: Object.fromEntries(locations) };
	},
});
