import { tableAt } from '../../../source/core/data.ts';
import type { Declined } from '../../../source/core/fixer.ts';
import { declined } from '../../../source/core/fixer.ts';
import { eolOf } from '../../../source/core/text.ts';
import type { Edit } from '../../../source/core/tree.ts';
import { styleOf, tablesOf } from '../../../source/edit/toml/locate.ts';
import { readToml } from '../../../source/edit/toml/read.ts';
import type { Migrated } from './model.ts';
import { commentStart } from './remarks.ts';
import { groupBlocks, joined, projectBlocks, uvBlocks } from './render.ts';

/** Writes what moved into `pyproject.toml`: a new file, or tables above those that are there. */
export const placed = (
	path: string,
	text: string | undefined,
	migrated: Migrated,
	backend: readonly string[],
): Edit | Declined => {
	const blocks = (quote: '"' | "'", hasBackend: boolean): readonly (readonly string[])[] => {
		const style = { quote, indent: '    ' };
		return [
			...(backend.length > 0 && !hasBackend ? [backend] : []),
			...projectBlocks(migrated, style),
			...groupBlocks(migrated, style),
			...uvBlocks(migrated, style),
		];
	};
	if (text === undefined) return { kind: 'create', path, text: `${joined(blocks('"', false), '\n')}\n` };
	const reading = readToml(text);
	if (!reading.ok) return declined(`\`${path}\` is ${reading.message}`);
	const { toml } = reading;
	for (const table of [['project'], ['dependency-groups'], ['tool', 'uv']])
		if (tableAt(toml.value, table)) return declined(`\`[${table.join('.')}]\` is there already`);
	const eol = eolOf(text);
	const own = joined(
		blocks(styleOf(toml).quote, tableAt(toml.value, ['build-system']) !== undefined),
		eol,
	).replaceAll(/\r?\n/g, eol);
	const [first] = tablesOf(toml.top);
	const at = first ? commentStart(text, first.range[0]) : text.length;
	const before = !first && text.trim() !== '' ? eol : '';
	return {
		kind: 'splice',
		path,
		splices: [{ start: at, end: at, text: before + own + (first ? eol + eol : eol) }],
	};
};
