import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../source/core/fixer.ts';
import type { RuffDiagnostic, SourceFile } from '../../source/core/gather.ts';
import { lineStartsOf, positionAt } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { splicesOf } from '../../source/edit/ruff/apply-fixes.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

/** Rules about what a function returns, and all rules about signatures. */
const returning = new Set(['ANN201', 'ANN204', 'ANN205', 'ANN206']);
const signature = ['ANN001', 'ANN002', 'ANN003', ...returning];
const settings = {
	'target-version': 'py314',
	preview: true,
	'output-prefer-rule-codes': true,
	lint: {
		'explicit-preview-rules': true,
		'flake8-annotations': { 'mypy-init-return': true },
		select: signature,
	},
};

/** Built-in types that need no import. */
const plain = /^ -> (?:None|bool|int|float|str|bytes)$/;
const harmlessDecorators = new Set(['staticmethod', 'classmethod', 'property']);

const key = (line: number, column: number): string => `${line}:${column}`;

/** Functions whose return type may be read off their body, by the place of their name. */
const openFunctions = (root: SgNode, file: SourceFile): ReadonlyMap<string, SgNode> => {
	const found = new Map<string, SgNode>();
	for (const node of root.findAll({ rule: { kind: 'function_definition' } })) {
		const name = node.field('name');
		const around = node.parent();
		const decorators =
			around?.kind() === 'decorated_definition'
				? around.children().filter(child => child.kind() === 'decorator')
				: [];
		if (!name || decorators.some(decorator => !harmlessDecorators.has(decorator.text().slice(1).trim())))
			continue;
		const { header, statements } = partsOf(node);
		if (hasTypeComment(header) || isPlaceholder(node, statements) || mayOverride(node, root)) continue;
		const { line, column } = positionAt(file.lineStarts, name.range().start.index);
		found.set(key(line, column), node);
	}
	return found;
};

const isDocstring = (child: SgNode): boolean =>
	child.kind() === 'expression_statement' && child.child(0)?.kind() === 'string';

/** The statements of a function but its docstring, and what stands above the first. */
const partsOf = (node: SgNode): { readonly header: string; readonly statements: readonly SgNode[] } => {
	const body = (node.field('body')?.children() ?? []).filter(child => child.kind() !== 'comment');
	const first = body[0]?.range().start.index ?? node.range().end.index;
	const text = node.text();
	return {
		header: text.slice(0, first - node.range().start.index),
		statements: body[0] && isDocstring(body[0]) ? body.slice(1) : body,
	};
};

const classAround = (node: SgNode): SgNode | null => {
	const around = node.parent();
	const block = around?.kind() === 'decorated_definition' ? around.parent() : around;
	const owner = block?.parent() ?? null;
	return owner?.kind() === 'class_definition' ? owner : null;
};

const isSpecial = (node: SgNode): boolean => /^__\w+__$/.test(node.field('name')?.text() ?? '');

const basesOf = (definition: SgNode): readonly string[] =>
	(definition.field('superclasses')?.children() ?? [])
		.filter(child => child.isNamed() && child.kind() !== 'comment')
		.map(child => child.text())
		.filter(base => base !== 'object');

/** A method of a base class that is not seen here may return something else; special methods return what they must. */
const mayOverride = (node: SgNode, root: SgNode): boolean => {
	const owner = classAround(node);
	if (!owner || isSpecial(node)) return false;
	return basesOf(owner).some(base => {
		const [own, ...others] = root
			.findAll({ rule: { kind: 'class_definition' } })
			.filter(definition => definition.field('name')?.text() === base);
		if (!own || others.length > 0 || basesOf(own).length > 0) return true;
		const name = node.field('name')?.text() ?? '';
		return new RegExp(`\\bdef\\s+${name}\\b|^\\s+${name}\\s*[:=]`, 'm').test(own.text());
	});
};

/** A method that does nothing by itself, there for others to override or replace: theirs may return something. */
const isPlaceholder = (node: SgNode, statements: readonly SgNode[]): boolean =>
	classAround(node) !== null &&
	!isSpecial(node) &&
	statements.every(statement =>
		/^(?:pass|\.\.\.|return(?:[ \t]+None)?|raise\b[\s\S]*)$/.test(statement.text()),
	);

const hasTypeComment = (header: string): boolean => /#[ \t]*type:[ \t]*\(/.test(header);

const isInside = (file: SourceFile, node: SgNode, { start_location }: RuffDiagnostic): boolean => {
	const body = node.field('body');
	const first = positionAt(file.lineStarts, node.range().start.index);
	const last = positionAt(file.lineStarts, body?.range().start.index ?? node.range().end.index);
	const { row, column } = start_location;
	const isAfter = row > first.line || (row === first.line && column >= first.column);
	return isAfter && (row < last.line || (row === last.line && column < last.column));
};

export default defineFixer({
	id: 'annotate-none',
	title: 'Annotate functions that return nothing',
	checks: ['mypy/annotations'],
	safety: 'review',
	needs: [],
	touches: pythonFiles,
	after: ['mypy-config'],
	safetyNote:
		'Only return types that ruff reads off the code and that need no import are added, and only where the signature is ' +
		'complete with them. Functions with decorators are left out: frameworks read annotations. So are methods that do ' +
		'nothing by themselves, as what overrides them may return something, and methods that may override others.',
	// Where more than the type of what is returned is missing, it stays missing.
	takes: ({ message }) => !message.includes('annotations are missing'),
	perFile: true,
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.map(({ at }) => at.path))],
	plan({ project, findings, texts, engines }) {
		const wanted = new Set(findings.map(({ at }) => `${at.path}:${at.line}`));
		const edits: (Edit & { readonly kind: 'splice' })[] = [];
		let count = 0;
		for (const [path, text] of texts) {
			const file = { path, text, lineStarts: lineStartsOf(text) };
			if (engines.syntaxError(file)) continue;
			const hits = engines.ruff(file, settings);
			const functions = openFunctions(engines.python(file), file);
			const splices = hits.flatMap((hit): readonly Splice[] => {
				const { row, column } = hit.start_location;
				const node = functions.get(key(row, column));
				const [splice, ...more] = splicesOf(file, hit);
				if (!node || !splice || more.length > 0 || !returning.has(hit.code ?? '') || !plain.test(splice.text))
					return [];
				if (!wanted.has(`${path}:${row}`)) return [];
				return hits.some(other => other !== hit && isInside(file, node, other)) ? [] : [splice];
			});
			count += splices.length;
			const [first, ...rest] = splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined('the missing types cannot be read off the code');
		return {
			outcome: 'plan',
			area: 'types',
			summary: `annotate what ${count === 1 ? 'one function returns' : `${count} functions return`}`,
			changed: [
				`Return types that follow from the code are written down in ${edits.length === 1 ? `\`${first.path}\`` : `${edits.length} files${project.path === '.' ? '' : ` of \`${project.path}\``}`}.`,
			],
			atRunTime: 'Nothing; annotations are not evaluated for anything here.',
			followUps: ['Run `mypy`: it looks into functions once they are annotated, and may find more'],
			edits: [first, ...rest],
		};
	},
});
