import type { SgNode } from '@ast-grep/napi';
import { shortList } from '../../source/core/short-list.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { DefinitionGroup } from '../../source/core/facts/module-shape.ts';
import { declined } from '../../source/core/fixer.ts';
import { folderOf } from '../../source/core/folders.ts';
import { applySplices, eolOf, lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { namesOf } from '../../source/edit/python/groups.ts';
import { insertImport, removeImportedNames } from '../../source/edit/python/imports.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import type { Splittable, Stays } from '../../source/edit/python/split.ts';
import {
	moduleNameFor,
	newModule,
	orphanedNames,
	reExports,
	removalOf,
	splittable,
} from '../../source/edit/python/split.ts';
import { lineSplice } from '../../source/edit/line-splice.ts';
import { formatterLike } from '../../source/edit/ruff/keep-formatted.ts';
import { chain, spliced, type EditResult } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';
import { packageProof, patchedIn } from './split-surroundings.ts';

/** Of the length limit, the share from which a group could be a module: 60 of 400 lines. */
const weight = 0.15;

/** So many groups are offered for a module. */
const offered = 5;

const stemOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.py$/, '');

const questionId = (path: string): string =>
	`group-in-${path
		.replace(/\.py$/, '')
		.replaceAll(/[^a-zA-Z0-9]+/g, '-')
		.toLowerCase()}`;

/** Groups that could leave so that both modules are below the limit, smallest first. */
const candidatesIn = (
	path: string,
	facts: Pick<Facts, 'repository' | 'shapes'>,
): readonly DefinitionGroup[] => {
	const limit = facts.repository.limits.moduleLines;
	const parsed = facts.shapes.get(path);
	if (!parsed?.ok || parsed.value.groups.length < 2) return [];
	const { lines, groups } = parsed.value;
	return groups
		.filter(group => group.lines >= limit * weight && group.lines < limit && lines - group.lines < limit)
		.toSorted((a, b) => a.lines - b.lines || a.line - b.line)
		.slice(0, offered);
};

const labelOf = ({ names, lines }: DefinitionGroup): string => `${shortList(names, 4)} (${lines} lines)`;

const linesIn = (text: string): number => {
	const starts = lineStartsOf(text);
	return starts.at(-1) === text.length ? starts.length - 1 : starts.length;
};

type Parse = (text: string) => SgNode;

const withoutOrphans =
	(orphans: ReadonlySet<string>, parse: Parse) =>
	(text: string): EditResult =>
		chain(
			text,
			[...orphans].map(name => current => {
				const { imports } = namesIn(parse(current));
				const first = imports.find(
					({ local, statement }) => local === name && statement.parent()?.kind() === 'module',
				);
				if (!first) return spliced([]);
				const items = imports.filter(({ statement }) => statement.id() === first.statement.id());
				return removeImportedNames(current, first.statement, items, [first]);
			}),
		);

/** The module without the group, which it imports back under the same names. */
const remainderOf = (
	module: Splittable,
	target: string,
	parse: Parse,
	format: (text: string) => string,
): EditResult => {
	const { text } = module;
	const eol = eolOf(text);
	return chain(text, [
		() => spliced(removalOf(module)),
		withoutOrphans(orphanedNames(module), parse),
		current => insertImport(current, parse(current), reExports(target, namesOf(module.group), eol)),
		current => {
			const splice = lineSplice(current, format(current));
			return spliced(splice ? [splice] : []);
		},
	]);
};

interface Split {
	readonly edits: readonly Edit[];
	readonly names: readonly string[];
	readonly target: string;
}

export default defineFixer({
	id: 'module-split',
	title: 'Move an independent group into a module of its own',
	checks: ['module-length/length'],
	safety: 'guided',
	needs: ['repository', 'paths', 'files', 'modules', 'shapes', 'ruffConfigs', 'toolPins'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Only a group that shares no name and no module state with the rest moves, unchanged, and the module imports every name of it back; ' +
		'tests that patch names in the module are searched first.',
	isReady: ({ at }, { facts }) => candidatesIn(at.path, facts).length > 0,
	questions: ({ facts, findings }) =>
		findings.flatMap(({ at: { path } }) => {
			const [first, ...rest] = candidatesIn(path, facts);
			if (!first) return [];
			return [
				{
					id: questionId(path),
					prompt: `Which group moves out of ${path}?`,
					explanation: 'The group gets a module beside this one, and this one re-exports its names.',
					kind: {
						type: 'choice',
						choices: [first, ...rest].map(group => ({ value: group.names[0], label: labelOf(group) })),
					},
					fallback: first.names[0],
				},
			];
		}),
	reads({ facts, project, findings }) {
		const paths = findings.map(({ at }) => at.path);
		const stems = new Set(paths.map(stemOf));
		const others = [...facts.files.values()].filter(({ path, role, project: home }) => {
			if (role === 'test' && home === project.path) return path.endsWith('.py');
			const parsed = facts.modules.get(path);
			return (
				parsed?.ok === true &&
				parsed.value.imports.some(
					({ module, name }) => stems.has(module.replace(/^.*\./, '')) || stems.has(name ?? ''),
				)
			);
		});
		return [...paths, ...others.map(({ path }) => path)];
	},
	plan({ facts, findings, texts, answers, engines }) {
		const limit = facts.repository.limits.moduleLines;
		const split = (path: string): Split | Stays => {
			const text = texts.get(path);
			const [first, ...more] = candidatesIn(path, facts);
			if (text === undefined) return { reason: 'the file cannot be read' };
			if (!first)
				return { reason: 'no group of definitions is independent of the rest and of the right size' };
			const chosen = answers[questionId(path)] ?? first.names[0];
			if (![first, ...more].some(({ names }) => names[0] === chosen))
				return { reason: `\`${chosen}\` is none of the groups` };
			const proof = packageProof(path, facts);
			if ('reason' in proof) return proof;
			const parse: Parse = current =>
				engines.python({ path, text: current, lineStarts: lineStartsOf(current) });
			const module = splittable(parse(text), text, chosen);
			if ('reason' in module) return module;
			const names = namesOf(module.group);
			const orphans = orphanedNames(module);
			const used = [...names, ...module.parts.flatMap(part => (part.kind === 'import' ? part.names : []))];
			const patched = patchedIn(path, used, [...orphans], texts, facts);
			if (patched !== null) return { reason: patched };
			const target = moduleNameFor(names, stemOf(path));
			const created = folderOf(path) === '.' ? `${target}.py` : `${folderOf(path)}/${target}.py`;
			if (facts.paths.has(created)) return { reason: `\`${created}\` is there already` };
			const made = newModule(module);
			if (made === null)
				return { reason: 'a comment beside an import that both modules need cannot be parted' };
			const format = formatterLike(path, text, facts, engines);
			const content = format(made);
			const rest = remainderOf(module, `${proof.prefix}${target}`, parse, format);
			if (rest.outcome === 'declined') return { reason: rest.reason };
			const [splice, ...splices] = rest.splices;
			const tooLong = [content, applySplices(text, rest.splices)].some(one => linesIn(one) >= limit);
			if (!splice || tooLong) return { reason: 'a module would still be too long' };
			return {
				edits: [
					{ kind: 'splice', path, splices: [splice, ...splices] },
					{ kind: 'create', path: created, text: content },
				],
				names,
				target: created,
			};
		};
		const edits: Edit[] = [];
		const changed: string[] = [];
		const reasons: string[] = [];
		for (const path of new Set(findings.map(({ at }) => at.path))) {
			const result = split(path);
			if ('reason' in result) {
				reasons.push(`\`${path}\` stays whole: ${result.reason}`);
				continue;
			}
			edits.push(...result.edits);
			const listed = result.names.map(name => `\`${name}\``).join(', ');
			changed.push(
				`${listed} moved from \`${path}\` to \`${result.target}\`, and \`${path}\` re-exports them.`,
			);
		}
		const [first, ...rest] = edits;
		if (!first) return declined(reasons[0] ?? 'There is no module to split');
		return {
			outcome: 'plan',
			area: 'layout',
			summary: 'move a group into its own module',
			changed: [...changed, ...reasons.map(reason => `${reason}.`)],
			atRunTime:
				'Imports keep working; `__module__`, names in pickles and the logger name of what moved follow the new module.',
			followUps: ['Rename the new module if another name says better what it is for', 'Run the tests'],
			edits: [first, ...rest],
			// Moved code keeps its look where the module was not formatted: a comment for a tool is about its line.
			isFormatted: true,
		};
	},
});
