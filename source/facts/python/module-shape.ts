import type { SgNode } from '@ast-grep/napi';
import { defineFileGatherer, ParseError } from '../../core/gather.ts';
import type { DefinitionGroup, ModuleShape } from '../../core/facts/module-shape.ts';
import { groupsOf, linesOf, namesOf } from '../../edit/python/groups.ts';
import { forEachStatement } from '../../edit/python/statements.ts';
import type { TopLevelPart } from '../../edit/python/top-level.ts';
import { assignmentIn, topLevelParts, undecorated } from '../../edit/python/top-level.ts';

/** Files from this share of the length limit are looked into: 250 of 400 lines. */
const share = 0.625;

const testFile = /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;

const literals = new Set([
	'dictionary',
	'list',
	'tuple',
	'set',
	'string',
	'concatenated_string',
	'parenthesized_expression',
]);
const enumBase = /\b(?:Enum|IntEnum|StrEnum|Flag|IntFlag)\b/;
const djangoBase = /\bmodels\.Model\b/;

const isDocstring = (node: SgNode): boolean =>
	node.kind() === 'expression_statement' && node.child(0)?.kind() === 'string';

/** Statements and headers of compound ones, docstrings left out; counted in the text, which is cheaper than the tree. */
const statementsIn = (text: string): number => {
	let count = 0;
	forEachStatement(text, start => {
		if (text[start] !== '"' && text[start] !== "'") count++;
	});
	return count;
};

/** Fields, docstrings and `pass`, but no methods. */
const holdsOnlyFields = (node: SgNode): boolean =>
	(node.field('body')?.children() ?? []).every(
		child =>
			child.kind() === 'comment' ||
			child.kind() === 'pass_statement' ||
			isDocstring(child) ||
			assignmentIn(child),
	);

const basesOf = (node: SgNode): string => node.field('superclasses')?.text() ?? '';

const isTable = (part: TopLevelPart): boolean => {
	const assignment = assignmentIn(part.node);
	if (assignment !== null) return literals.has(String(assignment.field('right')?.kind()));
	const definition = undecorated(part.node);
	if (definition.kind() !== 'class_definition') return false;
	return enumBase.test(basesOf(definition)) || holdsOnlyFields(definition);
};

const isDjangoModel = (part: TopLevelPart): boolean => djangoBase.test(basesOf(undecorated(part.node)));

const linesWhere = (parts: readonly TopLevelPart[], wanted: (part: TopLevelPart) => boolean): number =>
	parts.filter(wanted).reduce((sum, { firstLine, lastLine }) => sum + lastLine - firstLine + 1, 0);

const definitionGroups = (parts: readonly TopLevelPart[]): readonly DefinitionGroup[] =>
	groupsOf(parts)
		.flatMap(group => {
			if (!group.parts.some(({ kind }) => kind === 'definition')) return [];
			const [first, ...rest] = namesOf(group);
			if (first === undefined) return [];
			const names: readonly [string, ...string[]] = [first, ...rest];
			return [{ names, lines: linesOf(group), line: group.parts[0].firstLine }];
		})
		.toSorted((a, b) => b.lines - a.lines || a.line - b.line);

/** How modules of some length are built; shorter ones are not parsed. */
export default defineFileGatherer({
	fact: 'shapes',
	version: 1,
	wave: 'code',
	// Only production modules are asked for their length, and a test file is never one.
	wants: path => path.endsWith('.py') && !testFile.test(path),
	needs: ['repository'],
	optionsFor: (_path, facts) => Math.ceil(facts.repository.limits.moduleLines * share),
	extract(file, engines, options): ModuleShape | null {
		const { text, lineStarts: starts } = file;
		const lines = text.length === starts.at(-1) ? starts.length - 1 : starts.length;
		if (typeof options !== 'number' || lines < options) return null;
		const broken = engines.syntaxError(file);
		if (broken) throw new ParseError(broken.message, broken.line);
		const root = engines.python(file);
		const parts = topLevelParts(root, text) ?? [];
		return {
			lines,
			statements: statementsIn(text),
			tableLines: linesWhere(parts, isTable),
			importLines: linesWhere(parts, part => part.kind === 'import' || part.names.includes('__all__')),
			djangoModelLines: linesWhere(parts, isDjangoModel),
			groups: definitionGroups(parts),
		};
	},
});
