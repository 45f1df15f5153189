import type { LeafReport, PracticeReport } from '../../../core/report.ts';
import { statusOrder } from '../../../core/summary.ts';
import { emptyLine, gap, paragraph, span } from '../../line.ts';
import type { Line } from '../../line.ts';
import { say, show } from '../../safe-text.ts';
import { statusLooks } from '../../status.ts';
import { words } from '../../wording.ts';
import { heading } from './heading.ts';

const rank = ({ status }: LeafReport): number => statusOrder.indexOf(status);

/** A leaf of each check, the worst of its projects. */
const worstByCheck = (leaves: readonly LeafReport[]): readonly LeafReport[] => {
	const worst = new Map<string, LeafReport>();
	for (const leaf of leaves) {
		const known = worst.get(leaf.check);
		if (!known || rank(leaf) < rank(known)) worst.set(leaf.check, leaf);
	}
	return [...worst.values()].toSorted((a, b) => rank(a) - rank(b));
};

/** What decides a roll-up: checks of other practices, each with the number where it is told and mended. */
export const leafLines = (practice: PracticeReport, width: number): readonly Line[] => {
	const { leaves = [], awaits = [], reason } = practice;
	if (!practice.rollup) return [];
	return [
		...(reason === undefined
			? []
			: [heading(words.reason), ...paragraph(show(reason), width - 1, { indent: 1 }), emptyLine]),
		...(leaves.length === 0 ? [] : [heading(words.decidedBy)]),
		...worstByCheck(leaves).flatMap(({ number, title, status }) => {
			const { glyph, style } = statusLooks[status];
			return paragraph(show(title), width - 10).map((row, index): Line => [
				gap(1),
				span(index === 0 ? glyph : say` `, style),
				span(say` ${show(index === 0 ? number.padEnd(5) : '     ')} `, 'quiet'),
				...row,
			]);
		}),
		...(leaves.length === 0 ? [] : [emptyLine]),
		...(awaits.length === 0 || reason !== undefined
			? []
			: [
					...paragraph(say`${words.notYet} ${show(awaits.join(', '))}`, width - 1, {
						indent: 1,
						style: 'quiet',
					}),
					emptyLine,
				]),
	];
};
