import type { SgNode } from '@ast-grep/napi';
import { eolOf } from '../../core/text.ts';
import type { Splice } from '../../core/tree.ts';
import type { PartGroup } from './groups.ts';
import { groupsOf, isLoggerBinding, namesOf } from './groups.ts';
import { namesIn } from './names.ts';
import { partsOf } from './nodes.ts';
import type { TopLevelPart } from './top-level.ts';
import { assignmentIn, topLevelParts } from './top-level.ts';

/** A module as it is before a group of it moves away. */
export interface Splittable {
	readonly text: string;
	readonly parts: readonly TopLevelPart[];
	readonly group: PartGroup;
	/** Loggers that the group uses; each module gets its own. */
	readonly loggers: readonly TopLevelPart[];
}

/** Why a group stays, as a sentence. */
export interface Stays {
	readonly reason: string;
}

/** Decorators that only change the function or class they stand on. */
const harmless =
	/^@(?:dataclasses?\.)?(?:dataclass|total_ordering|unique|final|overload|runtime_checkable|contextmanager|asynccontextmanager|lru_cache|cache|wraps|singledispatch|define|frozen|mutable)\b|^@(?:functools|contextlib|typing|typing_extensions|enum|attrs?)\.\w+/;

const moduleNames = new Set([
	'__name__',
	'__file__',
	'__doc__',
	'__package__',
	'__spec__',
	'__path__',
	'__loader__',
]);
const reflective = /^(?:globals|locals|vars|exec|eval|__import__)$/;

const reflects = (root: SgNode): boolean =>
	root.has({ rule: { kind: 'call', has: { field: 'function', regex: reflective.source } } }) ||
	root.has({ rule: { kind: 'attribute', regex: '^sys\\.modules$' } });

const boundByOthers = (root: SgNode, parts: readonly TopLevelPart[]): ReadonlySet<string> => {
	const others = parts.filter(({ kind }) => kind === 'other').map(({ node }) => node.range());
	const names = namesIn(root).imports.flatMap(({ local, item }) => {
		const at = item.range().start.index;
		return others.some(({ start, end }) => at >= start.index && at < end.index) ? [local] : [];
	});
	const assigned = parts
		.filter(({ kind }) => kind === 'other')
		.flatMap(({ node }) => node.findAll({ rule: { kind: 'assignment' } }))
		.map(assignment => assignment.field('left')?.text() ?? '');
	return new Set([...names, ...assigned]);
};

const obstacleIn = (
	group: PartGroup,
	loggers: readonly TopLevelPart[],
	others: ReadonlySet<string>,
): string | null => {
	if (group.anchored) return 'a statement of the module body uses it';
	for (const { node, reads } of group.parts) {
		if (node.has({ rule: { kind: 'global_statement' } })) return 'it rebinds module state with `global`';
		const decorator = node
			.findAll({ rule: { kind: 'decorator' } })
			.find(one => one.parent()?.id() === node.id() && !harmless.test(one.text()));
		if (decorator)
			return `\`${decorator.text().split('\n', 1)[0] ?? ''}\` may register it under the module it stands in`;
		for (const name of reads) {
			if (moduleNames.has(name)) return `it uses \`${name}\``;
			if (others.has(name)) return `it uses \`${name}\`, which is bound under a condition`;
		}
	}
	if (namesOf(group).some(name => /^__.*__$/.test(name))) return 'it binds a name that belongs to the module';
	const odd = loggers.find(
		({ node }) =>
			!/^(?:\w+\.)*(?:getLogger|get_logger)\((?:__name__)?\)$/.test(
				assignmentIn(node)?.field('right')?.text() ?? '',
			),
	);
	return odd ? `it uses \`${odd.names[0] ?? ''}\`, which the module makes in its own way` : null;
};

/** Finds the group that binds a name, and whether it may leave. */
export const splittable = (root: SgNode, text: string, name: string): Splittable | Stays => {
	const parts = topLevelParts(root, text);
	if (parts === null) return { reason: 'two statements share a line' };
	if (namesIn(root).imports.some(({ name: imported }) => imported === '*')) {
		return { reason: 'an import with `*` hides which names it uses' };
	}
	if (reflects(root)) return { reason: 'the module looks up names at run time' };
	if (parts.some(({ names, kind }) => kind === 'definition' && names.includes('__getattr__'))) {
		return { reason: 'the module has a `__getattr__` of its own' };
	}
	const group = groupsOf(parts).find(one => namesOf(one).includes(name));
	if (!group) return { reason: `no group of definitions holds \`${name}\`` };
	const reads = new Set(group.parts.flatMap(part => [...part.reads]));
	const loggers = parts.filter(part => isLoggerBinding(part) && part.names.some(bound => reads.has(bound)));
	const obstacle = obstacleIn(group, loggers, boundByOthers(root, parts));
	return obstacle === null ? { text, parts, group, loggers } : { reason: obstacle };
};

const sourceOf = (text: string, { start, end }: TopLevelPart): string => text.slice(start, end);

const isFuture = ({ node }: TopLevelPart): boolean => node.kind() === 'future_import_statement';

/** The names an import statement binds, with the code of each. */
const itemsOf = ({ node }: TopLevelPart): readonly { readonly local: string; readonly code: string }[] => {
	const module = node.field('module_name')?.id();
	return partsOf(node).flatMap(item => {
		if (item.id() === module) return [];
		const local =
			item.kind() === 'aliased_import' ? item.field('alias')?.text() : item.text().replace(/\..*$/, '');
		return [{ local: local ?? '', code: item.text() }];
	});
};

const width = 88;

/** `from module import a, b`, broken as formatters do where it is long. */
const fromImport = (module: string, names: readonly string[], eol: string): string => {
	const line = `from ${module} import ${names.join(', ')}`;
	if (line.length <= width) return line;
	return `from ${module} import (${eol}${names.map(name => `    ${name},${eol}`).join('')})`;
};

const blankLine = /\n[ \t]*\r?\n/;

/** Import statements that the group needs, as code in sections like the module's; null where one cannot be taken apart. */
const importsFor = (
	{ text, parts }: Splittable,
	reads: ReadonlySet<string>,
	eol: string,
): readonly string[] | null => {
	const out: string[] = [];
	let above: number | null = null;
	let starts = false;
	const add = (code: string): void => {
		out.push(starts && out.length > 0 ? `${eol}${code}` : code);
		starts = false;
	};
	for (const part of parts.filter(({ kind }) => kind === 'import')) {
		const { node } = part;
		const items = itemsOf(part);
		const wanted = items.filter(({ local }) => reads.has(local));
		const whole = text.slice(node.range().start.index, part.end);
		starts ||= above !== null && blankLine.test(text.slice(above, node.range().start.index));
		above = part.end;
		if (isFuture(part) || (wanted.length > 0 && wanted.length === items.length)) add(whole.trimEnd());
		else if (wanted.length > 0) {
			if (whole.includes('#')) return null;
			const module = node.field('module_name')?.text();
			const codes = wanted.map(({ code }) => code);
			add(module === undefined ? `import ${codes.join(', ')}` : fromImport(module, codes, eol));
		}
	}
	return out;
};

const licence = /copyright|licen[cs]e|spdx/i;

/** Comments on top of the file that a licence asks to keep in each file. */
const licenceOf = (text: string): string => {
	const head = /^(?:[ \t]*#[^\r\n]*(?:\r\n|\r|\n))+/.exec(text)?.[0] ?? '';
	return licence.test(head) ? head.replace(/^#!.*(?:\r\n|\r|\n)/, '') : '';
};

const bodyOf = ({ text, group }: Splittable, eol: string): string => {
	let out = '';
	let before: TopLevelPart | null = null;
	for (const part of group.parts) {
		const source = sourceOf(text, part);
		const close =
			before !== null &&
			before.kind === 'assignment' &&
			part.kind === 'assignment' &&
			part.firstLine === before.lastLine + 1;
		const bothPlain = before?.kind === 'assignment' && part.kind === 'assignment';
		out += before === null ? source : `${eol.repeat(close ? 1 : bothPlain ? 2 : 3)}${source}`;
		before = part;
	}
	return out;
};

/** The text of the new module; null where an import cannot be taken apart. */
export const newModule = (module: Splittable): string | null => {
	const eol = eolOf(module.text);
	const reads = new Set([...module.group.parts, ...module.loggers].flatMap(part => [...part.reads]));
	const imports = importsFor(module, reads, eol);
	if (imports === null) return null;
	let head = licenceOf(module.text);
	for (const statement of imports) head += `${statement}${eol}`;
	const loggers = module.loggers
		.map(part => module.text.slice(part.node.range().start.index, part.end) + eol)
		.join('');
	if (loggers !== '') head += `${head === '' ? '' : eol}${loggers}`;
	const gap = head === '' ? '' : eol.repeat(module.group.parts[0].kind === 'definition' ? 2 : 1);
	return `${head}${gap}${bodyOf(module, eol)}${eol}`;
};

/** Takes the group out, with the blank lines above each part. */
export const removalOf = ({ text, parts, group }: Splittable): readonly Splice[] => {
	const gone = new Set(group.parts);
	return parts.flatMap((part, at): Splice[] => {
		if (!gone.has(part)) return [];
		const above = parts[at - 1];
		const below = parts[at + 1];
		if (above) return [{ start: above.end, end: part.end, text: '' }];
		return [{ start: part.start, end: below?.start ?? text.length, text: '' }];
	});
};

/** Imported names that only the group used. */
export const orphanedNames = ({ parts, group, loggers }: Splittable): ReadonlySet<string> => {
	const gone = new Set(group.parts);
	const moved = new Set([...group.parts, ...loggers].flatMap(part => [...part.reads]));
	const left = new Set(parts.filter(part => !gone.has(part)).flatMap(part => [...part.reads]));
	const exported = parts
		.filter(({ names }) => names.includes('__all__'))
		.map(({ node }) => node.text())
		.join(' ');
	const imported = parts
		.filter(part => part.kind === 'import' && !isFuture(part))
		.flatMap(({ names }) => names);
	return new Set(
		imported.filter(
			name => moved.has(name) && !left.has(name) && !new RegExp(`["']${name}["']`).test(exported),
		),
	);
};

const memberRank = (name: string): number =>
	/^[A-Z0-9_]+$/.test(name) && name.length > 1 ? 0 : /^[A-Z]/.test(name) ? 1 : 2;

/** Statements that import names back so that type checkers take them as re-exported; one a name, as isort has it. */
export const reExports = (module: string, names: readonly string[], eol: string): string =>
	names
		.toSorted((a, b) => memberRank(a) - memberRank(b) || (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
		.map(name => `from ${module} import ${name} as ${name}`)
		.join(eol);

/** Words of a group's names, for the new module's name. */
export const moduleNameFor = (names: readonly string[], stem: string): string => {
	const counts = new Map<string, number>();
	const lists = names.map(name =>
		name
			.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
			.toLowerCase()
			.split('_')
			.filter(word => word.length > 2),
	);
	for (const words of lists) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
	const dull = new Set([
		...stem.split('_'),
		'get',
		'set',
		'make',
		'create',
		'build',
		'the',
		'for',
		'from',
		'with',
		'base',
		'new',
	]);
	const [best] = [...counts]
		.filter(([word, count]) => !dull.has(word) && (count > 1 || names.length === 1))
		.toSorted(([, a], [, b]) => b - a);
	return `_${best && names.length > 1 ? best[0] : (lists.find(words => words.length > 0) ?? ['part']).join('_')}`;
};
