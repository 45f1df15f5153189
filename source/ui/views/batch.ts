import type { BatchItem, Session, Size } from '../../session/state.ts';
import { emptyLine, gap, line, paragraph, span, spread } from '../line.ts';
import type { Line, Style } from '../line.ts';
import { say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { commitsCounted, counted, filesCounted, findingsCounted, shortHash, words } from '../wording.ts';
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
				glyph: say`·`,
				style: 'quiet',
				text: say`${findingsCounted(fix.findings)}, ${filesCounted(fix.files)}`,
			};
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

const itemLines = (session: Session, item: BatchItem, width: number): readonly Line[] => {
	const { fix, state } = item;
	const { glyph, style, text } = lookOf(item);
	const title = session.bench?.guides.fixers.get(fix.target.fixer)?.title ?? fix.target.fixer;
	const project = fix.target.project === '.' ? say`` : say` (${show(fix.target.project)})`;
	const row = spread(
		[
			gap(1),
			span(glyph, style),
			span(say` ${show(fix.practice.padEnd(4))} `, 'quiet'),
			span(say`${show(title)}${project}`),
		],
		[gap(2), span(text, style === 'strong' ? 'strong' : 'quiet'), gap(1)],
		width,
	);
	const reason =
		state.name === 'not-committed' ? paragraph(show(state.reason), width - 2, { indent: 8 }) : [];
	return [row, ...reason];
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
		...(count('stopped') > 0 ? [say`${count('stopped')} not started`] : []),
	];
	return show(parts.join(', '));
};

/** All safe fixes: asked for, under way, done. */
export const batchPage = (session: Session, { cols, rows }: Size): Page => {
	const { screen } = session;
	if (screen.name !== 'batch') return pageOfLines([]);
	const { items, step } = screen;
	const done = items.filter(({ state }) => state.name !== 'waiting' && state.name !== 'running').length;
	const right = step === 'ready' ? say`${commitsCounted(items.length)} ` : say`${done} of ${items.length} `;
	const told =
		step === 'ready'
			? words.batchAsk
			: step === 'stopping'
				? words.batchStops
				: step === 'done'
					? outcome(items)
					: words.untouched;
	const head: readonly Line[] = [
		spread([gap(1), span(words.batch, 'strong')], [gap(1), span(right)], cols),
		...paragraph(told, cols - 2, { indent: 1, ...(step === 'done' ? {} : { style: 'quiet' }) }),
		...(rows > 10 ? [emptyLine] : []),
	];
	const height = Math.max(1, rows - head.length);
	const blocks = items.map(item => itemLines(session, item, cols));
	const all = blocks.flat();
	// While it runs, the fix under way stays in sight.
	const running = items.findIndex(({ state }) => state.name === 'running');
	const at = blocks.slice(0, Math.max(0, running)).reduce((sum, block) => sum + block.length, 0);
	const scroll = running < 0 ? screen.scroll : topOf(all.length, at, height);
	const body = windowOf(all, scroll, height);
	return {
		lines: [...head, ...(items.length === 0 ? [line(say``)] : body.lines)],
		reach: body.reach,
		stops: [],
		menu: null,
	};
};
