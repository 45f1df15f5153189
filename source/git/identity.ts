import path from 'node:path';
import { visible } from '../core/safe-text.ts';
import type { Place } from './discover.ts';
import { lookAt } from './look.ts';
import { parseConfig, readConfig } from './private.ts';
import type { ConfigEntries } from './private.ts';
import type { Environment } from './program.ts';
import type { Runner } from './run.ts';

/** Who the commits are by. */
export interface Identity {
	readonly name: string;
	readonly email: string;
}

// Git drops these itself, and refuses a name with nothing else in it.
const clean = (value: string | undefined): string => (value ?? '').replace(/[<>\p{Cc}]/gu, '').trim();

const lastOf = (config: ConfigEntries, key: string): string =>
	clean(config.findLast(([each]) => each === key)?.[1]);

const longest = 200;

// A repository may come from anybody: what would steer a terminal, hide, or look like another address is not used.
const isPlain = (value: string): boolean =>
	value.length <= longest && visible(value) === value && !/[<>]/.test(value);

/**
 * The user's own configuration. An `includeIf "gitdir:…"` is judged by the path of the git folder as it was
 * given, so a path that passes through the user's `.git` on its way to our private folder satisfies it, while
 * the repository's config stays unread.
 */
const userConfig = async (
	runner: Runner,
	place: Place,
	privateDir: string,
	env: Environment,
): Promise<ConfigEntries> => {
	const root = path.parse(place.gitDir).root;
	const up = path.relative(place.gitDir, root);
	const through = path.join(up, path.relative(root, privateDir));
	const own = [
		'HOME',
		'XDG_CONFIG_HOME',
		'USERPROFILE',
		'GIT_CONFIG_SYSTEM',
		'GIT_CONFIG_GLOBAL',
		'GIT_CONFIG_NOSYSTEM',
	];
	const given = Object.fromEntries(own.flatMap(name => (env[name] === undefined ? [] : [[name, env[name]]])));
	const listing = await runner.bytes(
		['config', '--includes', '-z', '--get-regexp', '^user\\.(name|email)$'],
		{
			okCodes: [0, 1],
			env: {
				GIT_CONFIG_GLOBAL: undefined,
				GIT_CONFIG_NOSYSTEM: '0',
				GIT_DIR: `${place.gitDir}/${through}`,
				...given,
			},
		},
	);
	return parseConfig(listing);
};

/**
 * The repository's own configuration as data: nothing it includes is followed. A linked worktree's `config.worktree`
 * goes before, where the repository says that it counts.
 */
const repositoryConfig = async (runner: Runner, place: Place): Promise<ConfigEntries> => {
	const shared = await readConfig(runner, path.join(place.commonDir, 'config'));
	const isOn = /^(?:true|yes|on|1)$/i;
	const counts = shared.some(([key, value]) => key === 'extensions.worktreeconfig' && isOn.test(value));
	const file = path.join(place.gitDir, 'config.worktree');
	const own = counts && lookAt(file)?.isFile() === true ? await readConfig(runner, file) : [];
	return [...shared, ...own].filter(([, value]) => isPlain(value));
};

/**
 * Name and address in git's own order: from the environment, else from the repository's configuration, which is
 * where people keep the address that a repository is to see, else from the user's and the system's. Null where one
 * of them is nowhere.
 */
export const findIdentity = async (
	runner: Runner,
	place: Place,
	privateDir: string,
	env: Environment,
): Promise<Identity | null> => {
	const sources: readonly (() => Promise<ConfigEntries>)[] = [
		async () => [
			['user.name', env['GIT_AUTHOR_NAME'] ?? ''],
			['user.email', env['GIT_AUTHOR_EMAIL'] ?? ''],
		],
		() => repositoryConfig(runner, place),
		() => userConfig(runner, place, privateDir, env),
	];
	let [name, email] = ['', ''];
	for (const source of sources) {
		const config = await source();
		name ||= lastOf(config, 'user.name');
		email ||= lastOf(config, 'user.email');
		if (name !== '' && email !== '') return { name, email };
	}
	return null;
};
