import type { Facts } from './facts.ts';
import type { Ci, CiCommand } from './facts/ci.ts';
import type { Hook } from './facts/pre-commit.ts';
import { gatesOf } from './ci.ts';
import { unwrap } from './ci/runners.ts';
import type { CiTool } from './ci/tools.ts';
import { isTool } from './ci/tools.ts';
import { shellWords } from './shell-words.ts';

/** What a commit should be checked by. */
export type HookNeed = 'ruff-check' | 'ruff-format' | 'mypy' | 'markdownlint' | 'yamllint' | 'gitleaks';

/** A command without what runs it: `ruff check` of `uv run --frozen ruff check`. */
export interface HookCommand {
	readonly program: string;
	readonly args: readonly string[];
}

const split = (text: string): readonly (readonly string[])[] =>
	text
		.replaceAll(/\\\r?\n/g, ' ')
		.split(/&&|\|\||[;\n|]/)
		.map(part => shellWords(part.replace(/(^|\s)#.*$/, '')))
		.filter(words => words.length > 0);

/** The commands that words stand for: several for `bash -c 'ruff check . && mypy'`. */
export const hookCommands = (given: readonly string[]): readonly HookCommand[] => {
	const { words, script } = unwrap(given);
	if (script !== null) return split(script).flatMap(hookCommands);
	const [first = '', ...args] = words;
	const program = first.slice(first.lastIndexOf('/') + 1);
	if (program === '') return [];
	// `pnpm lint-staged` runs a program of the environment.
	if (/^(?:pnpm|yarn|bun)$/.test(program) && args[0] === 'lint-staged') {
		return [{ program: 'lint-staged', args: args.slice(1) }];
	}
	return [{ program, args }];
};

/** How well a command meets a need. */
export type Meets =
	| 'yes'
	/** Another tool that does much the same, or less. */
	| 'similar'
	| 'no';

/** Tools that look at the same things, by our names for CI's. */
const similar: Readonly<Record<HookNeed, readonly CiTool[]>> = {
	'ruff-check': ['flake8', 'pylint'],
	'ruff-format': ['black', 'yapf', 'autopep8'],
	mypy: ['pyright', 'ty', 'pyrefly', 'pyre', 'pytype'],
	markdownlint: [],
	yamllint: [],
	gitleaks: [],
};

/** Tools that only these needs know. */
const similarPrograms: Readonly<Record<HookNeed, ReadonlySet<string>>> = {
	'ruff-check': new Set(),
	'ruff-format': new Set(['blue', 'darker']),
	mypy: new Set(),
	markdownlint: new Set(['mdformat', 'prettier', 'remark', 'dprint']),
	yamllint: new Set(['check-yaml', 'yamlfmt', 'prettier', 'dprint']),
	gitleaks: new Set(),
};

/** File names stand where a hook is given them. */
const given = ({ program, args }: HookCommand): HookCommand => ({ program, args: [...args, '.'] });

const runsHatchFormat = ({ program, args }: HookCommand): boolean =>
	program === 'hatch' && (args[0] === 'fmt' || args[0] === 'format');

/** Whether a command does what is needed. */
export const meets = (command: HookCommand, need: HookNeed): Meets => {
	const run = given(command);
	if (isTool(run, need)) return 'yes';
	if (runsHatchFormat(command) && (need === 'ruff-check' || need === 'ruff-format')) return 'yes';
	if (similarPrograms[need].has(command.program)) return 'similar';
	return similar[need].some(tool => isTool(run, tool)) ? 'similar' : 'no';
};

const leading = new Set([
	'make',
	'just',
	'task',
	'tox',
	'nox',
	'invoke',
	'inv',
	'poe',
	'bash',
	'sh',
	'zsh',
	'pants',
	'bazel',
	'lint-staged',
	'docker',
	'docker-compose',
	'pre-commit',
	'prek',
]);
const scripting = new Set(['npm', 'pnpm', 'yarn', 'bun', 'turbo', 'nx']);
const installs = new Set(['install', 'ci', 'i', 'add', 'build', 'exec', 'dlx']);

/** The command starts something whose own commands are written elsewhere, and that may meet the need. */
export const leadsElsewhere = ({ program, args }: HookCommand, need: HookNeed): boolean => {
	if (args.some(word => installs.has(word))) return false;
	if (scripting.has(program)) return need === 'markdownlint';
	return leading.has(program) || /\.(?:sh|bash|py)$/.test(program);
};

/** The commands of a hook; empty where nothing says what it runs. */
export const commandsOfHook = ({ command }: Hook): readonly HookCommand[] =>
	command === null ? [] : hookCommands(command);

/** A command of a build that runs hooks and can fail it; null where none does. */
export const hooksInCi = (ci: Ci): CiCommand | null =>
	ci.commands.find(({ hook, softeners }) => hook !== null && softeners.length === 0) ??
	gatesOf(ci, 'pre-commit').gates[0] ??
	null;

/** Mypy is set up, or a pipeline runs it: one that is only declared may never have seen the code. */
export const usesMypy = ({ mypyConfigs, ci }: Pick<Facts, 'mypyConfigs' | 'ci'>): boolean =>
	mypyConfigs.some(({ directory }) => directory === '.') ||
	ci.commands.some(({ program }) => program === 'mypy' || program === 'dmypy');

const rank = (path: string): number =>
	path.endsWith('prek.toml') ? 0 : path.endsWith('.pre-commit-config.yaml') ? 1 : 2;

/** Configurations at the root, the one that counts first: prek has its own file, and reads `.yml` too. */
export const rootConfigs = ({ preCommit }: Pick<Facts, 'preCommit'>): readonly string[] =>
	[...preCommit.keys()].filter(path => !path.includes('/')).toSorted((a, b) => rank(a) - rank(b));
