import type { CiFile, Session } from '../../../core/facts/ci-files.ts';
import type { CiHop, CiSoftener } from '../../../core/facts/ci.ts';
import { folderOf } from '../../../core/folders.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import type { Call, Followed, Follow, Piece, World } from '../piece.ts';
import { checkers } from '../checkers.ts';
import { pieces, placedAt, unresolved } from '../piece.ts';

type Sessions = Extract<CiFile, { kind: 'sessions' }>;

const piecesOf = (path: string, file: Sessions, names: readonly string[], program: string): Followed => {
	const found: Piece[] = [];
	const folder = folderOf(path);
	const open = new Set<Session>();
	let missing = false;
	const build = (session: Session, hops: readonly CiHop[]): void => {
		if (open.has(session) || found.length > 2000) return;
		open.add(session);
		let directory: string | null = folder;
		const inside = [...hops, { path, line: session.line, text: `${program} ${session.name}` }];
		for (const step of session.steps) {
			if (step.kind === 'folder') {
				directory = folderAt(directory, step.path);
				continue;
			}
			if (step.kind === 'call') {
				const other =
					file.sessions.find(({ name, started }) => name === step.name && !started) ??
					file.sessions.find(({ name }) => name === step.name);
				if (other && other !== session) build(other, inside);
				continue;
			}
			const { line, column, text, soft } = step;
			const softeners: readonly CiSoftener[] = soft === null ? [] : [{ kind: 'tox', path, line, text: soft }];
			const common = { path, directory, softeners, hops: inside };
			found.push(
				step.kind === 'shell'
					? { kind: 'shell', text: placedAt(step.shell, line, 0), errexit: false, pipefail: false, ...common }
					: { kind: 'words', words: step.words, line, column, text, ...common },
			);
		}
		open.delete(session);
	};
	for (const name of names) {
		const bare = name.replace(/\(.*\)$/, '').replace(/-\d+(?:\.\d+)*$/, '');
		const session =
			file.sessions.find(one => one.started && one.name === name) ??
			file.sessions.find(one => one.started && one.name === bare) ??
			file.sessions.find(one => one.started && one.name === bare.slice(bare.lastIndexOf('.') + 1));
		if (session) build(session, []);
		else missing = true;
	}
	return found.length === 0 && missing
		? unresolved(names.some(name => /[$`]/.test(name)) ? 'variable' : 'target')
		: pieces(found);
};

const fileOf = (world: World, directory: string, name: string): readonly [string, Sessions] | null => {
	const path = folderAt(directory, name);
	const file = path === null ? null : world.file(path);
	return path !== null && file?.kind === 'sessions' ? [path, file] : null;
};

const valuesAfter = (words: readonly string[], options: RegExp): readonly string[] => {
	const values: string[] = [];
	for (let at = 1; at < words.length; at++) {
		const word = words[at] ?? '';
		if (word === '--') break;
		const inline = /^(-s|-e|--sessions?)=?(.+)$/.exec(word);
		if (inline && options.test(inline[1] ?? '') && !options.test(word)) values.push(inline[2] ?? '');
		if (!options.test(word)) continue;
		while (words[at + 1] !== undefined && !words[at + 1]?.startsWith('-')) values.push(words[++at] ?? '');
	}
	return values;
};

/** `nox -s lint`: what the sessions run. */
export const followNox: Follow = ({ words, directory, environment }: Call, world) => {
	if (directory === null) return unresolved('variable');
	const [given] = valuesAfter(words, /^(?:-f|--noxfile)$/);
	const found = fileOf(world, directory, given ?? 'noxfile.py');
	if (!found) return unresolved('target');
	const [path, file] = found;
	if (words.some(word => /^(?:-l|--list|--list-sessions|--version|--install-only)$/.test(word)))
		return pieces([]);
	const asked = valuesAfter(words, /^(?:-s|-e|--sessions?)$/);
	const started = file.sessions.filter(session => session.started).map(({ name }) => name);
	const [keyword] = valuesAfter(words, /^(?:-k|--keywords)$/);
	const fitting =
		keyword === undefined
			? null
			: started.filter(name => keyword.split(/\W+/).some(part => part !== '' && name.includes(part)));
	const preset = environment.get('NOXSESSION')?.split(',');
	return piecesOf(
		path,
		file,
		asked.length > 0 ? asked : (fitting ?? preset ?? file.chosen ?? started),
		'nox -s',
	);
};

/** `invoke lint`: what the tasks run. */
export const followInvoke: Follow = ({ words, directory }, world) => {
	if (directory === null) return unresolved('variable');
	const task = words.slice(1).find(word => !word.startsWith('-')) ?? '';
	// `invoke docs.build` of the package `tasks`: a module of it is a collection.
	const collection = /^([\w-]+)\.[\w-]+$/.exec(task)?.[1]?.replaceAll('-', '_') ?? null;
	const names =
		collection === null
			? ['tasks.py', 'tasks/__init__.py']
			: ['tasks.py', `tasks/${collection}.py`, `tasks/${collection}/__init__.py`];
	const found = names.map(name => fileOf(world, directory, name)).find(one => one !== null);
	if (!found) return unresolved('target');
	const [path, file] = found;
	const started = new Set(file.sessions.filter(session => session.started).map(({ name }) => name));
	const asked = words.slice(1).filter(word => !word.startsWith('-'));
	const known = asked.filter(word => started.has(word) || started.has(word.slice(word.lastIndexOf('.') + 1)));
	// A name that is computed is no question where no task of the file could check anything.
	const mayCheck = file.sessions.some(({ steps }) =>
		steps.some(step => (step.kind === 'words' || step.kind === 'shell') && checkers.test(step.text)),
	);
	if (known.length === 0 && !mayCheck) return pieces([]);
	return piecesOf(path, file, known.length > 0 ? known : asked.slice(0, 1), 'invoke');
};
