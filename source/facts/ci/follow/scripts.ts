import { folderOf } from '../../../core/folders.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import type { Call, Followed, Follow, World } from '../piece.ts';
import { pieces, unresolved } from '../piece.ts';

const shells = /^(?:.*\/)?(?:ba|z|k|da)?sh$/;

/** Names that promise checks: what such a program runs is worth asking for. */
const promise =
	/(?:^|[\W_])(?:lint\w*|check\w*|test\w*|format\w*|fmt|typ(?:es?|ing|echeck)|quality|verify|validate|ci|run_?all|style|mypy|ruff|qa)(?:[\W_]|$)/i;

/** Checks of something else than code. */
const otherwise = /licen[cs]e|copyright|changelog|\bcla\b|links?\b|urls?\b|spell|translat|i18n|sbom/i;

export const promising = (name: string): boolean => promise.test(name) && !otherwise.test(name);

/** A file of the repository under a name that a command gives it. */
const fileAt = (name: string, directory: string | null, world: World): string | null => {
	const path = folderAt(directory, name);
	if (path !== null && path !== '.' && world.has(path)) return path;
	// A command of a container, or of a folder that is not known, mostly means the root.
	const bare = name.replace(/^\.?\/+/, '');
	return directory === null && world.has(bare) ? bare : null;
};

const scriptPieces = (
	path: string,
	positional: readonly string[],
	{ directory, environment }: Call,
	world: World,
	option: string,
): Followed => {
	const file = world.file(path);
	if (file?.kind === 'harmless') return pieces([]);
	// A script for Windows beside one that is followed says the same.
	const twin = path.replace(/\.(?:bat|cmd|ps1)$/, '.sh');
	if (twin !== path && world.has(twin)) return pieces([]);
	if (file?.kind !== 'script') return promising(path) ? unresolved('program') : pieces([]);
	const { interpreter, text } = file;
	const lines = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
	return pieces([
		{
			kind: 'shell',
			path,
			text: { text, parts: lines.map((at, index) => ({ at, line: index + 1, column: 1 })) },
			errexit: /\s-\w*e|errexit/.test(`${interpreter} ${option}`),
			pipefail: /pipefail/.test(`${interpreter} ${option}`),
			positional,
			scriptFolder: folderOf(path),
			directory: directory ?? '.',
			variables: environment,
		},
	]);
};

/** `bash scripts/test.sh`, `./scripts/test`, `source env.sh`: the script's commands. */
export const followScript: Follow = (call, world) => {
	const { words, directory } = call;
	const [program = '', ...rest] = words;
	if (shells.test(program) || program === 'source' || program === '.') {
		const at = rest.findIndex(
			(word, index) => !/^[-+]/.test(word) && !/^[-+]\w*o$/.test(rest[index - 1] ?? ''),
		);
		const name = rest[at];
		if (name === undefined) return null;
		const path = fileAt(name, directory, world);
		const option = ` ${rest.slice(0, at).join(' ')}`;
		return path === null
			? name.includes('$') &&
				!/activate$|^\$\{?(?:RUNNER_TEMP|HOME|TMPDIR|GITHUB_ACTION_PATH)\b/.test(name) &&
				promising(name)
				? unresolved('variable')
				: null
			: scriptPieces(path, rest.slice(at + 1), call, world, option);
	}
	if (/^(?:python|pypy)[\d.]*$|^\$\{?\w*PY/.test(program)) {
		const name = rest.find(word => !word.startsWith('-'));
		if (name === undefined || !name.endsWith('.py') || rest.includes('-c')) return null;
		const path = fileAt(name, directory, world);
		return path !== null &&
			!/(?:^|\/)(?:setup|manage)\.py$/.test(path) &&
			world.file(path)?.kind !== 'harmless' &&
			promising(path)
			? unresolved('program')
			: null;
	}
	if (!program.includes('/') && directory === null) return null;
	// Without a folder it is a program on the path, unless a script changes that.
	if (!program.includes('/')) return null;
	const path = fileAt(program, directory, world);
	return path === null ? null : scriptPieces(path, rest, call, world, '');
};
