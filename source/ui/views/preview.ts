import type { Ready, Session, Size } from '../../session/state.ts';
import { beside, emptyLine, gap, line, paragraph, span, spread } from '../line.ts';
import type { Line } from '../line.ts';
import { say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { safetyWords, filesCounted, words } from '../wording.ts';
import { diffView } from './diff.ts';
import { pageOfLines, windowOf } from './page.ts';
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

const titleLine = (proposal: Ready, width: number): Line => {
	const { added, removed } = diffView(proposal, width);
	const size = say`${show(proposal.safety)} · ${filesCounted(proposal.paths.length)}  +${added} −${removed} `;
	return spread([gap(1), span(words.preview, 'strong')], [gap(1), span(size)], width);
};

/** Everything about the commit, for the pane beside the diff. */
const aboutLines = (session: Session, proposal: Ready, width: number): readonly Line[] => [
	...titled(words.message, [show(proposal.subject)], width),
	...effectLines(proposal, width),
	emptyLine,
	...titled(words.changes, proposal.changed.map(show), width),
	...titled(words.next, proposal.followUps.map(show), width),
	...titled(words.branch, [branchOf(session), words.untouched], width),
	...paragraph(words.proven, width - 1, { indent: 1, style: 'quiet' }),
	...paragraph(safetyWords[proposal.safety], width - 1, { indent: 1, style: 'quiet' }),
];

/** The diff before anything is written. */
export const previewPage = (session: Session, { cols, rows }: Size): Page => {
	const { screen } = session;
	if (screen.name !== 'preview') return pageOfLines([]);
	const { proposal, scroll } = screen;
	if (cols >= 120 && rows >= 16) {
		const about = 44;
		const diff = diffView(proposal, cols - about - 1);
		const height = rows - 2;
		const body = windowOf(diff.lines, scroll, height);
		const panes = [
			{ lines: aboutLines(session, proposal, about), width: about },
			{ lines: body.lines, width: cols - about - 1 },
		];
		const lines = [titleLine(proposal, cols), emptyLine, ...beside(panes, height, divider)];
		return { lines, reach: body.reach, stops: diff.stops, menu: null };
	}
	const head = [
		titleLine(proposal, cols),
		...paragraph(show(proposal.subject), cols - 2, { indent: 1 }).slice(0, 2),
		...effectLines(proposal, cols).slice(0, rows > 14 ? 3 : 2),
		...(rows > 14 ? [line(say` ${words.branch}: ${branchOf(session)}`, 'quiet'), emptyLine] : []),
	];
	const diff = diffView(proposal, cols);
	const body = windowOf(diff.lines, scroll, Math.max(1, rows - head.length));
	return { lines: [...head, ...body.lines], reach: body.reach, stops: diff.stops, menu: null };
};
