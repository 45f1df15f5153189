import type { Plan, Planned } from '../core/fixer.ts';
import type { Engines } from '../core/gather.ts';
import { applySplices } from '../core/text.ts';
import type { Edit, Splice } from '../core/tree.ts';
import { formatterLike } from '../edit/ruff/keep-formatted.ts';
import type { PlanInput } from './protocol.ts';

/** The one replacement that turns a text into another. */
const spliceBetween = (before: string, after: string): Splice => {
	let start = 0;
	while (start < before.length && before[start] === after[start]) start++;
	let left = before.length;
	let right = after.length;
	while (left > start && right > start && before[left - 1] === after[right - 1]) {
		left--;
		right--;
	}
	return { start, end: left, text: after.slice(start, right) };
};

const formatted = (edit: Edit, input: PlanInput, engines: Engines): Edit => {
	// An empty file is formatted in any style.
	if (edit.kind === 'create' && edit.path.endsWith('.py'))
		return { ...edit, text: formatterLike(edit.path, '', input.facts, engines)(edit.text) };
	if (edit.kind !== 'splice' || !edit.path.endsWith('.py')) return edit;
	const before = input.texts.get(edit.path);
	if (before === undefined) return edit;
	const spliced = applySplices(before, edit.splices);
	const after = formatterLike(edit.path, before, input.facts, engines)(spliced);
	return after === spliced || after === before ? edit : { ...edit, splices: [spliceBetween(before, after)] };
};

/**
 * Formats what a plan makes of Python files that were formatted before it, and those that it makes anew, under the
 * repository's own settings; a file that was not formatted keeps its look.
 */
export const formatPlan = (planned: Planned, input: PlanInput, engines: Engines): Planned => {
	if (planned.outcome !== 'plan' || planned.isFormatted === true) return planned;
	// A path edited twice has no single text before; such plans format what they write themselves.
	const paths = planned.edits.map(edit => (edit.kind === 'move' ? edit.to : edit.path));
	if (new Set(paths).size !== paths.length) return planned;
	const [first, ...rest] = planned.edits;
	const edits: Plan['edits'] = [
		formatted(first, input, engines),
		...rest.map(edit => formatted(edit, input, engines)),
	];
	return { ...planned, edits };
};
