import type { SgNode } from '@ast-grep/napi';
import type { HeavyImport } from '../../core/facts/heavy-imports.ts';
import type { SourceFile } from '../../core/gather.ts';
import { suppressionAt } from '../suppressions.ts';
import type { ImportedName } from './names.ts';
import { namesIn } from './names.ts';
import { briefly, enclosing, placeOf } from './nodes.ts';

/** Packages that take a quarter of a second or more to load, measured, or are known to be larger than those. */
export const heavyPackages = [
	'awswrangler',
	'cv2',
	'dask',
	'geopandas',
	'keras',
	'langchain',
	'lightgbm',
	'matplotlib',
	'nltk',
	'numba',
	'openpyxl',
	'pandas',
	'plotly',
	'polars',
	'pyarrow',
	'scipy',
	'seaborn',
	'shapely',
	'sklearn',
	'spacy',
	'statsmodels',
	'sympy',
	'tensorflow',
	'torch',
	'transformers',
	'xgboost',
] as const;

const heavy: ReadonlySet<string> = new Set(heavyPackages);

/** What makes code run only sometimes. */
const branches = [
	'if_statement',
	'conditional_expression',
	'except_clause',
	'match_statement',
	'while_statement',
	'lambda',
];

/** The outermost function or class around a node; null at module level. */
const outermost = (node: SgNode): SgNode | null =>
	node
		.ancestors()
		.findLast(around => around.kind() === 'function_definition' || around.kind() === 'class_definition') ??
	null;

/** It stands in the body of a function, where it waits for a call; not in a class, a default or a decorator. */
const functionOf = (node: SgNode): SgNode | null => {
	const found = outermost(node);
	if (found?.kind() !== 'function_definition') return null;
	const body = found.field('body')?.range();
	const at = node.range().start.index;
	return body && at >= body.start.index && at < body.end.index ? found : null;
};

const isInBranch = (node: SgNode, around: SgNode): boolean => {
	const branch = enclosing(node, [...branches, 'function_definition', 'class_definition']);
	if (!branch || branch.id() === around.id()) return false;
	return true;
};

/** Functions of the module that run with every call of a handler, as far as direct calls tell. */
const alwaysRun = (root: SgNode, handlers: readonly string[]): ReadonlySet<string> => {
	const definitions = new Map(
		root
			.children()
			.map(node => (node.kind() === 'decorated_definition' ? node.field('definition') : node))
			.filter(node => node?.kind() === 'function_definition')
			.flatMap(node => (node ? [[node.field('name')?.text() ?? '', node] as const] : [])),
	);
	const run = new Set(handlers);
	for (const name of run) {
		const definition = definitions.get(name);
		for (const call of definition?.findAll({ rule: { kind: 'call' } }) ?? []) {
			const callee = call.field('function')?.text() ?? '';
			if (definition && definitions.has(callee) && !isInBranch(call, definition)) run.add(callee);
		}
	}
	return run;
};

const usesOf = (root: SgNode, name: string, statement: SgNode): readonly SgNode[] =>
	root.findAll({ rule: { kind: 'identifier', regex: `^${name}$` } }).filter(node => {
		const parent = node.parent();
		const { start, end } = statement.range();
		const at = node.range().start.index;
		const isAttribute = parent?.kind() === 'attribute' && parent.field('object')?.id() !== node.id();
		const isKeyword = parent?.kind() === 'keyword_argument' && parent.field('name')?.id() === node.id();
		return !isAttribute && !isKeyword && (at < start.index || at >= end.index);
	});

const isTypeOnly = ({ statement }: ImportedName): boolean => {
	const around = enclosing(statement, ['if_statement']);
	return around !== null && /TYPE_CHECKING/.test(around.field('condition')?.text() ?? '');
};

/** Module-level imports of heavy packages in a file with handlers, and when their names are used. */
export const readHeavyImports = (
	file: SourceFile,
	root: SgNode,
	handlers: readonly string[],
): readonly HeavyImport[] => {
	const { imports } = namesIn(root);
	const run = alwaysRun(root, handlers);
	const found = new Map<number, { statement: SgNode; package: string; used: HeavyImport['used'] }>();
	for (const imported of imports) {
		const name = imported.module.split('.', 1)[0] ?? '';
		if (!heavy.has(name) || outermost(imported.statement) || isTypeOnly(imported)) continue;
		const uses = usesOf(root, imported.local, imported.statement);
		const isAlways = uses.some(use => {
			const around = functionOf(use);
			return !around || (run.has(around.field('name')?.text() ?? '') && !isInBranch(use, around));
		});
		const used = imported.name === '*' || isAlways ? 'always' : uses.length > 0 ? 'sometimes' : 'never';
		const id = imported.statement.id();
		const known = found.get(id);
		const rank = { never: 0, sometimes: 1, always: 2 };
		if (!known || rank[used] > rank[known.used]) {
			found.set(id, { statement: imported.statement, package: name, used });
		}
	}
	return [...found.values()].map(({ statement, package: name, used }) => {
		const at = placeOf(file.path, file.lineStarts, statement);
		return {
			at,
			code: briefly(statement.text()),
			suppression: suppressionAt(file, at.line, at.endLine, {
				ids: ['5.2', 'lambda-imports', 'lambda-imports/heavy'],
				codes: ['F401', 'TID253'],
			}),
			package: name,
			used,
		};
	});
};
