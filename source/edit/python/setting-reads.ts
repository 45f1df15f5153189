import type { SgNode } from '@ast-grep/napi';
import type { Keeping, StoreRead } from '../../core/facts/setting-reads.ts';
import { isSecretName } from '../../core/secret-names.ts';
import { onlyAssignment } from './assignments.ts';
import { argumentsOf } from './calls.ts';
import type { Names } from './names.ts';
import { qualifiedName } from './names.ts';
import { enclosing, partsOf, startOf } from './nodes.ts';

// https://docs.aws.amazon.com/boto3/latest/reference/services/ssm.html
// https://docs.aws.amazon.com/powertools/python/latest/utilities/parameters/

/** A read of a store. */
export interface FoundRead {
	readonly call: SgNode;
	readonly read: Omit<StoreRead, 'at' | 'code' | 'suppression'>;
	/** Names of all functions around it, innermost first. */
	readonly around: readonly string[];
}

type Kind = Pick<StoreRead, 'what' | 'by'> & { readonly name: string };

/** Methods of the clients of boto3, and an argument that only they have. */
const methods: Readonly<Record<string, readonly [what: StoreRead['what'], argument: string]>> = {
	get_parameter: ['parameter', 'Name'],
	get_parameters: ['parameter', 'Names'],
	get_parameters_by_path: ['path', 'Path'],
	get_secret_value: ['secret', 'SecretId'],
	batch_get_secret_value: ['secret', 'SecretIdList'],
};

const utilities = /^aws_lambda_powertools\.utilities\.parameters(?:\.\w+)?\.(\w+)$/;

const functionsOfPowertools: Readonly<Record<string, StoreRead['what']>> = {
	get_parameter: 'parameter',
	get_parameters: 'parameter',
	get_parameters_by_name: 'parameter',
	get_secret: 'secret',
	get_app_config: 'app-config',
};

const providers: Readonly<Record<string, StoreRead['what']>> = {
	SSMProvider: 'parameter',
	SecretsProvider: 'secret',
	AppConfigProvider: 'app-config',
};

const stringOf = (node: SgNode): string =>
	node
		.text()
		.replace(/^\w{0,2}("""|'''|"|')/, '')
		.replace(/("""|'''|"|')$/, '');

const powertoolsKind = (callee: SgNode, root: SgNode, names: Names): Kind | null => {
	const name = utilities.exec(qualifiedName(callee, names) ?? '')?.[1];
	const direct = name === undefined ? undefined : functionsOfPowertools[name];
	if (direct !== undefined) return { what: direct, by: 'powertools', name: name ?? '' };
	const method = callee.kind() === 'attribute' ? callee.field('attribute')?.text() : undefined;
	const object = method === 'get' || method === 'get_multiple' ? callee.field('object') : null;
	const made = object ? (object.kind() === 'call' ? object : onlyAssignment(object.text(), root)) : null;
	const maker = made?.kind() === 'call' ? made.field('function') : null;
	const provider = maker ? utilities.exec(qualifiedName(maker, names) ?? '')?.[1] : undefined;
	const what = provider === undefined ? undefined : providers[provider];
	return what === undefined ? null : { what, by: 'powertools', name: method ?? '' };
};

/** `client.get_paginator("get_parameters_by_path").paginate(…)`, also through a name. */
const isPathPaginator = (callee: SgNode, root: SgNode): boolean => {
	const object = callee.field('object');
	const made = object?.kind() === 'identifier' ? onlyAssignment(object.text(), root) : object;
	if (made?.kind() !== 'call' || made.field('function')?.field('attribute')?.text() !== 'get_paginator')
		return false;
	const [operation] = argumentsOf(made).positional;
	return operation !== undefined && stringOf(operation) === 'get_parameters_by_path';
};

const kindOf = (call: SgNode, root: SgNode, names: Names): Kind | null => {
	const callee = call.field('function');
	if (!callee) return null;
	const powertools = powertoolsKind(callee, root, names);
	if (powertools) return powertools;
	if (callee.kind() === 'attribute' && callee.field('attribute')?.text() === 'paginate')
		return isPathPaginator(callee, root) ? { what: 'path', by: 'sdk', name: 'paginate' } : null;
	const name = callee.kind() === 'attribute' ? (callee.field('attribute')?.text() ?? '') : '';
	const known = Object.hasOwn(methods, name) ? methods[name] : undefined;
	if (!known) return null;
	const [what, argument] = known;
	const { keywords, kwargs, positional } = argumentsOf(call);
	// Other libraries have methods of these names; the arguments of boto3 are its own.
	const isSdk =
		keywords.has(argument) || keywords.has('WithDecryption') || (kwargs && positional.length === 0);
	return isSdk ? { what, by: 'sdk', name } : null;
};

const functionsAround = (node: SgNode): readonly SgNode[] =>
	node.ancestors().filter(one => one.kind() === 'function_definition');

const nameOf = (definition: SgNode): string => definition.field('name')?.text() ?? '';

const decoratorsOf = (definition: SgNode): string => {
	const around = definition.parent();
	return around?.kind() === 'decorated_definition'
		? partsOf(around)
				.filter(part => part.kind() === 'decorator')
				.map(part => part.text())
				.join('\n')
		: '';
};

const asksAge =
	/\bttl\b|_ttl|TTLCache|\bcached\(|timed|expir|max_age|monotonic|time\.time\(|datetime|refresh|stale/i;
const keepsAll = /\b(?:lru_)?cache\b|cached_property|memoi[sz]e|singleton/i;
const remembers = /cache|\bglobal\s/i;

/** Whether what a call gives is read again, as far as the functions around it show. */
const keepingOf = (call: SgNode, functions: readonly SgNode[]): Keeping => {
	for (const definition of functions) {
		const decorators = decoratorsOf(definition);
		if (asksAge.test(decorators)) return 'for-a-while';
		if (keepsAll.test(decorators)) return 'for-ever';
	}
	const [inner] = functions;
	if (!inner) return 'not';
	const asks = enclosing(call, ['if_statement', 'function_definition']);
	const condition = asks?.kind() === 'if_statement' ? (asks.field('condition')?.text() ?? '') : '';
	const isGuarded = /\bnot\b|\bis None\b|==\s*(?:None|""|'')/.test(condition);
	const text = inner.text();
	if (!isGuarded && !remembers.test(text) && !asksAge.test(condition)) return 'not';
	return asksAge.test(text) ? 'for-a-while' : 'for-ever';
};

const topLevel = (root: SgNode): ReadonlyMap<string, SgNode> =>
	new Map(
		root.children().flatMap(node => {
			const definition = node.kind() === 'decorated_definition' ? node.field('definition') : node;
			return definition?.kind() === 'function_definition' ? [[nameOf(definition), definition] as const] : [];
		}),
	);

/** Functions of the module whose body calls another one by its name. */
const callersOf = (name: string, definitions: ReadonlyMap<string, SgNode>): readonly string[] =>
	[...definitions].flatMap(([caller, definition]) =>
		caller !== name &&
		definition.has({
			rule: { kind: 'call', has: { field: 'function', kind: 'identifier', regex: `^${name}$` } },
		})
			? [caller]
			: [],
	);

const numberOf = (node: SgNode | null | undefined): number | null =>
	node?.kind() === 'integer' || node?.kind() === 'float' ? Number(node.text().replaceAll('_', '')) : null;

/** Reads of Parameter Store, Secrets Manager and AppConfig in a file. */
export const storeReadsIn = (root: SgNode, names: Names): readonly FoundRead[] => {
	let definitions: ReadonlyMap<string, SgNode> | null = null;
	return root.findAll({ rule: { kind: 'call' } }).flatMap((call): readonly FoundRead[] => {
		const kind = kindOf(call, root, names);
		if (!kind) return [];
		definitions ??= topLevel(root);
		const functions = functionsAround(call);
		const outer = functions.at(-1);
		const isMethod = enclosing(call, ['class_definition']) !== null;
		const first = outer && !isMethod ? nameOf(outer) : null;
		const { keywords, kwargs, positional } = argumentsOf(call);
		const value = (name: string): SgNode | null => keywords.get(name)?.field('value') ?? null;
		const target =
			value('Name') ?? value('Names') ?? value('Path') ?? value('SecretId') ?? positional[0] ?? null;
		const texts = target
			? [target, ...target.findAll({ rule: { kind: 'string' } })]
					.filter(node => node.kind() === 'string')
					.map(stringOf)
			: [];
		const decrypt = value('WithDecryption') ?? value('decrypt');
		const inner = functions[0]?.text() ?? '';
		return [
			{
				call,
				around: functions.map(nameOf),
				read: {
					what: kind.what === 'parameter' && kind.name === 'get_multiple' ? 'path' : kind.what,
					by: kind.by,
					isSecret: texts.some(isSecretName),
					decrypts: decrypt
						? decrypt.text() === 'True'
							? true
							: decrypt.text() === 'False'
								? false
								: null
						: kwargs
							? null
							: false,
					maxAge: numberOf(value('max_age')),
					isForced: value('force_fetch')?.text() === 'True',
					isPaged:
						kind.by === 'powertools' || kind.name === 'paginate' || /NextToken|get_paginator/.test(inner),
					keeping: keepingOf(call, functions),
					isAtLoad: functions.length === 0 && !isMethod && enclosing(call, ['lambda']) === null,
					within: first === null ? [] : [...callersOf(first, definitions), first],
					isFromEvent: target !== null && isChosen(target, call),
				},
			},
		];
	});
};

/** The name comes from the event: as it stands, or through a variable of the function. */
const isChosen = (target: SgNode, call: SgNode): boolean => {
	if (/\b_?event\b/.test(target.text())) return true;
	const definition = enclosing(call, ['function_definition']);
	if (!definition || target.kind() !== 'identifier') return false;
	const before = definition.text().slice(0, startOf(call) - startOf(definition));
	return new RegExp(`\\b${target.text()}\\s*=[^=\\n]*\\b_?event\\b`).test(before);
};

/** Calls that start a thread or timer on one of the functions named. */
export const threadsOn = (root: SgNode, names: Names, functions: ReadonlySet<string>): readonly SgNode[] =>
	root.findAll({ rule: { kind: 'call' } }).filter(call => {
		const callee = call.field('function');
		const made = callee ? qualifiedName(callee, names) : null;
		if (made !== 'threading.Thread' && made !== 'threading.Timer') return false;
		const { keywords, positional } = argumentsOf(call);
		const target =
			keywords.get(made.endsWith('Thread') ? 'target' : 'function')?.field('value') ?? positional[1];
		return target !== undefined && functions.has(target?.text().split('.').at(-1) ?? '');
	});
