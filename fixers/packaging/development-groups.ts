import type { AST } from 'toml-eslint-parser';
import { declined } from '../../source/core/fixer.ts';
import { isList, stringAt, valueAt } from '../../source/core/data.ts';
import type { Data } from '../../source/core/facts/config.ts';
import { eolOf } from '../../source/core/text.ts';
import type { Splice } from '../../source/core/tree.ts';
import { readRequirement } from '../../source/edit/pep508.ts';
import {
	afterLine,
	beginsLine,
	chain,
	indentOf,
	lineEnd,
	lineStart,
	spliced,
} from '../../source/edit/text.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { appendToArray, deleteKey, deleteTable } from '../../source/edit/toml.ts';
import { bodyEnd, findNode, findPair, findTable, isMultiLine } from '../../source/edit/toml/locate.ts';
import type { TomlText } from '../../source/edit/toml/read.ts';
import { readToml } from '../../source/edit/toml/read.ts';
import { defineFixer } from '../define.ts';
import { commentStart } from './uv-migration/remarks.ts';

// https://docs.astral.sh/uv/concepts/projects/dependencies/#legacy-dev-dependencies

const legacy = ['tool', 'uv', 'dev-dependencies'];
const group = ['dependency-groups', 'dev'];

/** A uv that knows no dependency groups yet is asked for. */
const isOldUv = (range: string): boolean =>
	range
		.split(',')
		.some(clause =>
			/^\s*(?:<=?|==)\s*0\.(?:[0-3](?:\..*)?|4(?:\.(?:\d|1\d|2[0-6]))?(?:\.\*)?)\s*$/.test(clause),
		);

/** `dev = […]` as the file has it, with the comments above it and beside it. */
const moved = (toml: TomlText, pair: AST.TOMLKeyValue): string => {
	const { text } = toml;
	const above = text.slice(commentStart(text, pair.range[0]), lineStart(text, pair.range[0]));
	return `${above}dev = ${text.slice(pair.value.range[0], lineEnd(text, pair.range[1]))}`;
};

/** Nothing but the one pair and its own comments stands under the header. */
const standsAlone = (toml: TomlText, table: AST.TOMLTable, pair: AST.TOMLKeyValue): boolean => {
	const start = afterLine(toml.text, table.key.range[1]);
	const gap = toml.text.slice(start, Math.max(start, commentStart(toml.text, pair.range[0])));
	return table.body.length === 1 && gap.trim() === '';
};

/** Takes the key out with its comments, and writes the new table where it stood. */
const asTable = (toml: TomlText, table: AST.TOMLTable, pair: AST.TOMLKeyValue): EditResult => {
	const { text } = toml;
	const eol = eolOf(text);
	const block = `[dependency-groups]${eol}${moved(toml, pair)}`;
	if (standsAlone(toml, table, pair)) {
		return spliced([{ start: table.range[0], end: lineEnd(text, pair.range[1]), text: block }]);
	}
	const at = commentStart(text, table.range[0]);
	return spliced([
		{ start: at, end: at, text: block + eol + eol },
		{ start: commentStart(text, pair.range[0]), end: afterLine(text, pair.range[1]), text: '' },
	]);
};

const removal = (toml: TomlText, table: AST.TOMLTable, pair: AST.TOMLKeyValue): EditResult => {
	if (!standsAlone(toml, table, pair)) {
		const start = commentStart(toml.text, pair.range[0]);
		return spliced([{ start, end: afterLine(toml.text, pair.range[1]), text: '' }]);
	}
	const end = afterLine(toml.text, pair.range[1]);
	if (end < toml.text.length) return deleteTable(toml.text, legacy.slice(0, 2));
	// The blank lines above go with the last table of a file.
	const before = toml.text.slice(0, commentStart(toml.text, table.range[0])).trimEnd().length;
	const kept = toml.text.slice(commentStart(toml.text, table.range[0]), table.range[0]).trimEnd();
	const eol = eolOf(toml.text);
	return spliced([{ start: before, end, text: (kept === '' ? '' : eol + eol + kept) + eol }]);
};

/** Below the last group of a table that has no `dev` yet. */
const asPair = (toml: TomlText, groups: AST.TOMLTable, pair: AST.TOMLKeyValue): Splice => {
	const at = lineEnd(toml.text, bodyEnd(groups));
	return { start: at, end: at, text: eolOf(toml.text) + moved(toml, pair) };
};

const sameRequirement = (a: Data, b: Data): boolean => {
	if (typeof a !== 'string' || typeof b !== 'string') return false;
	const [left, right] = [readRequirement(a), readRequirement(b)];
	return (
		a === b ||
		(left !== null &&
			left.name === right?.name &&
			left.specifier === right.specifier &&
			left.marker === right.marker &&
			left.extras.join() === right.extras.join())
	);
};

/** Adds the items that the group lacks, each with the comment lines above it and the comment beside it. */
const asItems = (toml: TomlText, pair: AST.TOMLKeyValue): EditResult => {
	const { text } = toml;
	const there = valueAt(toml.value, group);
	const list = valueAt(toml.value, legacy);
	if (!isList(there) || !isList(list)) return declined('the group is not a list');
	const missing = list.filter(item => !there.some(other => sameRequirement(item, other)));
	const hasComments = toml.comments.some(
		({ range }) => range[0] > pair.range[0] && range[1] < pair.value.range[1],
	);
	if (!hasComments) return appendToArray(text, group, missing);
	const target = findNode(toml, group);
	const last = target?.type === 'TOMLArray' ? target.elements.at(-1) : undefined;
	if (
		missing.length !== list.length ||
		!target ||
		!last ||
		pair.value.type !== 'TOMLArray' ||
		!isMultiLine(toml, target.range) ||
		!beginsLine(text, last.range[0]) ||
		!beginsLine(text, target.range[1] - 1)
	)
		return declined('the comments among the development tools would be lost');
	const [open, close] = [afterLine(text, pair.value.range[0]), lineStart(text, pair.value.range[1] - 1)];
	const lines = text
		.slice(open, close)
		.split(/\r?\n/)
		.filter(line => line.trim() !== '')
		.map(line => indentOf(text, last.range[0]) + line.trim());
	const hasComma = text.slice(last.range[1], target.range[1]).trimStart().startsWith(',');
	const at = lineEnd(text, last.range[1]);
	const eol = eolOf(text);
	return spliced([
		...(hasComma ? [] : [{ start: last.range[1], end: last.range[1], text: ',' }]),
		{ start: at, end: at, text: eol + lines.join(eol) },
	]);
};

const edited = (text: string): EditResult => {
	const reading = readToml(text);
	if (!reading.ok) return declined(`the file is ${reading.message}`);
	const { toml } = reading;
	const pair = findPair(toml, legacy)?.pair;
	const table = findTable(toml, legacy.slice(0, 2));
	if (!pair || !table?.body.includes(pair))
		return declined('`[tool.uv]` is not written as a table of its own');
	if (isOldUv(stringAt(toml.value, ['tool', 'uv', 'required-version']) ?? ''))
		return declined('`required-version` asks for a uv before 0.4.27, which knows no dependency groups');
	const groups = findTable(toml, group.slice(0, 1));
	if (valueAt(toml.value, group) === undefined) {
		if (groups) {
			const removed = removal(toml, table, pair);
			if (removed.outcome === 'declined') return removed;
			return spliced([asPair(toml, groups, pair), ...removed.splices]);
		}
		if (valueAt(toml.value, group.slice(0, 1)) !== undefined)
			return declined('`dependency-groups` is not written as a table of its own');
		return asTable(toml, table, pair);
	}
	return chain(text, [
		() => asItems(toml, pair),
		now => {
			const again = readToml(now);
			const left = again.ok ? findTable(again.toml, legacy.slice(0, 2)) : undefined;
			const key = again.ok ? findPair(again.toml, legacy)?.pair : undefined;
			return again.ok && left && key ? removal(again.toml, left, key) : deleteKey(now, legacy);
		},
	]);
};

export default defineFixer({
	id: 'development-groups',
	title: 'Move development tools to `[dependency-groups]`',
	checks: ['uv/development-groups'],
	safety: 'safe',
	needs: [],
	touches: ['**/pyproject.toml'],
	after: ['uv-migration'],
	safetyNote:
		'uv reads both lists as the one group `dev`, so that the same packages are installed and a lockfile stays as fresh as it was, which is checked.',
	takes: ({ key }) => key === 'legacy',
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ findings, texts }) {
		const path = findings[0]?.at.path ?? '';
		const text = texts.get(path);
		if (text === undefined) return declined(`\`${path}\` could not be read`);
		const result = edited(text);
		if (result.outcome === 'declined') return result;
		const [splice, ...more] = result.splices;
		if (!splice) return declined('there is nothing to move');
		return {
			outcome: 'plan',
			summary: 'keep development tools in dependency groups',
			area: 'deps',
			changed: [
				'The tools of `[tool.uv] dev-dependencies` stand in `[dependency-groups]`, in the group `dev`.',
			],
			atRunTime: 'Nothing.',
			followUps: [],
			edits: [{ kind: 'splice', path, splices: [splice, ...more] }],
		};
	},
});
