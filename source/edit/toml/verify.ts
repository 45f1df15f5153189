import { isList, sameData } from '../../core/data.ts';
import type { Table } from '../../core/facts/config.ts';
import { declined } from '../../core/fixer.ts';
import { applySplices } from '../../core/text.ts';
import type { EditResult } from '../text.ts';
import type { TomlText } from './read.ts';
import { readToml } from './read.ts';

const commentsOf = (toml: TomlText): readonly string[] =>
	toml.comments.map(({ range: [start, end] }) => toml.text.slice(start, end).trimEnd());

/** The comments of the first list that the second has not, each counted. */
const lost = (before: readonly string[], after: readonly string[]): readonly string[] => {
	const left = [...after];
	return before.filter(comment => {
		const at = left.indexOf(comment);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
};

/** Lets an edit pass only when the text is TOML 1.0, says exactly what was meant and has kept its comments. */
export const verified = (
	toml: TomlText,
	result: EditResult,
	intended: Table | readonly [Table, ...Table[]],
): EditResult => {
	if (result.outcome === 'declined' || result.splices.length === 0) return result;
	const after = readToml(applySplices(toml.text, result.splices));
	if (!after.ok) return declined(`the edited file would be ${after.message}`);
	const meant = isList(intended) ? intended : [intended];
	if (!meant.some(value => sameData(after.toml.value, value)))
		return declined('the edited file would not say what was meant');
	const [comment] = lost(lost(commentsOf(toml), commentsOf(after.toml)), result.dropsComments);
	if (comment !== undefined) return declined(`the comment \`${comment}\` would be lost`);
	return result;
};
