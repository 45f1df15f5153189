import type { SgNode } from '@ast-grep/napi';
import { argumentsOf } from './calls.ts';
import { qualifiedName, type Names } from './names.ts';
import { enclosing, partsOf } from './nodes.ts';
import { undecorated } from './top-level.ts';

const clients =
	/^(?:boto3\.(?:client|resource|Session|session\.Session)|requests\.(?:Session|session)|httpx\.(?:Client|AsyncClient)|redis\.(?:Redis|StrictRedis|from_url)|redis\.asyncio\.Redis|sqlalchemy\.create_engine|pymongo\.MongoClient)$/;

/** A class whose constructor makes clients, and takes nothing that could be one. */
export interface BuiltClient {
	readonly owner: string;
	/** `def __init__`. */
	readonly init: SgNode;
	/** `self.<attribute> = <call>`, in order. */
	readonly makes: readonly { readonly attribute: string; readonly call: SgNode }[];
}

const parameterNames = (init: SgNode): readonly string[] =>
	partsOf(init.field('parameters') ?? init).map(part =>
		(part.field('name') ?? part.find({ rule: { kind: 'identifier' } }) ?? part).text(),
	);

/** Constructors that make clients themselves; what is called a client is the place where one is made. */
export const builtClientsIn = (root: SgNode, names: Names): readonly BuiltClient[] =>
	root.findAll({ rule: { kind: 'class_definition' } }).flatMap(definition => {
		const owner = definition.field('name')?.text() ?? '';
		const init = partsOf(definition.field('body') ?? definition)
			.map(undecorated)
			.find(member => member.kind() === 'function_definition' && member.field('name')?.text() === '__init__');
		if (
			!init ||
			owner.endsWith('Client') ||
			parameterNames(init).some(name =>
				/client|session|engine|conn|redis|resource|transport|boto|db$|http/i.test(name),
			)
		)
			return [];
		const makes = init.findAll({ rule: { kind: 'call' } }).flatMap(call => {
			const assignment = call.parent();
			const attribute =
				assignment?.kind() === 'assignment'
					? /^self\.(\w+)$/.exec(assignment.field('left')?.text() ?? '')?.[1]
					: undefined;
			return attribute !== undefined &&
				enclosing(call, ['function_definition', 'lambda'])?.id() === init.id() &&
				!argumentsOf(call).kwargs &&
				clients.test(qualifiedName(call.field('function') ?? call, names) ?? '')
				? [{ attribute, call }]
				: [];
		});
		return makes.length > 0 ? [{ owner, init, makes }] : [];
	});
