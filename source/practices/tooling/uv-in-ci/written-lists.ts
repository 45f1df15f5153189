import type { CiCommand } from '../../../core/facts/ci.ts';

const bare = (path: string): string => path.replace(/^["']|["']$/g, '').replace(/^\.\//, '');

/** Files that a command writes, by its options or by what the shell does with its output. */
const outputsOf = ({ args, writesTo }: CiCommand): readonly string[] => [
	...args.flatMap((word, at) => {
		const attached = /^--(?:output|output-file|outfile)=(.+)$/.exec(word)?.[1];
		if (attached !== undefined) return [bare(attached)];
		return /^(?:-o|--output|--output-file|--outfile)$/.test(word) ? args.slice(at + 1, at + 2).map(bare) : [];
	}),
	...(writesTo === undefined ? [] : [bare(writesTo)]),
];

/** Lists that `-r` names. */
const listsOf = (args: readonly string[]): readonly string[] =>
	args.flatMap((word, at) => {
		if (/^(?:-r|--requirements?)$/.test(word)) return args.slice(at + 1, at + 2).map(bare);
		const attached = /^(?:-r|--requirements?=)(.+)$/.exec(word)?.[1];
		return attached === undefined ? [] : [bare(attached)];
	});

const isExport = ({ program, args }: CiCommand): boolean => program === 'uv' && args[0] === 'export';

/** What resolves, or takes over, the dependencies of the project: its output is a list of the project. */
const isOwn = ({ program, args }: CiCommand): boolean =>
	program === 'pip-compile' ||
	(program === 'uv' && args[0] === 'pip' && args[1] === 'compile') ||
	(/^(?:poetry|pdm)$/.test(program) && args[0] === 'export') ||
	(program === 'pipenv' && /^(?:requirements|lock)$/.test(args[0] ?? ''));

/**
 * Who wrote all the lists that a command installs from: `uv export`, or something else in the pipeline that makes them no
 * lists of the project; null where one of them stands in the repository, or holds what the project asks for.
 */
export const writerOfLists = (
	commands: readonly CiCommand[],
	command: CiCommand,
	isTracked: (list: string) => boolean,
): 'export' | 'pipeline' | null => {
	const lists = listsOf(command.args);
	const others = command.args.filter(word => /^(?:-e|--editable)$|^\.{1,2}(?:$|\/|\[)/.test(word));
	if (lists.length === 0 || others.length > 0 || lists.some(isTracked)) return null;
	const writers = lists.map(list =>
		commands.filter(each => each.source === command.source && outputsOf(each).includes(list)),
	);
	if (writers.some(found => found.length === 0 || found.some(isOwn))) return null;
	return writers.every(found => found.some(isExport)) ? 'export' : 'pipeline';
};
