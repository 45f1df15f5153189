import { covers } from '../../../core/ci.ts';
import { managersOf } from '../../../core/dependency-managers.ts';
import type { ManagerSources } from '../../../core/dependency-managers.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { CiCommand } from '../../../core/facts/ci.ts';

/** The facts that {@link commandsFor} reads. */
export const needs = [
	'ci',
	'packaging',
	'projects',
	'paths',
	'toml',
	'ini',
	'setupScripts',
	'requirements',
] as const;

export type Read = Pick<Facts, 'ci' | 'projects'> & ManagerSources;

export const isManagedByUv = (facts: ManagerSources, project: Project): boolean =>
	managersOf(project, facts).some(({ manager }) => manager === 'uv');

/** What the pipelines run over a project, or why nothing is asked of them. */
export const commandsFor = (
	facts: Read,
	project: Project,
): { readonly commands: readonly CiCommand[] } | { readonly reason: string } => {
	if (!isManagedByUv(facts, project)) return { reason: 'uv does not manage this project yet; see 0.2' };
	// A member of a workspace is installed with the whole of it.
	const { lockRoot } = project;
	if (lockRoot !== project.path && facts.projects.some(({ path }) => path === lockRoot))
		return { reason: `\`${lockRoot}\` holds the lockfile of this project, and is reported` };
	if (facts.ci.sources.length === 0) return { reason: 'no pipeline is in this repository' };
	return { commands: facts.ci.commands.filter(command => covers(command, project.path)) };
};

/** A list of words, as tox has them, does not read as a command. */
const textOf = ({ text, program, runner, args }: CiCommand): string =>
	(text.includes(program) ? text : [...runner, program, ...args].join(' '))
		.replaceAll(/\s+/g, ' ')
		.trim()
		.slice(0, 120);

/** For messages, without backticks of its own. */
export const shown = (command: CiCommand): string => textOf(command).replaceAll('`', "'");

/** Equal commands of a matrix or of two ways to the same line. */
export const oncePerLine = (commands: readonly CiCommand[]): readonly CiCommand[] => {
	const seen = new Set<string>();
	return commands.filter(command => {
		const key = `${command.path}:${command.line}:${command.column}`;
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
};
