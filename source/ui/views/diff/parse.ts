/** A line of a hunk: in both files, in the new one, in the old one, or a remark of git's. */
export interface HunkLine {
	readonly kind: 'same' | 'added' | 'removed' | 'remark';
	readonly text: string;
}

export interface Hunk {
	/** `@@ -1,2 +1,3 @@ …`. */
	readonly header: string;
	readonly lines: readonly HunkLine[];
}

export interface FileDiff {
	readonly path: string;
	readonly kind: 'changed' | 'new' | 'deleted';
	/** Where it was before it moved; null where it stays. */
	readonly from: string | null;
	readonly hunks: readonly Hunk[];
}

const pathOf = (header: string): string => header.replace(/^[ab]\//, '').replace(/\t.*$/, '');

const kinds: ReadonlyMap<string, HunkLine['kind']> = new Map([
	['+', 'added'],
	['-', 'removed'],
	['\\', 'remark'],
]);

const hunksOf = (lines: readonly string[]): readonly Hunk[] => {
	const hunks: { readonly header: string; readonly lines: HunkLine[] }[] = [];
	for (const raw of lines) {
		if (raw.startsWith('@@')) {
			hunks.push({ header: raw, lines: [] });
			continue;
		}
		const kind = kinds.get(raw.slice(0, 1)) ?? 'same';
		hunks.at(-1)?.lines.push({ kind, text: kind === 'remark' ? raw : raw.slice(1) });
	}
	return hunks;
};

const fileOf = (lines: readonly string[]): FileDiff => {
	const first = lines.findIndex(line => line.startsWith('@@'));
	const head = first < 0 ? lines : lines.slice(0, first);
	const sideOf = (mark: string) => head.find(line => line.startsWith(mark))?.slice(4);
	const [before, after] = [sideOf('--- '), sideOf('+++ ')];
	// A file that is empty, binary or only renamed has no such lines.
	const named = / b\/(.*)$/.exec(head[0] ?? '')?.[1] ?? '';
	const isNew = before === '/dev/null' || head.some(line => line.startsWith('new file mode'));
	const isDeleted = after === '/dev/null' || head.some(line => line.startsWith('deleted file mode'));
	const path = isDeleted ? before : after;
	return {
		path: path === undefined ? named : pathOf(path),
		from: head.find(line => line.startsWith('rename from '))?.slice('rename from '.length) ?? null,
		kind: isNew ? 'new' : isDeleted ? 'deleted' : 'changed',
		hunks: first < 0 ? [] : hunksOf(lines.slice(first)),
	};
};

/** A diff in git's format, file by file. */
export const parseDiff = (diff: string): readonly FileDiff[] => {
	const files: string[][] = [];
	for (const raw of diff.replace(/\n$/, '').split('\n')) {
		if (raw.startsWith('diff --git ')) files.push([raw]);
		else files.at(-1)?.push(raw);
	}
	return files.map(fileOf);
};
