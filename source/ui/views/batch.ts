import { goesThrough } from '../../session/scopes.ts';
import type { Batch, BatchItem, Session, Size } from '../../session/state.ts';
import { emptyLine, fit, gap, paragraph, restyled, span, spread } from '../line.ts';
import type { Line, Style } from '../line.ts';
import { say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import {
	commitsCounted,
	counted,
	filesCounted,
	findingsCounted,
	fixesCounted,
	scopeWords,
	shortHash,
	words,
} from '../wording.ts';
import { fixWords } from './fix-words.ts';
import { pageOfLines, topOf, windowOf } from './page.ts';
import type { Page } from './page.ts';

interface Look {
	readonly glyph: SafeText;
	readonly style: Style;
	readonly text: SafeText;
}

const lookOf = ({ fix, state }: BatchItem): Look => {
	switch (state.name) {
		case 'waiting':
			return {
				glyph: say`○`,
				style: 'plain',
				text: say`${findingsCounted(fix.findings)}, ${filesCounted(fix.files)}`,
			};
		case 'left-out':
			return { glyph: say`–`, style: 'quiet', text: say`left out` };
		case 'skipped':
			return { glyph: say`–`, style: 'quiet', text: say`skipped` };
		case 'running':
			return { glyph: say`▸`, style: 'strong', text: say`working` };
		case 'committed':
			return { glyph: say`✓`, style: 'pass', text: shortHash(state.commit) };
		case 'not-needed':
			return { glyph: say`–`, style: 'quiet', text: say`done by another fix` };
		case 'needs-review':
			return { glyph: say`!`, style: 'warn', text: say`needs a look` };
		case 'not-committed':
			return { glyph: say`✗`, style: 'fail', text: say`not committed` };
		case 'stopped':
			return { glyph: say`–`, style: 'quiet', text: say`not started` };
	}
};

const itemLines = (
	session: Session,
	item: BatchItem,
	items: readonly BatchItem[],
	isSelected: boolean,
	width: number,
): readonly Line[] => {
	const { fix, state } = item;
	const { glyph, style, text } = lookOf(item);
	const listed = items.map(other => other.fix);
	const row = spread(
		[
			span(isSelected ? say`▸` : say` `, 'strong'),
			span(glyph, style),
			span(say` ${show(fix.practice.padEnd(4))} `, 'quiet'),
			span(fixWords(session, fix, listed)),
		],
		[
			gap(2),
			...(fix.safety === 'safe' ? [] : [span(say`${show(fix.safety)}  `, 'warn')]),
			span(text, style === 'strong' ? 'strong' : 'quiet'),
			gap(1),
		],
		width,
	);
	const reason =
		state.name === 'not-committed' ? paragraph(show(state.reason), width - 2, { indent: 8 }) : [];
	return [isSelected ? restyled(fit(row, width), 'chosen') : row, ...reason];
};

/** What came of it, in one sentence. */
const outcome = (items: readonly BatchItem[]): SafeText => {
	const count = (...names: readonly BatchItem['state']['name'][]) =>
		items.filter(({ state }) => names.includes(state.name)).length;
	const parts = [
		commitsCounted(count('committed')),
		...(count('not-needed') > 0 ? [say`${count('not-needed')} done by another fix`] : []),
		...(count('needs-review') > 0 ? [counted(count('needs-review'), 'needs a look', 'need a look')] : []),
		...(count('not-committed') > 0 ? [say`${count('not-committed')} not committed`] : []),
		...(count('skipped', 'left-out') > 0 ? [say`${count('skipped', 'left-out')} left out`] : []),
		...(count('stopped') > 0 ? [say`${count('stopped')} not started`] : []),
	];
	return show(parts.join(', '));
};

/** What the batch could be about, with the one taken. */
const scopeLines = ({ scopes, scope }: Batch, width: number): readonly Line[] =>
	scopes.length === 1
		? []
		: [
				fit(
					scopes.flatMap(({ name, fixes }, index): Line => [
						gap(index === 0 ? 1 : 3),
						span(
							say`${index === scope ? say`(●)` : say`( )`} ${scopeWords[name]} ${fixes.length}`,
							index === scope ? 'strong' : 'quiet',
						),
					]),
					width,
				),
			];

const toldOf = (batch: Batch): SafeText => {
	const { step, items } = batch;
	switch (step) {
		case 'ready':
			return goesThrough(batch) ? words.batchLooks : words.batchAsk;
		case 'running':
			return words.untouched;
		case 'stopping':
			return words.batchStops;
		case 'done':
			return outcome(items);
	}
};

/** Many fixes at once: chosen, under way, done. */
export const batchPage = (session: Session, { cols, rows }: Size): Page => {
	const { screen } = session;
	if (screen.name !== 'batch') return pageOfLines([]);
	const { items, step, at } = screen;
	const wanted = items.filter(({ state }) => state.name !== 'left-out');
	const done = wanted.filter(({ state }) => state.name !== 'waiting' && state.name !== 'running').length;
	const right = step === 'ready' ? say`${fixesCounted(wanted.length)} ` : say`${done} of ${wanted.length} `;
	const head: readonly Line[] = [
		spread([gap(1), span(words.batch, 'strong')], [gap(1), span(right)], cols),
		...(step === 'ready' ? scopeLines(screen, cols) : []),
		...paragraph(toldOf(screen), cols - 2, { indent: 1, ...(step === 'done' ? {} : { style: 'quiet' }) }),
		...(rows > 10 ? [emptyLine] : []),
	];
	const height = Math.max(1, rows - head.length);
	const hasCursor = step === 'ready' || step === 'done';
	const blocks = items.map((item, index) => itemLines(session, item, items, hasCursor && index === at, cols));
	// The fix under way, or the selected one, stays in sight.
	const first = blocks.slice(0, at).reduce((sum, block) => sum + block.length, 0);
	const all = blocks.flat();
	const body = windowOf(all, topOf(all.length, first, height), height);
	return pageOfLines([...head, ...body.lines]);
};
