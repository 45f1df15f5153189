import type { SgNode } from '@ast-grep/napi';
import { argumentsOf } from './calls.ts';
import type { Names } from './names.ts';
import { originsOf, qualifiedName } from './names.ts';
import { enclosing, startOf } from './nodes.ts';
import type { Use } from './uses.ts';

export type ClientLibrary = 'requests' | 'httpx' | 'urllib3' | 'aiohttp';

/** Where a client is made, and what it is called. */
export interface HttpClient {
	readonly library: ClientLibrary;
	/** `Session`, `AsyncClient`, `PoolManager`. */
	readonly type: string;
	readonly construction: SgNode;
	/** `session` or `self.session`; null where the client is used on the spot or handed on. */
	readonly target: string | null;
	/** The function, class or module in which the target means this client. */
	readonly scope: SgNode;
}

const constructors: ReadonlyMap<string, ClientLibrary> = new Map([
	...['Session', 'session', 'sessions.Session', 'sessions.session'].map(
		name => [`requests.${name}`, 'requests'] as const,
	),
	...['Client', 'AsyncClient'].map(name => [`httpx.${name}`, 'httpx'] as const),
	...['PoolManager', 'ProxyManager', 'poolmanager.PoolManager', 'poolmanager.ProxyManager'].map(
		name => [`urllib3.${name}`, 'urllib3'] as const,
	),
	...['ClientSession', 'client.ClientSession'].map(name => [`aiohttp.${name}`, 'aiohttp'] as const),
]);

const targetOf = (construction: SgNode): SgNode | null => {
	const parent = construction.parent();
	switch (String(parent?.kind())) {
		case 'assignment':
			return parent?.field('right')?.id() === construction.id() ? (parent.field('left') ?? null) : null;
		case 'as_pattern':
			return parent?.field('alias')?.child(0) ?? parent?.children().at(-1)?.child(0) ?? null;
		case 'named_expression':
			return parent?.field('name') ?? null;
		default:
			return null;
	}
};

const scopeOf = (target: SgNode, root: SgNode): SgNode | null => {
	if (target.kind() === 'identifier') return enclosing(target, ['function_definition', 'lambda']) ?? root;
	return /^(?:self|cls)\.\w+$/.test(target.text()) ? enclosing(target, ['class_definition']) : null;
};

const isNone = (node: SgNode | null): boolean => node === null || node.kind() === 'none';

/** Every assignment to the target in its scope makes a client, or clears it; else its type cannot be told. */
const alwaysClient = (target: string, scope: SgNode, constructions: ReadonlySet<number>): boolean => {
	const escaped = target.replaceAll('.', '\\.');
	return scope
		.findAll({ rule: { kind: 'assignment', has: { field: 'left', regex: `^${escaped}$` } } })
		.every(assignment => {
			const right = assignment.field('right') ?? null;
			return isNone(right) || (right !== null && constructions.has(right.id()));
		});
};

/** The clients that a file makes, from its uses of the libraries. */
export const httpClientsIn = (root: SgNode, uses: readonly Use[]): readonly HttpClient[] => {
	const made = uses.flatMap(({ origins: [origin], call }) => {
		const library = constructors.get(origin);
		return call && library ? [{ library, type: origin.split('.').at(-1) ?? '', construction: call }] : [];
	});
	const constructions = new Set(made.map(({ construction }) => construction.id()));
	return made.map(each => {
		const target = targetOf(each.construction);
		const scope = target ? scopeOf(target, root) : null;
		const sure = target && scope && alwaysClient(target.text(), scope, constructions);
		return { ...each, target: sure ? target.text() : null, scope: scope ?? root };
	});
};

const hasParameter = (scope: SgNode, name: string): boolean =>
	new RegExp(`\\b${name}\\b`).test(scope.field('parameters')?.text() ?? '');

/** The client that an object of a method call is; null for what is no client, or a parameter. */
export const clientOf = (object: SgNode, clients: readonly HttpClient[], root: SgNode): HttpClient | null => {
	if (object.kind() === 'call')
		return clients.find(({ construction }) => construction.id() === object.id()) ?? null;
	const text = object.text();
	const candidates = clients.filter(({ target }) => target === text);
	if (candidates.length === 0) return null;
	const [only] = candidates;
	if (only && candidates.length === 1 && only.scope.id() !== root.id() && object.kind() === 'identifier') {
		// One function makes it: nothing outside can mean it.
		const { start, end } = only.scope.range();
		const at = startOf(object);
		if (at < start.index || at > end.index) return null;
	}
	if (object.kind() === 'attribute') {
		const owner = enclosing(object, ['class_definition']);
		return candidates.find(({ scope }) => scope.id() === owner?.id()) ?? null;
	}
	if (object.kind() !== 'identifier') return null;
	const functions = ['function_definition', 'lambda'];
	for (let scope = enclosing(object, functions); scope; scope = enclosing(scope, functions)) {
		const at = scope.id();
		const found = candidates.findLast(
			client => client.scope.id() === at && startOf(client.construction) <= startOf(object),
		);
		if (found) return found;
		if (hasParameter(scope, text)) return null;
		const hidden = scope.has({
			rule: { kind: 'assignment', has: { field: 'left', kind: 'identifier', regex: `^${text}$` } },
		});
		if (hidden) return null;
	}
	return candidates.find(({ scope }) => scope.id() === root.id()) ?? null;
};

/** What a session's mounts and replaced methods say of its calls. */
export interface SessionSetup {
	/** A timeout is set for all calls. */
	readonly timeout: 'yes' | 'no' | 'unknown';
	/** Adapter classes that this file does not define. */
	readonly adapters: readonly string[];
	/** An adapter repeats calls. */
	readonly retries: boolean;
}

const plainAdapter =
	/^(?:requests\.adapters\.HTTPAdapter|requests\.HTTPAdapter|requests_toolbelt\.|cachecontrol\.)/;
const configuring = /adapter|retr|timeout|mount|configur|setup|prepare/i;

/** Classes of a file that override an adapter's or session's `send` or `request`, and whether a timeout is set there. */
export const adapterClassesIn = (
	root: SgNode,
): readonly { readonly name: string; readonly setsTimeout: boolean }[] =>
	root
		.findAll({ rule: { kind: 'class_definition', has: { field: 'superclasses', regex: 'Adapter|Session' } } })
		.map(definition => ({
			name: definition.field('name')?.text() ?? '',
			setsTimeout: /\bdef\s+(?:send|request)\b/.test(definition.text()) && /timeout/i.test(definition.text()),
		}));

const valueOf = (node: SgNode): SgNode => {
	if (node.kind() !== 'identifier') return node;
	const scope = enclosing(node, ['function_definition']) ?? enclosing(node, ['module']);
	const assignment = scope?.find({
		rule: { kind: 'assignment', has: { field: 'left', kind: 'identifier', regex: `^${node.text()}$` } },
	});
	return assignment?.field('right') ?? node;
};

/** What was done to a session before it is used. */
export const setupOf = (client: HttpClient, root: SgNode, names: Names): SessionSetup => {
	const { target, scope } = client;
	if (target === null) return { timeout: 'no', adapters: [], retries: false };
	const escaped = target.replaceAll('.', '\\.');
	const own = new Map(adapterClassesIn(root).map(({ name, setsTimeout }) => [name, setsTimeout]));
	const adapters: string[] = [];
	let timeout: SessionSetup['timeout'] = 'no';
	let retries = false;
	for (const call of scope.findAll({
		rule: { kind: 'call', has: { field: 'function', regex: `^${escaped}\\.mount$` } },
	})) {
		const second =
			argumentsOf(call).positional[1] ?? argumentsOf(call).keywords.get('adapter')?.field('value');
		const adapter = second ? valueOf(second) : null;
		const made = adapter?.kind() === 'call' ? adapter.field('function') : adapter;
		const name = made?.text().split('.').at(-1) ?? '';
		const origin = made ? (qualifiedName(made, names) ?? originsOf(made, names)[0]) : undefined;
		if (adapter && /max_retries|[Rr]etr/.test(adapter.text())) retries = true;
		if (/timeout/i.test(adapter?.text() ?? '') || own.get(name) === true) timeout = 'yes';
		else if (!own.has(name) && !(origin !== undefined && plainAdapter.test(origin))) adapters.push(name);
	}
	const replaced = scope.findAll({
		rule: {
			kind: 'assignment',
			has: { field: 'left', regex: `^${escaped}\\.(?:request|send|get|post|timeout)$` },
		},
	});
	if (replaced.some(assignment => /timeout/.test(assignment.text()))) timeout = 'yes';
	// `add_retries(session)`: what the function does to the session is not seen from here.
	const handed = scope.findAll({
		rule: { kind: 'call', has: { field: 'arguments', has: { kind: 'identifier', regex: `^${escaped}$` } } },
	});
	if (timeout === 'no' && handed.some(call => configuring.test(call.field('function')?.text() ?? '')))
		timeout = 'unknown';
	return { timeout, adapters, retries };
};
