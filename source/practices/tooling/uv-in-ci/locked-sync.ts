import type { CiCommand } from '../../../core/facts/ci.ts';
import { gatesOf, hasCheckout } from '../../../core/ci.ts';
import type { Finding } from '../../../core/finding.ts';
import type { Project } from '../../../core/facts.ts';
import { upward } from '../../../core/folders.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import { commandsFor, needs, oncePerLine, shown } from './scope.ts';

/** How far a command holds on to the lockfile; null where it installs nothing from it. */
const holdOf = ({ program, args, runner, env }: CiCommand): 'locked' | 'frozen' | 'loose' | null => {
	const isSync = program === 'uv' && args[0] === 'sync';
	const isRun = runner[0] === 'uv' && runner[1] === 'run';
	if (!isSync && !isRun) return null;
	const words = isSync ? args : runner;
	if (words.includes('--no-project') || words.includes('--isolated') || words.includes('--script'))
		return null;
	const isSet = (name: string): boolean => /^(?:1|true|yes|on)$/i.test(env[name] ?? '');
	// What was synced before is only used.
	if (words.includes('--no-sync') || isSet('UV_NO_SYNC')) return null;
	if (words.includes('--locked') || isSet('UV_LOCKED')) return 'locked';
	if (words.includes('--frozen') || isSet('UV_FROZEN')) return 'frozen';
	// The newest versions, or the oldest, are tried on purpose.
	if (words.some(word => /^(?:-U|--upgrade|--upgrade-package|-P|--resolution)(?:=|$)/.test(word)))
		return null;
	return 'loose';
};

interface Held {
	readonly command: CiCommand;
	readonly hold: 'locked' | 'frozen' | 'loose';
}

/** The folder of the lockfile that a command of uv goes by; null where that is not known. */
const lockFolderOf = (
	{ directory, args, runner }: CiCommand,
	projects: readonly Project[],
): string | null => {
	const words = [...runner, ...args];
	const at = words.findIndex(word => word === '--project' || word === '--directory');
	const folder = at < 0 ? directory : folderAt(directory, words[at + 1] ?? '');
	if (folder === null) return null;
	for (const above of upward(folder)) {
		const found = projects.find(({ path, declared }) => declared && path === above);
		if (found) return found.lockRoot;
	}
	return null;
};

export default defineCheck({
	id: 'locked-sync',
	spec: '2.1b',
	title: 'Jobs install from the lockfile and fail when it is stale',
	failTitle: 'A job may install something else than the lockfile says',
	severity: 'medium',
	scope: 'project',
	needs,
	check(facts, project) {
		const found = commandsFor(facts, project);
		if ('reason' in found) return notApplicable(found.reason);
		// The first command of a job that always syncs decides: what comes after finds the environment made.
		const settled = new Set<string>();
		const all = found.commands.flatMap((command): Held[] => {
			const hold = holdOf(command);
			const job = `${command.source}\0${command.job}`;
			// Without a checkout there need be no lockfile, and `--locked` would only fail.
			if (hold === null || settled.has(job) || !hasCheckout(facts.ci, command)) return [];
			const lock = lockFolderOf(command, facts.projects);
			if (lock !== null && lock !== project.lockRoot) return [];
			if (command.isConditional !== true) settled.add(job);
			return [{ command, hold }];
		});
		if (all.length === 0) return notApplicable('no job runs `uv sync` or `uv run` in the project');
		const isChecked = gatesOf(facts.ci, 'uv-lock-check').gates.length > 0;
		const lines = oncePerLine(all.map(({ command }) => command));
		const findings = all
			.filter(({ command }) => lines.includes(command))
			.flatMap(({ command, hold }): Finding[] => {
				if (hold === 'locked' || (hold === 'frozen' && isChecked)) return [];
				return [
					{
						level: 'warn',
						message:
							hold === 'frozen'
								? `\`${shown(command)}\` does not notice a stale lockfile`
								: `\`${shown(command)}\` may resolve versions anew and go on`,
						confidence: 'certain',
						at: { path: command.path, line: command.line },
						expected: '`--locked`, or `UV_LOCKED: 1` in the environment',
						key: shown(command),
					},
				];
			});
		const [first] = all;
		return verdictOf(
			findings,
			first
				? `\`${shown(first.command)}\` in \`${first.command.path}\` line ${first.command.line} holds on to the lockfile`
				: '',
		);
	},
});
