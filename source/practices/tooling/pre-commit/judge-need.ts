import { isTool } from '../../../core/ci/tools.ts';
import type { CiHop } from '../../../core/facts/ci.ts';
import type { Facts } from '../../../core/facts.ts';
import type { Hook, PreCommitConfig } from '../../../core/facts/pre-commit.ts';
import type { Finding, Place } from '../../../core/finding.ts';
import type { HookCommand, HookNeed } from '../../../core/hooks.ts';
import { commandsOfHook, hookCommands, leadsElsewhere, meets } from '../../../core/hooks.ts';
import type { Verdict } from '../../../core/practice.ts';
import { manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import type { Hooking } from './scope.ts';
import { hasOwnPython, hookingOf, noPython } from './scope.ts';

/** Words about a need. */
export interface NeedWords {
	readonly need: HookNeed;
	/** As a subject: `Ruff’s linter`. */
	readonly tool: string;
	/** What a hook that meets it is called. */
	readonly hook: string;
	/** Names a hook of another maker may have that does it. */
	readonly named: RegExp;
	/** What is in a `files` or `types` of a hook that could see the files. */
	readonly files: RegExp;
	/** Why a tool beside it does not count in full. */
	similar(program: string): string;
}

/** A command and what has it. */
interface Site {
	readonly command: HookCommand;
	readonly what: string;
	readonly at: Place;
	readonly hook: Hook | null;
}

const sitesOf = ({ config, others }: Hooking): readonly Site[] => [
	...(config?.hooks ?? []).flatMap(hook =>
		commandsOfHook(hook).map(command => ({
			command,
			what: `hook \`${hook.id}\``,
			at: { path: config?.path ?? '', line: hook.line },
			hook,
		})),
	),
	...others.flatMap(({ manager, path, commands }) =>
		commands.flatMap(({ words, line }) =>
			hookCommands(words).map(command => ({ command, what: manager, at: { path, line }, hook: null })),
		),
	),
];

const mostShown = 8;

const hooksShown = (config: PreCommitConfig | null): string | null => {
	if (!config || config.hooks.length === 0) return null;
	const ids = config.hooks.map(({ id }) => id);
	const more = ids.length > mostShown ? ` and ${ids.length - mostShown} more` : '';
	return `${ids.slice(0, mostShown).join(', ')}${more}`;
};

const shown = ({ path, line }: Place): string => `\`${path}${line === undefined ? '' : `:${line}`}\``;

const checking = /lint|check|format|fmt|style|quality|verify|types?\b|typing|static|analy|pre-?commit/i;

const looksAt = (hook: Hook, files: RegExp): boolean => {
	const types = hook.types.filter(type => !/^(?:file|text|non-executable)$/.test(type));
	if (types.length > 0 && !types.some(type => files.test(type))) return false;
	return hook.files === null || hook.files.patterns.some(pattern => files.test(pattern));
};

/** A hook that may well meet the need, and does not say so. */
const unclear = (sites: readonly Site[], hooks: readonly Hook[], words: NeedWords): Site | Hook | null => {
	const hidden = sites.find(
		({ command, hook }) =>
			leadsElsewhere(command, words.need) &&
			!(command.program === 'lint-staged' && sites.some(({ what }) => what === 'lint-staged')) &&
			checking.test([command.program, ...command.args, hook?.id ?? '', hook?.name ?? ''].join(' ')) &&
			(hook === null || looksAt(hook, words.files)),
	);
	if (hidden) return hidden;
	// A hook of the tool's name with an entry of its own, such as a script of an environment of hatch.
	const renamed = sites.find(
		({ command, hook }) => hook?.id === words.hook && meets(command, words.need) === 'no',
	);
	if (renamed) return renamed;
	return (
		hooks.find(
			({ command, id, name, language, repository }) =>
				command === null &&
				language !== 'pygrep' &&
				repository?.startsWith('github.com/pre-commit/') !== true &&
				words.named.test(`${id} ${name ?? ''}`),
		) ?? null
	);
};

const questionOf = (config: PreCommitConfig | null, found: Site | Hook, { tool }: NeedWords): Verdict => {
	const at = 'at' in found ? found.at : { path: config?.path ?? '', line: found.line };
	const text =
		'at' in found
			? [found.command.program, ...found.command.args].join(' ').slice(0, 120)
			: `${found.repo} ${found.id}`;
	return manual(`Does \`${text}\` run ${tool}?`, [
		{
			level: 'info',
			message: 'What this hook runs is written elsewhere',
			confidence: 'certain',
			at,
			found: text,
			key: 'unclear',
		},
	]);
};

/** Whether commits are checked by a tool. */
export const judgeNeed = (
	facts: Pick<Facts, 'preCommit' | 'gitHooks' | 'files' | 'skipped' | 'ci'>,
	words: NeedWords,
): Verdict => {
	if (!hasOwnPython(facts)) return notApplicable(noPython);
	const hooking = hookingOf(facts);
	const { config, others } = hooking;
	const sites = sitesOf(hooking);
	const does = sites.find(({ command }) => meets(command, words.need) === 'yes');
	if (does) {
		const text = [does.command.program, ...does.command.args].join(' ');
		return pass(`${shown(does.at)} runs \`${text.slice(0, 120)}\` before a commit`);
	}
	// Where a build runs the hooks, what they lead to is known.
	const isOfHook = ({ path, line }: CiHop): boolean =>
		path === config?.path && config.hooks.some(hook => hook.line === line);
	const followed = facts.ci.commands.find(
		command => isTool(command, words.need) && command.via.some(isOfHook),
	);
	if (followed)
		return pass(`${shown(followed)} runs \`${followed.text.slice(0, 120)}\`, which a hook leads to`);
	const found = unclear(sites, config?.hooks ?? [], words);
	if (found) return questionOf(config, found, words);
	const hidden = hooking.unread.find(path => words.named.test(path)) ?? hooking.unread[0];
	if (!config && hidden !== undefined) return manual(`Does \`${hidden}\` run ${words.tool}?`);
	const near = sites.find(({ command }) => meets(command, words.need) === 'similar');
	const expected = `the hook \`${words.hook}\``;
	const finding: Finding = near
		? {
				level: 'warn',
				message: words.similar(near.command.program),
				confidence: 'certain',
				at: near.at,
				found: [near.command.program, ...near.command.args].join(' ').slice(0, 120),
				expected,
				key: near.command.program === 'check-yaml' ? `missing ${words.need}` : `similar ${words.need}`,
			}
		: {
				level: 'fail',
				message: `No hook runs ${words.tool}`,
				confidence: 'certain',
				at: { path: config?.path ?? others[0]?.path ?? '.pre-commit-config.yaml' },
				found: hooksShown(config) ?? others[0]?.manager ?? 'no hooks',
				expected,
				key: `missing ${words.need}`,
			};
	return verdictOf([finding], '');
};
