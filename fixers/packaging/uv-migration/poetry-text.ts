import { stringAt, stringsAt, tableAt } from '../../../source/core/data.ts';
import type { Answers, Declined } from '../../../source/core/fixer.ts';
import { declined } from '../../../source/core/fixer.ts';
import { eolOf } from '../../../source/core/text.ts';
import type { Splice } from '../../../source/core/tree.ts';
import type { EditResult } from '../../../source/edit/text.ts';
import { afterLine, spliced } from '../../../source/edit/text.ts';
import { findNode, findPair, startsWith, styleOf, tablesOf } from '../../../source/edit/toml/locate.ts';
import type { TomlText } from '../../../source/edit/toml/read.ts';
import { renderValue } from '../../../source/edit/toml/render.ts';
import type { Migrated, Obstacles } from './model.ts';
import { buildKeys, migratePoetry } from './poetry.ts';
import type { RemarkReader } from './remarks.ts';
import { commentStart, remarkReader } from './remarks.ts';
import { groupBlocks, joined, projectBlocks, uvBlocks } from './render.ts';

const base = ['tool', 'poetry'];

/** Consecutive blocks of `[tool.poetry…]`, as offsets of whole lines. */
interface Region {
	readonly start: number;
	readonly end: number;
}

const regionsOf = (toml: TomlText): readonly Region[] => {
	const tables = tablesOf(toml.top);
	const regions: { start: number; end: number }[] = [];
	for (const [at, table] of tables.entries()) {
		if (!startsWith(table.resolvedKey, base)) continue;
		const next = tables[at + 1];
		const start = commentStart(toml.text, table.range[0]);
		const end = next ? commentStart(toml.text, next.range[0]) : toml.text.length;
		const last = regions.at(-1);
		if (last?.end === start) last.end = end;
		else regions.push({ start, end });
	}
	return regions;
};

/** What stays in `[tool.poetry]`: how poetry-core builds the package. */
const keptBlock = (toml: TomlText, remarks: RemarkReader): readonly string[] => {
	const lines = Object.keys(tableAt(toml.value, base) ?? {})
		.filter(key => buildKeys.has(key))
		.flatMap(key => {
			const pair = findPair(toml, [...base, key])?.pair;
			if (!pair) return [];
			const above = remarks.above(pair.range[0]);
			remarks.left(pair.range[0], afterLine(toml.text, pair.range[1]));
			return [...above, toml.text.slice(pair.range[0], afterLine(toml.text, pair.range[1])).trimEnd()];
		});
	return lines.length === 0 ? [] : ['[tool.poetry]', ...lines];
};

/** A backend that reads `[project]`; poetry-core does from 2.0 on, and licences as expressions from 2.2. */
const backendSplices = (toml: TomlText, migrated: Migrated): readonly Splice[] | Declined => {
	const path = ['build-system', 'requires'];
	const requires = stringsAt(toml.value, path);
	const backend = stringAt(toml.value, ['build-system', 'build-backend']);
	if (!tableAt(toml.value, ['build-system'])) return [];
	const at = requires.findIndex(text => /^poetry(?:-core)?(?![\w-])/.test(text));
	const others = requires.filter((_, index) => index !== at);
	if (others.some(text => /^poetry[-_]/.test(text)))
		return declined(`\`${others.find(text => /^poetry[-_]/.test(text)) ?? ''}\` takes part in the build`);
	if (at < 0 || (backend !== undefined && !backend.startsWith('poetry')))
		return declined('another backend than that of Poetry builds the package');
	const item = findNode(toml, [...path, at]);
	const name = findNode(toml, ['build-system', 'build-backend']);
	const quote = styleOf(toml).quote;
	const version = migrated.settings['package'] === false ? '2.0' : '2.2';
	return [
		...(item
			? [{ start: item.range[0], end: item.range[1], text: renderValue(`poetry-core>=${version},<3`, quote) }]
			: []),
		...(name && backend !== 'poetry.core.masonry.api'
			? [{ start: name.range[0], end: name.range[1], text: renderValue('poetry.core.masonry.api', quote) }]
			: []),
	];
};

export interface Rewritten {
	readonly migrated: Migrated;
	readonly edit: EditResult;
}

/** The whole of `pyproject.toml` after the move. */
export const rewritePoetry = (
	toml: TomlText,
	answers: Answers,
	folder: string,
	hasModule: (name: string) => boolean,
): Rewritten | Obstacles | Declined => {
	const { text, value } = toml;
	const [first, ...rest] = regionsOf(toml);
	if (!first) return declined('`[tool.poetry]` is not written as a table of its own');
	for (const table of [['dependency-groups'], ['tool', 'uv']])
		if (tableAt(value, table)) return declined(`\`[${table.join('.')}]\` is there already`);
	const remarks = remarkReader(toml);
	const kept = keptBlock(toml, remarks);
	const migrated = migratePoetry(toml, remarks, answers, folder, hasModule);
	if ('problems' in migrated) return migrated;
	const backend = backendSplices(toml, migrated);
	if ('outcome' in backend) return backend;
	const style = { quote: styleOf(toml).quote, indent: '    ' };
	const loose = [first, ...rest].flatMap(({ start, end }) => remarks.left(start, end));
	const eol = eolOf(text);
	const isLast = first.end === text.length;
	const missing =
		tableAt(value, ['build-system']) === undefined && migrated.settings['package'] !== false
			? [
					[
						'[build-system]',
						'requires = ["poetry-core>=2.2,<3"]',
						'build-backend = "poetry.core.masonry.api"',
					],
				]
			: [];
	const block = joined(
		[
			...projectBlocks({ ...migrated, heading: [...migrated.heading, ...loose] }, style),
			...groupBlocks(migrated, style),
			...missing,
			...uvBlocks(migrated, style),
			...(kept.length > 0 ? [kept] : []),
		],
		eol,
	);
	const tail = isLast ? (text.endsWith('\n') ? eol : '') : eol + eol;
	const splices: readonly Splice[] = [
		{ start: first.start, end: first.end, text: block.replaceAll(/\r?\n/g, eol) + tail },
		...rest.map(({ start, end }) => ({
			// The last region of a file goes with the blank lines above it.
			start: end === text.length ? text.slice(0, start).trimEnd().length : start,
			end,
			text: end === text.length ? eol : '',
		})),
		...backend,
	];
	return { migrated, edit: spliced(splices) };
};
