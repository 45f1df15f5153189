import { commandNames, commands, commonFlags, sessionFlags } from './flags.ts';
import type { CommandName, Flag } from './flags.ts';

const flagLines = (flags: readonly Flag[]): readonly string[] =>
	flags.map(flag => {
		const written = flag.placeholder === undefined ? flag.name : `${flag.name} ${flag.placeholder}`;
		return `  ${written.padEnd(24)} ${flag.help}`;
	});

const overview = (): string =>
	[
		'bp-audit walks a Python repository through a best-practice checklist: findings with evidence,',
		'and fixes as commits on a branch of their own.',
		'',
		'  bp-audit [PATH]                       guided session; without a terminal the report',
		...commandNames.map(name => `  ${commands[name].usage.padEnd(37)} ${commands[name].summary}`),
		'',
		'Flags of the guided session',
		...flagLines(sessionFlags),
		'',
		'Flags of every command',
		...flagLines(commonFlags),
		'',
		"`bp-audit COMMAND --help` shows a command's own flags.",
		'',
	].join('\n');

/** Help for one command, or for all. */
export const helpText = (about: CommandName | null): string => {
	if (about === null) return overview();
	const { usage, summary, flags, notes } = commands[about];
	return [
		usage,
		'',
		`${summary}.`,
		'',
		...(flags.length === 0 ? [] : [...flagLines(flags), '']),
		'Flags of every command',
		...flagLines(commonFlags),
		...(notes.length === 0 ? [] : ['', ...notes]),
		'',
	].join('\n');
};
