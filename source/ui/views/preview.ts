import { shareOf, choiceRowsOf } from '../../session/choice-rows.ts';
import type { ChoiceRow } from '../../session/choice-rows.ts';
import { subjectOf } from '../../session/reduce/preview.ts';
import type { Preview, Ready, Session, Size } from '../../session/state.ts';
import { beside, emptyLine, fit, gap, line, paragraph, restyled, span, spread } from '../line.ts';
import type { Line, Style } from '../line.ts';
import { say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { shorten, shortenStart } from '../width.ts';
import { filesCounted, findingsCounted, safetyWords, words } from '../wording.ts';
import { diffView } from './diff.ts';
import { fieldLine } from './field.ts';
import { pageOfLines, topOf, windowOf } from './page.ts';
import type { Page } from './page.ts';

const divider = span(say`│`, 'quiet');

/** What the fix changes for the program that runs; loud where a person has to weigh it. */
const effectLines = ({ safety, atRunTime }: Ready, width: number): readonly Line[] =>
	safety === 'safe' || /^Nothing\b/.test(atRunTime)
		? paragraph(say`${words.atRunTime}: ${show(atRunTime)}`, width - 1, { indent: 1 })
		: paragraph(say`${words.review}: ${show(atRunTime)}`, width - 1, { indent: 1, style: 'fail' });

const titled = (title: SafeText, texts: readonly SafeText[], width: number): readonly Line[] =>
	texts.length === 0
		? []
		: [
				line(say` ${title}`, 'strong'),
				...texts.flatMap(text => paragraph(text, width - 1, { indent: 1 })),
				emptyLine,
			];

const branchOf = ({ bench }: Session): SafeText =>
	bench && 'branch' in bench.target.fixes ? show(bench.target.fixes.branch) : say``;

const stateOf = ({ state }: Preview): { readonly text: SafeText; readonly style: Style } | null => {
	switch (state.name) {
		case 'current':
			return null;
		case 'planning':
			return { text: words.replanning, style: 'warn' };
		case 'empty':
			return { text: words.nothingChosen, style: 'warn' };
		case 'declined':
			return { text: say`${words.noPlan}: ${show(state.reason)}`, style: 'fail' };
	}
};

const titleLine = (preview: Preview, width: number): Line => {
	const { proposal, batch } = preview;
	const { added, removed } = diffView(proposal, 80);
	const size = say`${show(proposal.safety)} · ${filesCounted(proposal.paths.length)}  +${added} −${removed} `;
	const title = batch
		? say`${words.preview} ${batch.at + 1} of ${batch.items.length}`
		: say`${words.preview}`;
	return spread([gap(1), span(title, 'strong')], [gap(1), span(size)], width);
};

/** The commit's first line, being written or as it will be. */
const subjectLines = (preview: Preview, width: number): readonly Line[] => {
	if (preview.writing) return [[gap(1), ...fieldLine(preview.writing, width - 2)]];
	const text = paragraph(show(subjectOf(preview)), width - 1, { indent: 1 });
	return preview.subject === null ? text : [...text, line(say` ${words.ownSubject}`, 'quiet')];
};

const boxes = { all: say`[x]`, some: say`[-]`, none: say`[ ]` } as const;

const choiceLine = (preview: Preview, row: ChoiceRow, isSelected: boolean, width: number): Line => {
	const mark = span(isSelected ? say`▸` : say` `, 'strong');
	const share = row.kind === 'along' ? 'all' : shareOf(row, preview);
	const left: Line =
		row.kind === 'along'
			? [mark, span(say` +  ${shortenStart(show(row.path), width - 5)}`, 'quiet')]
			: row.kind === 'file'
				? [mark, span(boxes[share]), span(say` ${shortenStart(show(row.path), width - 9)}`)]
				: [
						mark,
						gap(2),
						span(boxes[share]),
						span(
							say` ${show(String(row.spot.finding.at.line ?? '').padStart(4))} ${shorten(show(row.spot.finding.message), width - 13)}`,
							'quiet',
						),
					];
	const count = row.kind === 'file' && row.fingerprints.length > 1 ? say`${row.fingerprints.length} ` : say``;
	const shown = fit(spread(left, [span(count, 'quiet')], width), width);
	return isSelected && preview.focus === 'choice' ? restyled(shown, 'chosen') : shown;
};

/** The files and findings that the fix is about, with what is taken in. */
const choiceLines = (session: Session, preview: Preview, width: number, height: number): readonly Line[] => {
	const rows = choiceRowsOf(session, preview);
	const room = Math.max(1, Math.min(rows.length, height));
	const top = topOf(rows.length, preview.at, room);
	return rows
		.slice(top, top + room)
		.map((row, index) => choiceLine(preview, row, top + index === preview.at, width));
};

const chosenWords = (session: Session, preview: Preview): SafeText => {
	const all = choiceRowsOf(session, preview)
		.filter(({ kind }) => kind === 'file')
		.reduce((sum, { fingerprints }) => sum + fingerprints.length, 0);
	const { size } = preview.skipped;
	return size === 0 ? findingsCounted(all) : say`${all - size} of ${findingsCounted(all)}`;
};

/** Everything about the commit, for the pane beside the diff. */
const aboutLines = (session: Session, preview: Preview, width: number, height: number): readonly Line[] => {
	const { proposal } = preview;
	const choice = choiceLines(session, preview, width, Math.max(3, Math.floor(height * 0.4)));
	const rest = choiceRowsOf(session, preview).length - choice.length;
	return [
		spread(
			[gap(1), span(words.chosen, 'strong')],
			[span(chosenWords(session, preview), 'quiet'), gap(1)],
			width,
		),
		...choice,
		...(rest > 0 ? [line(say`   ${rest} more`, 'quiet')] : []),
		emptyLine,
		line(say` ${words.message}`, 'strong'),
		...subjectLines(preview, width),
		emptyLine,
		...effectLines(proposal, width),
		emptyLine,
		...(height > 20 ? titled(words.changes, proposal.changed.map(show), width) : []),
		...titled(words.next, proposal.followUps.map(show), width),
		line(say` ${words.checked}`, 'strong'),
		...words.proofs.flatMap(proof =>
			paragraph(proof, width - 4).map((row, index): Line => [
				gap(1),
				span(index === 0 ? say`✓` : say` `, 'pass'),
				gap(1),
				...row,
			]),
		),
		emptyLine,
		...titled(words.branch, [branchOf(session), words.untouched], width),
		...paragraph(safetyWords[proposal.safety], width - 1, { indent: 1, style: 'quiet' }),
	];
};

const bodyOf = (lines: readonly Line[], preview: Preview, width: number): readonly Line[] => {
	const state = stateOf(preview);
	if (!state) return lines;
	const told = paragraph(state.text, width - 1, { indent: 1, style: state.style });
	return [...told, ...lines].slice(0, lines.length);
};

const pageWith = (lines: readonly Line[], diff: ReturnType<typeof diffView>, reach: number): Page => ({
	lines,
	reach,
	stops: diff.stops,
	files: diff.files,
	menu: null,
});

/** The diff over the whole width, below what has to be known. */
const fullPage = (session: Session, preview: Preview, { cols, rows }: Size): Page => {
	const isSplit = session.splitsDiffs && cols >= 100;
	const diff = diffView(preview.proposal, cols, isSplit);
	if (preview.focus === 'choice' && !isSplit) {
		const lines = [titleLine(preview, cols), ...aboutLines(session, preview, cols, rows)];
		return pageWith(bodyOf(lines, preview, cols), diff, 0);
	}
	const isLow = rows <= 14;
	const head = [
		titleLine(preview, cols),
		...subjectLines(preview, cols).slice(0, 2),
		...effectLines(preview.proposal, cols).slice(0, isLow ? 2 : 3),
		...(isLow
			? []
			: [
					spread(
						line(say` ${words.branch}: ${branchOf(session)}`, 'quiet'),
						[
							span(say`${chosenWords(session, preview)} (`, 'quiet'),
							span(say`tab`, 'strong'),
							span(say`)`, 'quiet'),
							gap(1),
						],
						cols,
					),
					emptyLine,
				]),
	];
	const height = Math.max(1, rows - head.length);
	const body = windowOf(diff.lines, preview.scroll, height);
	const filled = Array.from({ length: height }, (_, y) => body.lines[y] ?? emptyLine);
	return pageWith([...head, ...bodyOf(filled, preview, cols)], diff, body.reach);
};

/** The diff before anything is written, beside what it is about and what becomes of it. */
export const previewPage = (session: Session, { cols, rows }: Size): Page => {
	const { screen } = session;
	if (screen.name !== 'preview') return pageOfLines([]);
	if (cols < 100 || rows < 16 || (session.splitsDiffs && cols >= 100)) {
		return fullPage(session, screen, { cols, rows });
	}
	const about = cols >= 120 ? 44 : 34;
	const width = cols - about - 1;
	const diff = diffView(screen.proposal, width);
	const height = rows - 2;
	const body = windowOf(diff.lines, screen.scroll, height);
	const filled = Array.from({ length: height }, (_, y) => body.lines[y] ?? emptyLine);
	const panes = [
		{ lines: aboutLines(session, screen, about, height), width: about },
		{ lines: bodyOf(filled, screen, width), width },
	];
	const lines = [titleLine(screen, cols), emptyLine, ...beside(panes, height, divider)];
	return pageWith(lines, diff, body.reach);
};
