import { beside, emptyLine, fit, line, span } from '../line.ts';
import type { Line, Style } from '../line.ts';
import { say, show, showSource } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { chop, shortenStart } from '../width.ts';
import { parseDiff } from './diff/parse.ts';
import type { FileDiff, Hunk, HunkLine } from './diff/parse.ts';

export interface DiffView {
	readonly lines: readonly Line[];
	/** Where each change starts. */
	readonly stops: readonly number[];
	/** Where each file starts. */
	readonly files: ReadonlyMap<string, number>;
	readonly added: number;
	readonly removed: number;
}

const looks: Readonly<Record<HunkLine['kind'], { readonly sign: SafeText; readonly style: Style }>> = {
	same: { sign: say` `, style: 'plain' },
	added: { sign: say`+`, style: 'added' },
	removed: { sign: say`-`, style: 'removed' },
	remark: { sign: say` `, style: 'quiet' },
};

/** One row of code behind its sign; a long one goes on behind a dot, since a cut would hide a change. */
const codeLines = ({ kind, text }: HunkLine, width: number): readonly Line[] => {
	const { sign, style } = looks[kind];
	return chop(showSource(text), width - 4).map((piece, index) =>
		line(say` ${sign}${index === 0 ? say` ` : say`·`}${piece}`, style),
	);
};

const stacked = ({ lines }: Hunk, width: number): readonly Line[] =>
	lines.flatMap(each => codeLines(each, width));

/** The lines of a hunk in pairs of before and after; removed lines stand beside the added ones that follow them. */
const pairsOf = ({ lines }: Hunk): readonly (readonly [HunkLine | null, HunkLine | null])[] => {
	const pairs: (readonly [HunkLine | null, HunkLine | null])[] = [];
	let removed: HunkLine[] = [];
	let added: HunkLine[] = [];
	const flush = () => {
		for (let at = 0; at < Math.max(removed.length, added.length); at++)
			pairs.push([removed[at] ?? null, added[at] ?? null]);
		removed = [];
		added = [];
	};
	for (const each of lines) {
		if (each.kind === 'removed') {
			if (added.length > 0) flush();
			removed.push(each);
		} else if (each.kind === 'added') added.push(each);
		else {
			flush();
			pairs.push([each, each]);
		}
	}
	flush();
	return pairs;
};

const divider = span(say`│`, 'quiet');

const split = (hunk: Hunk, width: number): readonly Line[] => {
	const left = Math.floor((width - 1) / 2);
	const right = width - 1 - left;
	return pairsOf(hunk).flatMap(([before, after]) => {
		const panes = [
			{ lines: before ? codeLines(before, left) : [], width: left },
			{ lines: after ? codeLines(after, right) : [], width: right },
		];
		return beside(panes, Math.max(...panes.map(({ lines }) => lines.length)), divider);
	});
};

const titleOf = ({ path, kind, from }: FileDiff, width: number): Line => [
	span(say` ${shortenStart(show(path), width - 12)}`, 'strong'),
	span(
		from !== null ? say` moved from ${show(from)}` : kind === 'changed' ? say`` : say` ${show(kind)}`,
		'quiet',
	),
];

/** What moves with a file that keeps its content: the folder before and after, down to where the two differ. */
const movedFolder = ({ path, from }: FileDiff): { readonly from: string; readonly to: string } => {
	const before = (from ?? path).split('/');
	const after = path.split('/');
	while (before.length > 1 && after.length > 1 && before.at(-1) === after.at(-1)) {
		before.pop();
		after.pop();
	}
	return { from: before.join('/'), to: after.join('/') };
};

/** Files that only move, by folder; a package of a hundred files is one row. */
const movesOf = (
	files: readonly FileDiff[],
): readonly { readonly from: string; readonly to: string; readonly files: readonly FileDiff[] }[] => {
	const groups = new Map<string, { from: string; to: string; files: FileDiff[] }>();
	for (const file of files) {
		const { from, to } = movedFolder(file);
		const group = groups.get(`${from}\0${to}`) ?? { from, to, files: [] };
		groups.set(`${from}\0${to}`, group);
		group.files.push(file);
	}
	return [...groups.values()];
};

const isMoveOnly = ({ from, hunks }: FileDiff): boolean => from !== null && hunks.length === 0;

const build = (diff: string, width: number, isSplit: boolean): DiffView => {
	const lines: Line[] = [];
	const stops: number[] = [];
	const files = new Map<string, number>();
	const parsed = parseDiff(diff);
	for (const { from, to, files: moved } of movesOf(parsed.filter(isMoveOnly))) {
		for (const { path } of moved) files.set(path, lines.length);
		const many = moved.length === 1 ? say`` : say` ${moved.length} files`;
		const half = Math.max(8, Math.floor((width - 24) / 2));
		lines.push([
			span(say` ${shortenStart(show(to), half)}`, 'strong'),
			span(say`${many} moved from ${shortenStart(show(from), half)}`, 'quiet'),
		]);
	}
	for (const file of parsed.filter(each => !isMoveOnly(each))) {
		if (lines.length > 0) lines.push(emptyLine);
		files.set(file.path, lines.length);
		lines.push(fit(titleOf(file, width), width));
		if (file.hunks.length === 0) lines.push(line(say`   no lines to show`, 'quiet'));
		for (const hunk of file.hunks) {
			stops.push(lines.length);
			lines.push(line(say` ${show(hunk.header)}`, 'hunk'));
			for (const row of isSplit ? split(hunk, width) : stacked(hunk, width)) lines.push(row);
		}
	}
	const all = parsed.flatMap(({ hunks }) => hunks.flatMap(hunk => hunk.lines));
	const count = (kind: HunkLine['kind']) => all.filter(each => each.kind === kind).length;
	return { lines, stops, files, added: count('added'), removed: count('removed') };
};

interface Built {
	readonly width: number;
	readonly isSplit: boolean;
	readonly view: DiffView;
}
const built = new WeakMap<object, Built>();

/** A diff in git's format as rows; remembered per owner, since a long one is scrolled line by line. */
export const diffView = (owner: { readonly diff: string }, width: number, isSplit = false): DiffView => {
	const known = built.get(owner);
	if (known?.width === width && known.isSplit === isSplit) return known.view;
	const view = build(owner.diff, width, isSplit);
	built.set(owner, { width, isSplit, view });
	return view;
};
