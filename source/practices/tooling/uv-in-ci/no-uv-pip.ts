import type { CiCommand } from '../../../core/facts/ci.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { installOfPip } from './installs.ts';
import { inFolder } from '../../../core/folders.ts';
import { commandsFor, needs, oncePerLine, shown } from './scope.ts';
import { writerOfLists } from './written-lists.ts';

const isUvPip = ({ program, args }: CiCommand): boolean =>
	program === 'uv' && args[0] === 'pip' && (args[1] === 'install' || args[1] === 'sync');

const hasSynced = (commands: readonly CiCommand[], { source, job }: CiCommand): boolean =>
	commands.some(
		each =>
			each.source === source &&
			each.job === job &&
			((each.program === 'uv' && each.args[0] === 'sync') ||
				(each.runner[0] === 'uv' && each.runner[1] === 'run')),
	);

export default defineCheck({
	id: 'no-uv-pip',
	spec: '2.1c',
	title: 'No job installs with `uv pip` what the lockfile does not hold',
	failTitle: 'A job installs with `uv pip`, past the lockfile',
	severity: 'low',
	scope: 'project',
	needs,
	check(facts, project) {
		const found = commandsFor(facts, project);
		if ('reason' in found) return notApplicable(found.reason);
		const { commands } = found;
		const findings = oncePerLine(commands.filter(isUvPip)).flatMap((command): Finding[] => {
			// The way that the guide of uv for Lambda takes: the list comes from the lockfile.
			const writer = writerOfLists(facts.ci.commands, command, list =>
				facts.paths.has(inFolder(command.directory ?? '.', list)),
			);
			if (writer !== null) return [];
			const { kind } = installOfPip(command.args.slice(2));
			// Other versions than the locked ones are tried on purpose where the job has synced.
			const isOnPurpose =
				kind === 'bootstrap' || (kind === 'packages' && hasSynced(commands, command)) || kind === 'wheel';
			return [
				{
					level: isOnPurpose ? 'info' : 'warn',
					message:
						kind === 'wheel'
							? `\`${shown(command)}\` tries the wheel that was built`
							: isOnPurpose
								? `\`${shown(command)}\` installs beside \`uv.lock\``
								: `\`${shown(command)}\` does not look at \`uv.lock\``,
					confidence: 'certain',
					at: { path: command.path, line: command.line },
					expected: '`uv sync --locked`, or a list that `uv export --locked` wrote',
					key: shown(command),
				},
			];
		});
		return verdictOf(findings, 'No job runs `uv pip install` on a list of its own');
	},
});
