import type { TopLevelPart } from './top-level.ts';
import { assignmentIn } from './top-level.ts';

/** Parts of a module that use one another and no other definition; in the order of the file. */
export interface PartGroup {
	readonly parts: readonly [TopLevelPart, ...TopLevelPart[]];
	/** A statement that is no definition, such as a loop or a call, uses it: it has to stay where it is. */
	readonly anchored: boolean;
}

const loggerMaker = /^(?:\w+\.)*(?:getLogger|get_logger|get_task_logger|Logger)\([^()]*\)$/;

/** `logger = logging.getLogger(__name__)` and the like: every function may use it without being related. */
export const isLoggerBinding = (part: TopLevelPart): boolean => {
	const right = part.kind === 'assignment' ? assignmentIn(part.node)?.field('right') : null;
	return right?.kind() === 'call' && loggerMaker.test(right.text());
};

const joins = (part: TopLevelPart): boolean =>
	part.kind === 'definition' ||
	part.kind === 'other' ||
	(part.kind === 'assignment' && !isLoggerBinding(part));

/** `__all__` names everything and relates nothing. */
const isExportList = (part: TopLevelPart): boolean => part.names.length === 1 && part.names[0] === '__all__';

/** Connected components of "this part reads a name that part binds". */
export const groupsOf = (all: readonly TopLevelPart[]): readonly PartGroup[] => {
	const parts = all.filter(part => joins(part) && !isExportList(part));
	const leader = parts.map((_, index) => index);
	const find = (index: number): number => {
		let at = index;
		while (leader[at] !== undefined && leader[at] !== at) at = leader[at] ?? at;
		return at;
	};
	const unite = (a: number, b: number): void => {
		leader[Math.max(find(a), find(b))] = Math.min(find(a), find(b));
	};
	const owners = new Map<string, number>();
	parts.forEach((part, index) => {
		for (const name of part.names) {
			const owner = owners.get(name);
			if (owner === undefined) owners.set(name, index);
			else unite(owner, index);
		}
	});
	parts.forEach((part, index) => {
		for (const name of part.reads) {
			const owner = owners.get(name);
			if (owner !== undefined) unite(owner, index);
		}
	});
	const members = new Map<number, [TopLevelPart, ...TopLevelPart[]]>();
	parts.forEach((part, index) => {
		const group = members.get(find(index));
		if (group) group.push(part);
		else members.set(find(index), [part]);
	});
	return [...members.values()].map(group => ({
		parts: group,
		anchored: group.some(({ kind }) => kind === 'other'),
	}));
};

export const linesOf = (group: PartGroup): number =>
	group.parts.reduce((sum, { firstLine, lastLine }) => sum + lastLine - firstLine + 1, 0);

/** Names that the group's definitions and assignments bind, in order. */
export const namesOf = (group: PartGroup): readonly string[] => [
	...new Set(group.parts.flatMap(({ names }) => names)),
];
