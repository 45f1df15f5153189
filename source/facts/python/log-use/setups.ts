import type { SgNode } from '@ast-grep/napi';
import type { LogSetup } from '../../../core/facts/log-use.ts';
import { argumentsOf, keywordValue } from '../../../edit/python/calls.ts';
import { enclosing, partsOf } from '../../../edit/python/nodes.ts';

const lastPart = (text: string): string => text.replace(/\([\s\S]*$/, '').replace(/^[\s\S]*\./, '');

/** What a name is given in the same file; null where that is not told once. */
const valuesOf = (root: SgNode, name: string): readonly SgNode[] =>
	root
		.findAll({ rule: { kind: 'assignment', has: { field: 'left', regex: `^${name}$` } } })
		.flatMap(assignment => assignment.field('right') ?? []);

/** Names of a chain of processors, `*shared` and `shared + […]` followed in the same file. */
const chainOf = (root: SgNode, node: SgNode | null, depth = 0): readonly string[] | null => {
	if (!node || depth > 4) return null;
	switch (node.kind()) {
		case 'list':
		case 'tuple': {
			const found: string[] = [];
			for (const item of partsOf(node)) {
				const part =
					item.kind() === 'list_splat'
						? chainOf(root, item.namedChildren()[0] ?? null, depth + 1)
						: item.kind() === 'identifier' && valuesOf(root, item.text()).length > 0
							? valuesOf(root, item.text()).flatMap(value => [...namesIn(value), item.text()])
							: namesIn(item);
				if (part === null) return null;
				found.push(...part);
			}
			return found;
		}
		case 'binary_operator': {
			const left = chainOf(root, node.field('left'), depth + 1);
			const right = chainOf(root, node.field('right'), depth + 1);
			return left && right ? [...left, ...right] : null;
		}
		case 'identifier': {
			const found: string[] = [];
			for (const value of valuesOf(root, node.text())) {
				const part = chainOf(root, value, depth + 1);
				if (part === null) return null;
				found.push(...part);
			}
			for (const call of root.findAll({
				rule: {
					kind: 'call',
					has: { field: 'function', regex: `^${node.text()}\\.(append|insert|extend)$` },
				},
			})) {
				found.push(...namesIn(call.field('arguments') ?? call));
			}
			return found.length > 0 ? found : null;
		}
		default:
			return null;
	}
};

/** The processor, or, of a choice between several, each of them. */
const namesIn = (item: SgNode): readonly string[] => {
	if (item.kind() === 'identifier' || item.kind() === 'attribute') return [lastPart(item.text())];
	if (item.kind() === 'call') return [lastPart(item.field('function')?.text() ?? '')];
	return item
		.findAll({ rule: { any: [{ kind: 'identifier' }] } })
		.map(each => each.text())
		.filter(name => /^[A-Za-z_]\w*$/.test(name));
};

const kindOf = (callee: string): LogSetup['of'] | null => {
	if (/^structlog\.configure(?:_once)?$/.test(callee)) return 'structlog';
	if (/^(?:logging\.)?basicConfig$/.test(callee)) return 'basicConfig';
	if (/(?:^|\.)(?:dictConfig|fileConfig|recreate_defaults)$/.test(callee)) return 'dictConfig';
	return callee.endsWith('.setLevel') ? 'level' : null;
};

const setupCalls = {
	rule: {
		kind: 'call',
		has: {
			field: 'function',
			regex:
				'^structlog\\.configure(_once)?$|^(logging\\.)?basicConfig$|(^|\\.)(dictConfig|fileConfig|recreate_defaults|setLevel)$',
		},
	},
};

/** What sets logging up, with the call that does. */
export const setupsIn = (
	root: SgNode,
): readonly (Omit<LogSetup, 'at' | 'code' | 'suppression'> & { readonly node: SgNode })[] =>
	root.findAll(setupCalls).flatMap(node => {
		const of = kindOf(node.field('function')?.text() ?? '');
		if (of === null) return [];
		const { keywords, kwargs, positional } = argumentsOf(node);
		const chain = keywordValue(node, 'processors') ?? positional[0] ?? null;
		const factory = keywordValue(node, 'logger_factory');
		const main = node.ancestors().some(around => {
			return around.kind() === 'if_statement' && /__name__/.test(around.field('condition')?.text() ?? '');
		});
		return [
			{
				node,
				of,
				atImport: !main && !enclosing(node, ['function_definition', 'lambda']),
				processors: of === 'structlog' && !kwargs ? (chain ? chainOf(root, chain) : []) : null,
				factory: factory ? lastPart(factory.text()) : kwargs ? 'unknown' : null,
				setsLevel: of !== 'basicConfig' ? of !== 'structlog' : keywords.has('level') || kwargs,
				isForced: keywordValue(node, 'force')?.text() === 'True',
			},
		];
	});
