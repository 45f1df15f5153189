import type { SecretHistory } from './core/facts/history.ts';
import type { Tree } from './core/tree.ts';
import type { Pool } from './engine/pool.ts';
import { mayHoldSecrets, readHistory } from './engine/read-history.ts';
import type { HistoryOptions } from './engine/read-history.ts';
import type { Repository } from './git/repository.ts';
import { rootOf } from './wiring-programs.ts';

/** A person waits for it; a large history takes longer, and what is older is left out. */
const limitMs = 60_000;
const maxVersions = 250_000;
/** As of a file that is audited. */
const maxBytes = 1024 * 1024;

/** Looks for secrets in the history; null without one. The tree is the one that is audited: what it has is known. */
export const historyOf = async (
	repository: Repository,
	pool: Pool,
	tree: Tree,
	options: Pick<HistoryOptions, 'jobs' | 'onProgress' | 'signal'>,
): Promise<SecretHistory | null> => {
	const folder = rootOf(repository);
	const prefix = folder === '' ? '' : `${folder}/`;
	const known = new Set([...tree.files.values()].flatMap(({ id }) => id ?? []));
	const history = await repository.history({
		wants: path => path.startsWith(prefix) && mayHoldSecrets(path),
		known,
		maxVersions,
		maxBytes,
	});
	if (history === null) return null;
	const found = await readHistory(history, { ...options, pool, clock: () => performance.now(), limitMs });
	const secrets = found.secrets.map(secret => ({ ...secret, path: secret.path.slice(prefix.length) }));
	return { ...found, secrets };
};

/** What is to be known of the reading itself, one sentence each. */
export const noticesOfHistory = (history: SecretHistory | null): readonly string[] => {
	if (history === null) return ['`--history` found no history: this is no git repository, or has no commit.'];
	const { cut, read, versions } = history;
	const told = {
		time: `read ${read} of ${versions} former versions of files, the newest first: then its minute was over`,
		number: `read only the newest ${read} former versions of files`,
		'not local': `read ${read} former versions of files; parts of the history are not in this clone`,
	};
	return [
		...(cut === null ? [] : [`\`--history\` ${told[cut]}.`]),
		...(history.isShallow ? ['`--history` read a shallow clone, which lacks older commits.'] : []),
	];
};
