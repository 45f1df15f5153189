import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { installOf } from './installs.ts';
import { inFolder } from '../../../core/folders.ts';
import { commandsFor, needs, oncePerLine, shown } from './scope.ts';
import { writerOfLists } from './written-lists.ts';

export default defineCheck({
	id: 'no-pip',
	spec: '2.1a',
	title: 'No job installs with pip',
	failTitle: 'A job installs past the lockfile',
	severity: 'medium',
	scope: 'project',
	needs,
	check(facts, project) {
		const found = commandsFor(facts, project);
		if ('reason' in found) return notApplicable(found.reason);
		const findings = oncePerLine(found.commands).flatMap((command): Finding[] => {
			const install = installOf(command);
			if (!install) return [];
			const common = {
				confidence: 'certain',
				at: { path: command.path, line: command.line },
				key: shown(command),
			} as const;
			switch (install.kind) {
				case 'project': {
					const writer = writerOfLists(facts.ci.commands, command, list =>
						facts.paths.has(inFolder(command.directory ?? '.', list)),
					);
					if (writer !== null)
						return [
							{
								...common,
								level: 'info',
								message: `\`${shown(command)}\` installs a list that ${writer === 'export' ? '`uv export`' : 'the pipeline itself'} wrote`,
							},
						];
					return [
						{
							...common,
							level: 'fail',
							message: `\`${shown(command)}\` installs without \`uv.lock\``,
							expected: '`uv sync --locked`',
						},
					];
				}
				case 'packages':
					return [
						{
							...common,
							level: 'warn',
							message: `\`${shown(command)}\` installs what \`uv.lock\` does not hold`,
							expected: 'a dependency group, or `uv run --with`',
						},
					];
				case 'bootstrap':
					return [
						install.tools.includes('uv')
							? {
									...common,
									level: 'warn',
									message: `\`${shown(command)}\` installs uv with pip`,
									expected: '`astral-sh/setup-uv`, or the installer of uv',
								}
							: {
									...common,
									level: 'info',
									message: `\`${shown(command)}\` installs a tool, which is not in the lockfile`,
								},
					];
				case 'wheel':
					return [
						{ ...common, level: 'info', message: `\`${shown(command)}\` tries the wheel that was built` },
					];
			}
		});
		const onlyBootstrap = findings.every(({ level }) => level !== 'fail');
		return verdictOf(
			findings,
			'No job installs with pip, Poetry or Pipenv',
			onlyBootstrap ? 'low' : undefined,
		);
	},
});
