import type { CiSoftener } from '../../../core/facts/ci.ts';
import type { Hook, PreCommitConfig } from '../../../core/facts/pre-commit.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import type { Call, Follow, Piece, World } from '../piece.ts';
import { pieces, unresolved } from '../piece.ts';

const names = ['prek.toml', '.pre-commit-config.yaml', '.pre-commit-config.yml'];

/** A hook of a tool's own repository that names no command is the tool, as far as the names agree. */
const commandOf = ({ command, repository, id, args }: Hook): readonly string[] => {
	if (command !== null) return command;
	const own = repository?.slice(repository.lastIndexOf('/') + 1) ?? '';
	return own !== '' && own === id.toLowerCase() ? [id, ...(args ?? [])] : [];
};

/** What hooks run, those of other stages and those left out marked as such. */
export const hookPieces = (
	{ path, hooks }: PreCommitConfig,
	skip: ReadonlySet<string>,
	skipAt: { readonly path: string; readonly line: number },
	stage: string,
	only: readonly string[] = [],
): readonly Piece[] =>
	hooks
		.filter(({ id }) => only.length === 0 || only.includes(id))
		.flatMap(hook => {
			const words = commandOf(hook);
			if (words.length === 0) return [];
			const { id, line, source, repo, stages } = hook;
			const softeners: CiSoftener[] = [];
			if (skip.has(id))
				softeners.push({
					kind: 'skipped-hook',
					...skipAt,
					text: `SKIP=${[...skip].join(',')}`.slice(0, 200),
				});
			if (stages !== null && !stages.includes(stage) && only.length === 0) {
				softeners.push({ kind: 'skipped-hook', path, line, text: `stages: [${stages.join(', ')}]` });
			}
			return [
				{
					kind: 'words',
					path,
					words,
					line,
					column: 0,
					text: source,
					directory: '.',
					softeners,
					hook: { repo, id },
				} satisfies Piece,
			];
		});

const configFor = (world: World, directory: string, given: string | null): PreCommitConfig | null => {
	for (const folder of directory === '.' ? ['.'] : [directory, '.']) {
		for (const name of given === null ? names : [given]) {
			const path = folderAt(folder, name);
			const config = path === null ? null : world.hooks(path);
			if (config) return config;
		}
	}
	return null;
};

/** `pre-commit run --all-files`: the hooks. */
export const followHooks: Follow = ({ words, directory, environment }: Call, world) => {
	const [program, verb] = words;
	const rest = words.slice(1);
	if (program === 'pre-commit' && verb !== 'run' && !rest.includes('run')) return pieces([]);
	if (
		/^(?:install|install-hooks|autoupdate|auto-update|clean|gc|cache|list|util|self|--version|sample-config)$/.test(
			verb ?? '',
		)
	)
		return pieces([]);
	let given: string | null = null;
	let stage = 'pre-commit';
	const only: string[] = [];
	for (let at = 0; at < rest.length; at++) {
		const word = rest[at] ?? '';
		const inline = /^--(hook-stage|config)=(.*)$/.exec(word);
		if (inline?.[1] === 'hook-stage') stage = inline[2] ?? stage;
		else if (inline) given = inline[2] ?? null;
		else if (word === '--hook-stage' || word === '--stage') stage = rest[++at] ?? stage;
		else if (word === '-c' || word === '--config') given = rest[++at] ?? null;
		else if (
			/^--(?:from-ref|to-ref|source|origin|color|directory|remote-name|remote-url|commit-msg-filename)$/.test(
				word,
			)
		)
			at++;
		else if (word === '--files') break;
		else if (!word.startsWith('-') && word !== 'run' && !/[${]/.test(word)) only.push(word);
	}
	const config = configFor(world, directory ?? '.', given);
	if (!config) return unresolved('target');
	const skipped = environment.get('SKIP') ?? environment.get('PREK_SKIP') ?? '';
	const skip = new Set(
		skipped
			.split(',')
			.map(id => id.trim())
			.filter(id => id !== ''),
	);
	return pieces(hookPieces(config, skip, { path: config.path, line: 1 }, stage, only));
};
