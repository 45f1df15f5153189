import { folderOf, inFolder } from '../../../source/core/folders.ts';
import { lineStartsOf, positionAt } from '../../../source/core/text.ts';
import { assignedWith, bareInCommand, isNamedForPaths } from './command.ts';
import type { Mention, Move, Ruling, TextKind } from './mention.ts';
import { prefix } from './mention.ts';
import { iniSlots, tomlSlots } from './slots.ts';

/** How the part before a name leads to the folder. */
export type Lead = 'here' | 'root' | 'up' | 'anchor' | 'variable' | 'elsewhere';

const rootVariable =
	/(?:\{toxinidir\}|\{tox_root\}|\{\{?project_root\}?\}|\$\(CURDIR\)|\$\(PWD\)|\$\(pwd\)|\$\{?PWD\}?|\$\{\{\s*github\.workspace\s*\}\}|\$\{workspace(?:Folder|Root)\}|\$\{?GITHUB_WORKSPACE\}?|\$\{?CI_PROJECT_DIR\}?|%\(here\)s|\{root:?\w*\})\/$/;

/** Where tox installs the project, which the move does not change. */
const installedVariable = /\{env_?site_?packages_?dir(?:_plat)?\}\/$/;

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');

const joined = (folder: string, up: string): string | null => {
	let at = folder;
	for (const part of up.split('/')) {
		if (part !== '..') continue;
		if (at === '.') return null;
		at = folderOf(at);
	}
	return at;
};

/** Where the part before a name leads: `here` for the project's own folder. */
export const leadOf = (before: string, file: string, { project }: Move): Lead => {
	const base = project === '.' ? '' : `${project}/`;
	const isInside = project === '.' || file.startsWith(base);
	if (base !== '' && new RegExp(`(?:^|[^\\w.\\-/])(?:\\./|/)?${escaped(base)}$`).test(before)) return 'root';
	if (/(?:^|[^\w.\-/\\$%}~)*@])(?:\.\/)?$/.test(before)) return isInside ? 'here' : 'elsewhere';
	const [, up, down = ''] = /(?:^|[^\w.\-/])((?:\.\.\/)+)((?:[\w-][\w.-]*\/)*)$/.exec(before) ?? [];
	if (up !== undefined) {
		const above = joined(folderOf(file), up);
		return above !== null && (down === '' ? above : inFolder(above, down.slice(0, -1))) === project
			? 'up'
			: 'elsewhere';
	}
	if (rootVariable.test(before)) return isInside && project === '.' ? 'root' : 'variable';
	if (installedVariable.test(before)) return 'elsewhere';
	if (/(?:^|["'\s!([])\/$/.test(before)) return isInside ? 'anchor' : 'elsewhere';
	if (/(?:\$\w+|\$?\{[\w.]+\}|\$\(\w+\)|\}\})\/$/.test(before)) return 'variable';
	return 'elsewhere';
};

/** What comes after a name: a path into the folder, nothing, or something that makes it another word. */
export const restOf = (
	after: string,
): { readonly kind: 'path' | 'bare' | 'other'; readonly path: string } => {
	if (after.startsWith('/') || after.startsWith('\\/')) {
		const path =
			/^\\?\/[\w.\-/]*/
				.exec(after)?.[0]
				.replace(/^\\/, '')
				.replace(/[./]+$/, '') ?? '';
		return { kind: 'path', path };
	}
	return /^(?:[\s"'`,;:)\]}|&>]|$)/.test(after) && !/^:\w/.test(after)
		? { kind: 'bare', path: '' }
		: { kind: 'other', path: '' };
};

export interface Surroundings {
	/** A file or a folder of the tree. */
	readonly exists: (path: string) => boolean;
}

const wheelPaths = /force-include|\/tool\/hatch\/build\/(?:targets\/wheel\/)?(?:only-)?include/;
/** Keys of pipelines and actions whose value is a sentence for people. */
const titled =
	/^\s*(?:-\s+)?["']?(?:name|run-name|displayName|description|title|summary|label|help|message)["']?\s*:/;

const landsInWheel = 'the path also says where the file lands in the wheel';

/** In another folder, or in a list whose items go both to and fro. */
const elsewhereInLine =
	/(?:^|[\s;&|(])(?:cd|pushd)\s+(?!["']?\.["']?(?:\s|$|[;&]))\S+\s*(?:;|&&|\|\|).*$|(?:^|[\s;&|(])for\s+\w+\s+in\s[^;]*$/;

/** An address of a file on a branch, which the next push leaves behind. */
const nestedBranch = /^(?:.*[│┃|]|\s{2,}).*[├└`+]─*-*\s*$/;
const branchAddress = /\/(?:blob|tree|raw|edit)\/(?:main|master|HEAD|dev|develop|trunk)\/$/;

const startsComment = /(?:^|\s)#|^\s*;|^\s*\/\/|^\s*(?:dnl|rem)\s/i;

/** Lines before the one at an offset that it continues, without the backslashes. */
const logicalBefore = (lines: readonly string[], at: number, column: number): string => {
	let text = (lines[at] ?? '').slice(0, column);
	for (let above = at - 1; above >= 0 && /\\\s*$/.test(lines[above] ?? ''); above--)
		text = `${(lines[above] ?? '').replace(/\\\s*$/, ' ')}${text}`;
	return text;
};

const dockerRuling = (line: string, column: number, copiesBoth: boolean): Ruling | null => {
	const copy = /^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*/i.exec(line);
	if (!copy) return null;
	if (/--from=/.test(copy[0])) return 'listed';
	const words = [...line.slice(copy[0].length).matchAll(/\S+/g)];
	const last = words.at(-1);
	const isTarget = last !== undefined && column >= copy[0].length + last.index;
	return isTarget && !copiesBoth ? null : 'rewrite';
};

/** What becomes of the place in an image that a line of a Dockerfile names by its full path. */
const imageRuling = (line: string, column: number, move: Move, installs: boolean): Ruling | null => {
	const copy = /^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*/i.exec(line);
	if (!copy) return null;
	const words = [...line.slice(copy[0].length).matchAll(/\S+/g)].map(({ 0: word, index }) => ({
		word: word.replace(/\/$/, ''),
		start: copy[0].length + index,
	}));
	const at = words.findIndex(({ word, start }) => start <= column && column < start + word.length);
	const found = words[at];
	if (found === undefined || !found.word.startsWith('/')) return null;
	if (/--from=/.test(copy[0]))
		return move.project !== '.' && `${found.word}/`.includes(`/${move.from}/`) ? 'ask' : null;
	const isLast = found.start + found.word.length === column + move.name.length;
	const takesPackage = words.slice(0, at).some(({ word }) => word.replace(/^\.\//, '') === move.from);
	return at === words.length - 1 && isLast && takesPackage && installs ? 'rewrite' : null;
};

/** Where a text that is no Python names the folder. */
export const textMentions = (
	path: string,
	text: string,
	kind: Exclude<TextKind, 'python'>,
	move: Move,
	{ exists }: Surroundings,
): readonly Mention[] => {
	const token = new RegExp(`(?<![\\w-])${escaped(move.name)}(?![\\w-])`, 'g');
	if (!token.test(text)) return [];
	token.lastIndex = 0;
	const starts = lineStartsOf(text);
	const lines = text.split(/\r?\n/);
	const slotAt =
		kind === 'toml'
			? tomlSlots(text)
			: kind === 'ini'
				? iniSlots(text)
				: () => ({ slot: 'unknown' as const, key: '' });
	const installsItself =
		kind === 'docker' &&
		/\b(?:pip3?\s+install[^\n]*\s\.|uv\s+sync|poetry\s+install|uv\s+pip\s+install[^\n]*\s\.)/.test(text);
	const found: Mention[] = [];
	for (const match of text.matchAll(token)) {
		const offset = match.index;
		const { line, column } = positionAt(starts, offset);
		const whole = lines[line - 1] ?? '';
		const before = whole.slice(0, column - 1);
		const after = text
			.slice(offset + move.name.length, starts[line] ?? text.length + 1)
			.replace(/\r?\n$/, '');
		const rest = restOf(after);
		const lead = leadOf(before, path, move);
		if (rest.kind === 'other') continue;
		const target = `${move.from}${rest.path}`;
		if (lead === 'elsewhere') {
			const ruling = kind === 'docker' ? imageRuling(whole, column - 1, move, installsItself) : null;
			if (ruling !== null) {
				const note = ruling === 'ask' ? 'another stage makes it' : null;
				found.push({ path, line, insertion: { offset, text: prefix }, ruling, note });
			}
			if (kind === 'prose' && branchAddress.test(before) && rest.path !== '' && exists(target))
				found.push({ path, line, insertion: null, ruling: 'listed', note: 'an address' });
			continue;
		}
		const add = (ruling: Ruling, note: string | null = null): void => {
			found.push({ path, line, insertion: { offset, text: prefix }, ruling, note });
		};
		const isComment =
			kind !== 'prose' && kind !== 'manifest' && kind !== 'json' && startsComment.test(before);
		if (rest.kind === 'path') {
			const glob = /^[*?[{(\\$]/.test(text.slice(offset + move.name.length + rest.path.length + 1));
			const isThere = exists(target) || (glob && exists(folderOf(target)));
			const isNear = isThere || exists(folderOf(target));
			const { key } = slotAt(offset);
			if (/versionfile_build$|\/pdm\/version\/write_to$/.test(key)) continue;
			if (kind === 'prose') {
				// A folder below another one, drawn as a tree, only has the same name.
				if (nestedBranch.test(before)) continue;
				if (isThere && /\d\d:\d\d\s+$/.test(before)) add('listed', 'a listing of files');
				else if (isThere && lead !== 'anchor' && lead !== 'variable') add('rewrite');
				else if (lead === 'here' && isNear && /\.\w+$/.test(rest.path)) add('listed');
			} else if (isComment) {
				if (isThere) add('listed');
			} else if (lead === 'variable') {
				if (isNear) add('ask');
			} else if (lead === 'anchor' && kind !== 'patterns' && !key.startsWith('/tool/hatch/')) {
				if (isThere) add('listed');
			} else if (/\/tool\/poetry\/(?:include|exclude)/.test(key)) {
				// A file that the package has anyway is not added twice.
				if (isThere && !glob) add('rewrite');
				else add('ask', landsInWheel);
			} else if (wheelPaths.test(key)) {
				add('ask', landsInWheel);
			} else if (kind === 'docker') {
				const ruling = /^\s*(?:COPY|ADD)\s/i.test(whole)
					? dockerRuling(whole, column - 1, installsItself)
					: 'ask';
				if (ruling !== null) add(ruling);
			} else if (kind === 'command' && (/(?:^|\s)cd\s+\S*$/.test(before) || elsewhereInLine.test(before)))
				add('ask');
			else if (kind === 'other') {
				// What a build of another language writes into the package.
				if (lead === 'up' && isNear && !isThere) add('ask');
				else if (isThere) add('listed');
			} else if (isNear || kind === 'patterns') add('rewrite');
			continue;
		}
		if (lead === 'variable') {
			if (kind !== 'prose' && !isComment) add('ask');
			continue;
		}
		if (
			isComment ||
			kind === 'prose' ||
			kind === 'other' ||
			/:\/\//.test(before.slice(-200).split(/\s/).at(-1) ?? '')
		)
			continue;
		if (kind === 'patterns') {
			if (/^\s*!?\/?(?:\.\/)?$/.test(before)) add('rewrite');
			continue;
		}
		if (kind === 'manifest') {
			if (/^\s*(?:graft|prune|recursive-include|recursive-exclude)\s+$/.test(before)) add('rewrite');
			continue;
		}
		if (lead === 'anchor' && kind !== 'toml') continue;
		if (kind === 'docker') {
			const ruling = dockerRuling(whole, column - 1, installsItself);
			if (ruling !== null) {
				add(ruling);
				continue;
			}
			if (/^\s*(?:COPY|ADD)\s/i.test(whole)) continue;
		}
		const { slot, key } = slotAt(offset);
		if (slot === 'path') {
			add('rewrite');
			continue;
		}
		if (slot === 'name') {
			if (lead === 'root' || before.endsWith('./')) add('rewrite');
			continue;
		}
		if (kind === 'toml' && slot === 'unknown') {
			if (wheelPaths.test(key)) add('ask', landsInWheel);
			else if (key !== '' && /["']$/.test(before) && /^["']/.test(after)) add('listed');
			continue;
		}
		if (
			kind === 'yaml' &&
			/^\s*(?:-\s*)?(?:CodeUri|ContentUri|working-directory|path|context|source|directory)\s*:\s*["']?(?:\.\/)?$/i.test(
				before,
			)
		) {
			if (exists(move.from)) add('rewrite');
			continue;
		}
		// A key of a mapping names something of its own.
		if (
			kind === 'json' &&
			!/"(?:include|exclude|extraPaths|ignore|strict)"\s*:\s*\[[^\]]*$/.test(text.slice(0, offset))
		) {
			if (/[^"]\s$/.test(before) && bareInCommand(before) === 'path') add('rewrite');
			continue;
		}
		if (kind === 'json') {
			add('rewrite');
			continue;
		}
		if (kind === 'command' && elsewhereInLine.test(before)) {
			add('ask');
			continue;
		}
		// What a step or an action is called is a sentence, whatever folders its words are called like.
		if (/ya?ml$/.test(path) && titled.test(before)) continue;
		const given =
			kind === 'ini' || kind === 'toml' ? null : assignedWith(whole, column - 1, move.name.length);
		if (given !== null) {
			const base = move.project === '.' ? '' : `${move.project}/`;
			const areWords = given.others.every(word => /^[\w./*-]+$/.test(word));
			if (areWords && given.others.some(word => exists(base + word.replace(/\/$/, '')))) {
				add('rewrite');
				continue;
			}
			if (areWords && isNamedForPaths(given.name)) {
				add('ask');
				continue;
			}
		}
		const words = logicalBefore(lines, line - 1, column - 1);
		// `CMD ["python", "-m", "orders"]`
		switch (
			bareInCommand(kind === 'docker' ? words.replaceAll(/["'[\],]+/g, ' ').replaceAll(/ {2,}/g, ' ') : words)
		) {
			case 'path':
				add('rewrite');
				break;
			case 'cd':
				add('ask', 'what follows counts on the folder it is in');
				break;
			case 'unknown':
				if (kind === 'command' || kind === 'docker') add('listed');
				break;
			case 'name':
				break;
		}
	}
	return found;
};
