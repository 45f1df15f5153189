import type { SgNode } from '@ast-grep/napi';
import { folderOf } from '../../../source/core/folders.ts';
import { lineStartsOf, positionAt } from '../../../source/core/text.ts';
import { argumentsOf } from '../../../source/edit/python/calls.ts';
import { enclosing, startOf } from '../../../source/edit/python/nodes.ts';
import { bareInCommand } from './command.ts';
import type { Mention, Move, Ruling } from './mention.ts';
import { prefix } from './mention.ts';
import { leadOf, restOf } from './text-mentions.ts';
import type { Surroundings } from './text-mentions.ts';

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** A file of the tree, parsed only where it has to be. */
export interface PythonText {
	readonly path: string;
	readonly text: string;
	/** It builds, tests or documents the project: `setup.py`, `noxfile.py`, `docs/conf.py`. */
	readonly isTool: boolean;
	parse(): SgNode;
}

/** Calls whose arguments are paths. */
const pathCall =
	/(?:^|\.)(?:Path|PurePath|PosixPath|abspath|realpath|normpath|joinpath|open|exists|isfile|isdir|listdir|walk|glob|iglob|rglob|from_asset|relpath|rmtree|copytree|path\.join|AssetCode)$/;

const isDocstring = (node: SgNode): boolean => node.parent()?.kind() === 'expression_statement';

/** Whether a string stands where only a path can: an argument of a path function, or behind `/`. */
const isPathPart = (node: SgNode): boolean => {
	const parent = node.parent();
	if (parent?.kind() === 'binary_operator') return parent.field('operator')?.text() === '/';
	const call = parent?.kind() === 'argument_list' ? parent.parent() : null;
	const name = call?.field('function')?.text() ?? '';
	return pathCall.test(name) || /^os\.path\.\w+$/.test(name);
};

/** `session.run("mypy", "orders")`: the words of a command, one a string. */
const wordsBefore = (node: SgNode): string | null => {
	const call = enclosing(node, ['call']);
	if (
		!call ||
		!/(?:^|\.)(?:run|run_always|call|check_call|check_output|Popen)$/.test(
			call.field('function')?.text() ?? '',
		)
	)
		return null;
	const { positional } = argumentsOf(call);
	const words = positional.flatMap(each => (each.kind() === 'list' ? each.namedChildren() : [each]));
	const at = words.findIndex(word => word.id() === node.id());
	if (at < 0) return null;
	return words
		.slice(0, at)
		.map(word => `${word.text().replace(/^["']|["']$/g, '')} `)
		.join('');
};

/** A string as a path, without a slash at its end. */
const valueOf = (string: SgNode): string =>
	string
		.text()
		.replace(/^["']|["']$/g, '')
		.replace(/\/$/, '');

/** Beside other paths of the tree in one list: `["orders", "tests", "noxfile.py"]`. */
const isAmongPaths = (node: SgNode, exists: Surroundings['exists'], { name, project }: Move): boolean => {
	const list = node.parent();
	// The name a second time, or with other words, is a title as well as a path.
	if (valueOf(node) !== name) return false;
	if (list?.kind() !== 'list' && list?.kind() !== 'tuple' && list?.kind() !== 'argument_list') return false;
	const base = project === '.' ? '' : `${project}/`;
	return list
		.namedChildren()
		.some(other => other.kind() === 'string' && valueOf(other) !== name && exists(base + valueOf(other)));
};

const stringRuling = (
	node: SgNode,
	before: string,
	rest: ReturnType<typeof restOf>,
	file: PythonText,
	move: Move,
	{ exists }: Surroundings,
): Ruling | null => {
	const known: Ruling = file.isTool ? 'rewrite' : 'ask';
	if (isDocstring(node))
		return rest.kind === 'path' && exists(`${move.from}${rest.path}`) && rest.path !== '' ? 'listed' : null;
	const isStart = /^(?:\.{1,2}\/)*$/.test(before);
	if (rest.kind === 'path') {
		if (!exists(`${move.from}${rest.path}`)) {
			const isNear = isStart && exists(folderOf(`${move.from}${rest.path}`)) && /\.\w+$/.test(rest.path);
			return isNear && (file.isTool || isPathPart(node)) ? known : null;
		}
		// `orders/` alone may be a route or a name.
		if (rest.path === '' && !file.isTool) return isPathPart(node) ? 'ask' : null;
		return isStart || file.isTool ? known : 'listed';
	}
	if (isStart && before !== '') return isPathPart(node) ? known : null;
	if (before === '') {
		if (isPathPart(node)) return known;
		if (!file.isTool) return null;
		const words = wordsBefore(node);
		if (words !== null) return bareInCommand(words) === 'path' ? 'rewrite' : null;
		return isAmongPaths(node, exists, move) ? 'rewrite' : null;
	}
	return file.isTool && bareInCommand(before) === 'path' ? 'rewrite' : null;
};

/** Where a Python file names the folder in a string, or in a comment. */
export const pythonMentions = (
	file: PythonText,
	move: Move,
	surroundings: Surroundings,
): readonly Mention[] => {
	const { path, text } = file;
	const name = escaped(move.name);
	// Most files only import it.
	if (!new RegExp(`["'/ ]${name}(?:/|["'])|["'\\s]${name}\\s+\\w|\\s${name}["']|#.*\\b${name}/`).test(text))
		return [];
	const starts = lineStartsOf(text);
	const token = new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'g');
	const found: Mention[] = [];
	for (const node of file.parse().findAll({ rule: { any: [{ kind: 'string' }, { kind: 'comment' }] } })) {
		const inside = node.text();
		if (!inside.includes(move.name)) continue;
		const isComment = node.kind() === 'comment';
		const opening = isComment ? '' : (/^\w*(?:"""|'''|"|')/.exec(inside)?.[0] ?? '');
		const body = isComment ? inside : inside.slice(opening.length).replace(/(?:"""|'''|"|')$/, '');
		for (const match of body.matchAll(token)) {
			const before = body.slice(0, match.index);
			const rest = restOf(body.slice(match.index + move.name.length));
			if (rest.kind === 'other') continue;
			const lead = leadOf(before.slice(before.lastIndexOf('\n') + 1), path, move);
			if (lead === 'elsewhere' || lead === 'anchor') continue;
			const offset = startOf(node) + opening.length + match.index;
			const { line } = positionAt(starts, offset);
			if (isComment) {
				if (rest.kind === 'path' && rest.path !== '' && surroundings.exists(`${move.from}${rest.path}`))
					found.push({ path, line, insertion: null, ruling: 'listed', note: null });
				continue;
			}
			const ruling = stringRuling(node, before, rest, file, move, surroundings);
			if (ruling !== null)
				found.push({ path, line, insertion: { offset, text: prefix }, ruling, note: null });
		}
	}
	return found;
};

/** Lines of a module in the package that climb from its own file to a folder above the package. */
export const climbs = (path: string, text: string, { from }: Move): readonly Mention[] => {
	if (!text.includes('__file__')) return [];
	const depth = path.slice(from.length).split('/').length;
	return text.split(/\r?\n/).flatMap((line, at): readonly Mention[] => {
		if (!line.includes('__file__') || /^\s*#/.test(line)) return [];
		const parents = (line.match(/\.parent\b/g) ?? []).length;
		const indexed = [...line.matchAll(/\.parents\[(\d+)\]/g)].reduce(
			(sum, match) => sum + Number(match[1]) + 1,
			0,
		);
		const folders = (line.match(/\bdirname\(/g) ?? []).length;
		const up = (line.match(/\.\.(?=[/"'])|\bpardir\b/g) ?? []).length;
		if (parents + indexed + folders + up < depth) return [];
		const note = 'it climbs from its own file to above the package';
		return [{ path, line: at + 1, insertion: null, ruling: 'ask', note }];
	});
};

/** `sys.path.insert(0, os.path.abspath(".."))` of documentation, where the folder it adds held the package. */
export const pathAdditions = (file: PythonText, move: Move): readonly Mention[] => {
	const { path, text } = file;
	if (!/\bsys\.path\.(?:insert|append)\b/.test(text)) return [];
	const starts = lineStartsOf(text);
	const calls = file.parse().findAll({
		rule: { kind: 'call', has: { field: 'function', regex: '^sys\\.path\\.(insert|append)$' } },
	});
	return calls.flatMap((call): readonly Mention[] => {
		const strings = call.findAll({ rule: { kind: 'string' } });
		const [only] = strings;
		const value = only?.text().replace(/^["']|["']$/g, '') ?? '';
		const line = positionAt(starts, startOf(call)).line;
		const ups = (/^(?:\.\.\/?)+$/.exec(value)?.[0].match(/\.\./g) ?? []).length;
		let folder = folderOf(path);
		for (let at = 0; at < ups; at++) folder = folder === '.' ? '' : folderOf(folder);
		const isPlain = strings.length === 1 && ups > 0 && !call.text().includes('__file__');
		if (only && isPlain && folder === move.project && file.isTool) {
			const end = startOf(only) + 1 + value.length;
			const added = value.endsWith('/') ? 'src' : '/src';
			return [{ path, line, insertion: { offset: end, text: added }, ruling: 'rewrite', note: null }];
		}
		return [{ path, line, insertion: null, ruling: 'listed', note: 'it adds a folder to the import path' }];
	});
};
