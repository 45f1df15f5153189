import type { SgNode } from '@ast-grep/napi';
import type { Facts } from '../../source/core/facts.ts';
import { declined } from '../../source/core/fixer.ts';
import { isGoneMock } from '../../source/core/moto-mocks.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { replaceNode } from '../../source/edit/python/calls.ts';
import { removeImportedNames } from '../../source/edit/python/imports.ts';
import { itemRange } from '../../source/edit/python/items.ts';
import type { ImportedName, Names } from '../../source/edit/python/names.ts';
import { importsEverything, namesIn, originsOf } from '../../source/edit/python/names.ts';
import { endOf, partsOf, startOf } from '../../source/edit/python/nodes.ts';
import { afterLine, beginsLine, lineEnd, lineStart } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { leftAlone } from '../left-alone.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.getmoto.org/en/latest/docs/releases.html
// https://docs.getmoto.org/en/latest/docs/configuration/index.html

const fresh = 'mock_aws';

const isOld = ({ module, name }: ImportedName): boolean => isGoneMock(module, name);

/** Whether a name or attribute stands for a mock of one service, or for the one of all. */
const isMock = (node: SgNode, names: Names, withFresh: boolean): boolean =>
	originsOf(node, names).some(origin => {
		const at = origin.lastIndexOf('.');
		const [module, name] = [origin.slice(0, at), origin.slice(at + 1)];
		return isGoneMock(module, name) || (withFresh && origin === `moto.${fresh}`);
	});

/** The mock that an expression is, or calls with no arguments; one with arguments says more than the others. */
const isPlainMock = (node: SgNode | null, names: Names): boolean => {
	if (!node) return false;
	if (node.kind() !== 'call') return isMock(node, names, true);
	const callee = node.field('function');
	const list = node.field('arguments');
	return callee !== null && list !== null && partsOf(list).length === 0 && isMock(callee, names, true);
};

/** Decorators and managers that say again what one before them says. */
const repeated = (text: string, root: SgNode, names: Names): readonly Splice[] => [
	...root.findAll({ rule: { kind: 'decorated_definition' } }).flatMap(definition => {
		const [, ...again] = definition
			.children()
			.filter(child => child.kind() === 'decorator' && isPlainMock(partsOf(child)[0] ?? null, names));
		return again.flatMap((node): readonly Splice[] => {
			// A comment beside it may say why it is there; the decorator's node may hold it.
			const line = text.slice(startOf(node), lineEnd(text, endOf(node)));
			const alone = beginsLine(text, startOf(node)) && line.trim() === node.text() && !line.includes('#');
			return alone
				? [{ start: lineStart(text, startOf(node)), end: afterLine(text, endOf(node)), text: '' }]
				: [];
		});
	}),
	...root.findAll({ rule: { kind: 'with_clause' } }).flatMap(clause => {
		const items = partsOf(clause).filter(
			item => item.kind() === 'with_item' && isPlainMock(item.field('value') ?? item.child(0), names),
		);
		if (clause.has({ rule: { kind: 'comment' } })) return [];
		return items.slice(1).map((item): Splice => ({ ...itemRange(clause.children(), item), text: '' }));
	}),
];

/** Why a file is for a person. */
const refusalOf = (root: SgNode, names: Names): string | null => {
	const old = names.imports.filter(isOld);
	if (importsEverything(names, 'moto')) return 'takes everything of moto with `*`';
	const special = [
		...old.map(({ name }) => name ?? ''),
		...root
			.findAll({ rule: { kind: 'attribute', regex: '^\\w+\\.mock_\\w+$' } })
			.filter(node => isMock(node, names, false))
			.map(node => node.field('attribute')?.text() ?? ''),
	].find(name => /_(?:simple|deprecated)$/.test(name));
	if (special !== undefined) return `uses \`${special}\`, which took settings with it`;
	if (names.imports.some(({ module, name }) => module === 'moto' && name === 'mock_xray_client'))
		return 'imports `mock_xray_client`, which is in `moto.xray` now';
	if (names.imports.some(({ origin, local }) => origin === `moto.${fresh}` && local !== fresh))
		return `imports \`${fresh}\` under another name`;
	const isTaken = root
		.findAll({ rule: { kind: 'identifier', regex: `^${fresh}$` } })
		.some(
			node => !/import|attribute/.test(String(node.parent()?.kind() ?? '')) && !isMock(node, names, true),
		);
	const isImported = names.imports.some(({ local, origin }) => local === fresh && origin !== `moto.${fresh}`);
	if (isTaken || isImported) return `has something of its own that is called \`${fresh}\``;
	// A function of that name hides the import from there on.
	const own = root
		.findAll({ rule: { any: [{ kind: 'function_definition' }, { kind: 'class_definition' }] } })
		.find(
			node =>
				node.parent()?.kind() !== 'block' && old.some(each => each.local === node.field('name')?.text()),
		);
	if (own) return `has something of its own that is called \`${own.field('name')?.text() ?? ''}\``;
	const words = new Set(old.map(({ local }) => local));
	const quoted = root
		.findAll({ rule: { kind: 'string_content' } })
		.find(node => words.has(/\w+$/.exec(node.text())?.[0] ?? ''));
	if (quoted) return 'names one of them in a text';
	return null;
};

/** The scope that an import gives its names to. */
const scopeOf = (statement: SgNode): number =>
	statement
		.ancestors()
		.find(node => ['function_definition', 'module'].includes(String(node.kind())))
		?.id() ?? 0;

const importEdits = (text: string, names: Names): readonly Splice[] | string => {
	const statements = new Map(
		names.imports.filter(isOld).map(({ statement }) => [statement.id(), statement] as const),
	);
	const splices: Splice[] = [];
	const known = new Set(
		names.imports
			.filter(({ origin }) => origin === `moto.${fresh}`)
			.map(({ statement }) => scopeOf(statement)),
	);
	for (const statement of statements.values()) {
		const items = names.imports.filter(each => each.statement.id() === statement.id());
		const old = items.filter(isOld);
		const [first, ...rest] = old;
		const module = statement.field('module_name');
		if (!first || !module) return 'imports them in a way that cannot be changed here';
		const scope = scopeOf(statement);
		const isKnown = known.has(scope);
		known.add(scope);
		const gone = isKnown ? old : rest;
		if (!isKnown) {
			if (module.text() !== 'moto') {
				if (old.length !== items.length) return `imports more than mocks from \`${module.text()}\``;
				splices.push(replaceNode(module, 'moto'));
			}
			splices.push(replaceNode(first.item, fresh));
		}
		if (gone.length === 0) continue;
		const removed = removeImportedNames(text, statement, items, gone);
		if (removed.outcome === 'declined') return removed.reason;
		splices.push(...removed.splices);
	}
	return splices;
};

const within = (inner: Splice, outer: Splice): boolean =>
	inner.start >= outer.start && inner.end <= outer.end && inner !== outer;

/** The file with `mock_aws` in the place of the others; a text says why it is for a person. */
const editsOf = (text: string, root: SgNode): readonly Splice[] | string => {
	const names = namesIn(root);
	const refusal = refusalOf(root, names);
	if (refusal !== null) return refusal;
	const imports = importEdits(text, names);
	if (typeof imports === 'string') return imports;
	const again = repeated(text, root, names);
	const statements = new Set(names.imports.map(({ statement }) => statement.id()));
	const isImport = (node: SgNode): boolean => node.ancestors().some(each => statements.has(each.id()));
	const uses = root
		.findAll({ rule: { any: [{ kind: 'identifier' }, { kind: 'attribute' }] } })
		.filter(node => !isImport(node) && isMock(node, names, false))
		.flatMap((node): readonly Splice[] => {
			const attribute = node.kind() === 'attribute' ? node.field('attribute') : node;
			return attribute ? [replaceNode(attribute, fresh)] : [];
		})
		.filter(splice => !again.some(outer => within(splice, outer)));
	return [...imports, ...again, ...uses];
};

/** Another file takes one of the names from this one, and would still ask for it. */
const takenFrom = (facts: Pick<Facts, 'modules'>, path: string): string | null => {
	const stem = /([^/]+)\.py$/.exec(path)?.[1] ?? path;
	for (const [other, parsed] of facts.modules) {
		if (other === path || !parsed.ok) continue;
		const found = parsed.value.imports.some(
			({ module, name }) => (module === stem || module.endsWith(`.${stem}`)) && isGoneMock('moto', name),
		);
		if (found) return other;
	}
	return null;
};

export default defineFixer({
	id: 'moto-mocks',
	title: 'Use `mock_aws` of moto 5',
	checks: ['unit-tests/moto-mocks'],
	safety: 'review',
	needs: ['modules'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Offered only where the lock has moto 5 or newer, with which the old imports fail, so that no test that runs today changes. ' +
		'`mock_aws` stands in for every service at once, and one inside another shares its state, as before.',
	perFile: true,
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.map(({ at }) => at.path))],
	plan({ facts, texts, engines }) {
		const edits: Edit[] = [];
		const left: string[] = [];
		for (const [path, text] of texts) {
			const other = takenFrom(facts, path);
			const result =
				other === null
					? editsOf(text, engines.python({ path, text, lineStarts: lineStartsOf(text) }))
					: `hands one of them to \`${other}\``;
			if (typeof result === 'string') {
				left.push(`\`${path}\` ${result}`);
				continue;
			}
			const [first, ...rest] = result.toSorted((a, b) => a.start - b.start || a.end - b.end);
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first)
			return declined(left[0] ?? 'nothing of it is imported in a way that can be changed without a person');
		return {
			outcome: 'plan',
			area: 'tests',
			summary: 'use mock_aws of moto 5',
			changed: [
				'Mocks of single services become `mock_aws`, once where several stood together.',
				...leftAlone(left),
			],
			atRunTime: 'Nothing in production; tests that could not be imported run again.',
			followUps: ['Run the tests: mocks of services that were left out before are active now, too'],
			edits: [first, ...rest],
		};
	},
});
