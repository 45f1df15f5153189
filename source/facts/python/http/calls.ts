import type { SgNode } from '@ast-grep/napi';
import type { HttpCall, HttpTimeout } from '../../../core/facts/http.ts';
import type { SourceFile } from '../../../core/gather.ts';
import { onlyAssignment } from '../../../edit/python/assignments.ts';
import { argumentsOf } from '../../../edit/python/calls.ts';
import type { HttpClient } from '../../../edit/python/http-clients.ts';
import { clientOf, httpClientsIn, setupOf } from '../../../edit/python/http-clients.ts';
import type { Names } from '../../../edit/python/names.ts';
import { timeoutOf } from '../../../edit/python/timeouts.ts';
import type { Use } from '../../../edit/python/uses.ts';
import { siteOf } from './sites.ts';

// https://requests.readthedocs.io/en/latest/user/advanced/#timeouts
// https://www.python-httpx.org/advanced/timeouts/
// https://docs.python.org/3/library/urllib.request.html#urllib.request.urlopen

const verbs = 'get|options|head|post|put|patch|delete|request';
const requestsCall = new RegExp(`^requests\\.(?:api\\.)?(${verbs})$`);
const httpxCall = new RegExp(`^httpx\\.(${verbs}|stream)$`);
const clientVerb = new RegExp(`\\.(${verbs}|stream|urlopen|ws_connect)$`);

/** A call that goes out, and the client it goes through. */
export interface Outbound {
	readonly call: SgNode;
	readonly client: HttpClient | null;
	readonly repeated: boolean;
	readonly verb: string;
}

export interface CallsFound {
	readonly calls: readonly HttpCall[];
	/** Those that leave the machine. */
	readonly outbound: readonly Outbound[];
}

/** What the keyword, or an argument at a position, says of the timeout. */
const passedTimeout = (call: SgNode, root: SgNode, position?: number): HttpTimeout => {
	const { keywords, positional, kwargs, splat } = argumentsOf(call);
	const value =
		keywords.get('timeout')?.field('value') ?? (position === undefined ? undefined : positional[position]);
	if (value) return timeoutOf(value, root);
	return kwargs || (splat && position !== undefined) ? { kind: 'hidden' } : { kind: 'absent' };
};

const endlessness = (call: SgNode): HttpCall['endless'] => {
	const { keywords, positional } = argumentsOf(call);
	const stream = keywords.get('stream')?.field('value')?.text();
	if (stream === 'True') return 'stream';
	const url = keywords.get('url')?.field('value') ?? positional[0];
	const address = url?.text() ?? '';
	if (/\/(?:long-?)?poll\b|longpoll/i.test(address)) return 'long poll';
	// What is posted to `/events` is answered at once; what is read from there may come much later.
	const reads = /(?:^|\.)(?:get|stream|request|urlopen)$/.test(call.field('function')?.text() ?? '');
	return reads && /\/events\b|\/stream\b|\/sse\b/i.test(address) ? 'long poll' : null;
};

const loopback =
	/^[rbfRBF]*["']{1,3}(?:https?|wss?):\/\/(?:[^@/\s"']*@)?(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\])(?=[:/"'{?#]|$)/i;

/** A request to the machine itself: no network fails there. The address is written out, or in a constant. */
const staysHome = (call: SgNode, root: SgNode, verb: string): boolean => {
	const { keywords, positional } = argumentsOf(call);
	const url =
		keywords.get('url')?.field('value') ?? positional[verb === 'request' || verb === 'stream' ? 1 : 0];
	if (!url) return false;
	let first = url;
	for (let left = first.field('left'); left && first.kind() === 'binary_operator'; left = first.field('left'))
		first = left;
	const text = first.text();
	const name = first.kind() === 'identifier' ? text : /^[fF]["']{1,3}\{(\w+)\}/.exec(text)?.[1];
	return (
		loopback.test(text) || (name !== undefined && loopback.test(onlyAssignment(name, root)?.text() ?? ''))
	);
};

/** Not the network: `file:` and `data:` addresses. */
const isLocal = (call: SgNode): boolean =>
	/^[rbufRBUF]*["']+(?:file|data):/.test((argumentsOf(call).positional[0] ?? call).text());

/**
 * Switched off what urllib3 does by itself: each call is repeated up to three times.
 * https://urllib3.readthedocs.io/en/stable/user-guide.html#retrying-requests
 */
const refusesRetries = (call: SgNode, { construction }: HttpClient): boolean =>
	[call, construction].some(node =>
		/^(?:False|0)$/.test(argumentsOf(node).keywords.get('retries')?.field('value')?.text() ?? ''),
	);

/** All HTTP calls and clients of a file. */
export const callsIn = (file: SourceFile, root: SgNode, names: Names, uses: readonly Use[]): CallsFound => {
	const calls: HttpCall[] = [];
	const outbound: Outbound[] = [];
	const clients = httpClientsIn(root, uses);
	const setups = new Map(clients.map(client => [client.construction.id(), setupOf(client, root, names)]));
	const record = (
		node: SgNode,
		call: Omit<HttpCall, keyof ReturnType<typeof siteOf> | 'endless' | 'adapters' | 'used'> &
			Partial<HttpCall>,
	): void => {
		calls.push({
			adapters: [],
			used: true,
			...call,
			...siteOf(file, node, 'timeout'),
			endless: endlessness(node),
		});
	};

	for (const {
		origins: [origin],
		call,
	} of uses) {
		if (!call) continue;
		const verb = (requestsCall.exec(origin) ?? httpxCall.exec(origin))?.[1];
		if (requestsCall.test(origin)) {
			record(call, { kind: 'requests', api: `requests.${verb}`, timeout: passedTimeout(call, root) });
			outbound.push({ call, client: null, repeated: false, verb: verb ?? '' });
		} else if (httpxCall.test(origin)) {
			record(call, { kind: 'httpx', api: `httpx.${verb}`, timeout: passedTimeout(call, root) });
			outbound.push({ call, client: null, repeated: false, verb: verb ?? '' });
		} else if (origin === 'urllib.request.urlopen' && !isLocal(call)) {
			record(call, { kind: 'urlopen', api: 'urlopen', timeout: passedTimeout(call, root, 2) });
			outbound.push({ call, client: null, repeated: false, verb: 'urlopen' });
		} else if (/^http\.client\.HTTPS?Connection$/.test(origin)) {
			const api = origin.split('.').at(-1) ?? '';
			record(call, {
				kind: 'http.client',
				api,
				timeout: passedTimeout(call, root, api === 'HTTPConnection' ? 2 : undefined),
			});
		}
	}

	/** Timeouts of the calls on each client, by its construction. */
	const used = new Map<number, HttpTimeout[]>();
	if (clients.length > 0) {
		const candidates = root.findAll({
			rule: { kind: 'call', has: { field: 'function', kind: 'attribute', regex: clientVerb.source } },
		});
		for (const call of candidates) {
			const object = call.field('function')?.field('object');
			const client = object ? clientOf(object, clients, root) : null;
			const verb = clientVerb.exec(call.field('function')?.text() ?? '')?.[1] ?? '';
			if (!client) continue;
			const id = client.construction.id();
			const setup = setups.get(id);
			const passed = passedTimeout(call, root);
			used.set(id, [...(used.get(id) ?? []), passed]);
			const repeated =
				setup?.retries === true || (client.library === 'urllib3' && !refusesRetries(call, client));
			outbound.push({ call, client, repeated, verb });
			if (client.library === 'requests' && verb !== 'stream' && verb !== 'urlopen') {
				const set: HttpTimeout | null =
					setup?.timeout === 'yes'
						? { kind: 'client' }
						: setup?.timeout === 'unknown'
							? { kind: 'hidden' }
							: null;
				record(call, {
					kind: 'session',
					api: `Session.${verb}`,
					timeout: passed.kind === 'absent' && set ? set : passed,
					adapters: setup?.adapters ?? [],
				});
			} else if (client.library === 'httpx')
				record(call, { kind: 'httpx', api: `${client.type}.${verb}`, timeout: passed });
		}
	}
	for (const client of clients) {
		const own = passedTimeout(client.construction, root);
		const theirs = used.get(client.construction.id()) ?? [];
		const covered =
			own.kind === 'absent' &&
			theirs.length > 0 &&
			theirs.every(({ kind }) => kind !== 'absent' && kind !== 'none');
		const timeout: HttpTimeout = covered ? { kind: 'client' } : own;
		if (client.library === 'requests') continue;
		record(client.construction, {
			kind: client.library,
			api: `${client.library}.${client.type}`,
			timeout,
			used: theirs.length > 0,
		});
	}
	return { calls, outbound: outbound.filter(({ call, verb }) => !staysHome(call, root, verb)) };
};
