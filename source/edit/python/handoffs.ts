import type { SgNode } from '@ast-grep/napi';
import type { HandoffKind } from '../../core/facts/telemetry.ts';
import { argumentsOf } from './calls.ts';
import type { Names } from './names.ts';
import { originsOf } from './names.ts';
import { enclosing } from './nodes.ts';

// https://docs.python.org/3/library/contextvars.html: `create_task` and `to_thread` copy the context, these do not.

/** A call that starts work in a thread without the context of its caller. */
export interface HandoffCall {
	readonly kind: HandoffKind;
	readonly call: SgNode;
	/** What is to run; null where it cannot be told. */
	readonly target: SgNode | null;
}

const pool = /^concurrent\.futures\.(?:thread\.)?ThreadPoolExecutor$/;
const processes = /^concurrent\.futures\.(?:process\.)?ProcessPoolExecutor$/;
const functions = ['function_definition', 'lambda'];

/** What a call's value is bound to: `pool`, `self._pool`. */
const targetOf = (construction: SgNode): SgNode | null => {
	const parent = construction.parent();
	if (parent?.kind() === 'assignment') return parent.field('left') ?? null;
	if (parent?.kind() === 'named_expression') return parent.field('name') ?? null;
	return parent?.kind() === 'as_pattern' ? (parent.children().at(-1)?.child(0) ?? null) : null;
};

interface Binding {
	readonly text: string;
	/** Null for an attribute, which means the same in the whole file. */
	readonly scope: number | null;
}

const bindingOf = (construction: SgNode): Binding | null => {
	const target = targetOf(construction);
	if (!target) return null;
	const home = target.kind() === 'identifier' ? enclosing(target, functions) : null;
	return { text: target.text(), scope: home?.id() ?? null };
};

const isBound = (node: SgNode, bindings: readonly Binding[]): boolean => {
	const text = node.text();
	return bindings.some(
		binding =>
			binding.text === text &&
			(binding.scope === null || node.ancestors().some(around => around.id() === binding.scope)),
	);
};

/** Names that context is passed under by hand. */
const byHand = /(?:^|_)(?:ctx|context|contexts|span|carrier|traceparent|trace_id)$/i;
const takesUp = /\battach\(|\bcopy_context\b|\buse_span\(|\bset_span_in_context\(|\bcontext=|\bcontextvars\b/;

/** The context goes along: it is copied, passed, or taken up by what runs. */
const carries = (call: SgNode, target: SgNode | null, root: SgNode): boolean => {
	const list = call.field('arguments');
	if (!list) return true;
	if (takesUp.test(list.text())) return true;
	if (target?.kind() === 'attribute' && target.field('attribute')?.text() === 'run') {
		if (byHand.test(target.field('object')?.text() ?? '')) return true;
	}
	const passed = list.findAll({ rule: { kind: 'identifier' } }).map(node => node.text());
	if (passed.some(name => byHand.test(name))) return true;
	if (target?.kind() !== 'identifier') return false;
	return root
		.findAll({
			rule: { kind: 'function_definition', has: { field: 'name', regex: `^${target.text()}$` } },
		})
		.some(definition => takesUp.test(definition.text()));
};

/** Threads that are started once and stay have no request whose context they could keep. */
const startsUp =
	/^(?:__init__|__enter__|__aenter__|__post_init__|main|serve|setup|lifespan|on_startup|_?(?:start|run|init|launch|boot|listen|spawn_worker)\w*)$/i;

const isBackground = (call: SgNode, root: SgNode): boolean => {
	const daemon = argumentsOf(call).keywords.get('daemon')?.field('value')?.text();
	if (daemon !== undefined && daemon !== 'False') return true;
	const home = enclosing(call, functions);
	if (!home || startsUp.test(home.field('name')?.text() ?? '')) return true;
	const target = targetOf(call)?.text();
	if (target === undefined) return false;
	const name = target.replaceAll('.', '\\.');
	return root.has({
		rule: {
			any: [
				{ kind: 'assignment', has: { field: 'left', regex: `^${name}\\.daemon$` } },
				{ kind: 'call', has: { field: 'function', regex: `^${name}\\.setDaemon$` } },
			],
		},
	});
};

const calledIn = (root: SgNode, method: string): readonly SgNode[] =>
	root.findAll({ rule: { kind: 'call', has: { field: 'function', regex: `\\.${method}$` } } });

/** Calls that leave the context behind; threads of the background and calls that take it along are left out. */
export const handoffsIn = (root: SgNode, names: Names): readonly HandoffCall[] => {
	const made = root
		.findAll({
			rule: {
				kind: 'call',
				has: { field: 'function', regex: '(^|\\.)(Thread|\\w*PoolExecutor)$|^\\w+$' },
			},
		})
		.flatMap(call => {
			const callee = call.field('function');
			return callee ? originsOf(callee, names).map(origin => ({ call, origin })) : [];
		});
	const pools = made.filter(({ origin }) => pool.test(origin)).map(({ call }) => call);
	const bindings = pools.flatMap(call => bindingOf(call) ?? []);
	const others = made.flatMap(({ call, origin }) => (processes.test(origin) ? (bindingOf(call) ?? []) : []));
	const found: HandoffCall[] = [];
	for (const { call, origin } of made) {
		if (origin !== 'threading.Thread' || isBackground(call, root)) continue;
		const { positional, keywords } = argumentsOf(call);
		const target = keywords.get('target')?.field('value') ?? positional[1] ?? null;
		found.push({ kind: 'thread', call, target });
	}
	for (const kind of ['submit', 'map'] as const) {
		if (pools.length === 0) break;
		for (const call of calledIn(root, kind)) {
			const object = call.field('function')?.field('object');
			if (!object) continue;
			const direct = pools.some(each => each.id() === object.id());
			if (!direct && (!isBound(object, bindings) || isBound(object, others))) continue;
			found.push({ kind, call, target: argumentsOf(call).positional[0] ?? null });
		}
	}
	for (const call of calledIn(root, 'run_in_executor')) {
		const [executor, target] = argumentsOf(call).positional;
		if (executor && isBound(executor, others)) continue;
		found.push({ kind: 'run_in_executor', call, target: target ?? null });
	}
	return found.filter(({ call, target }) => !carries(call, target, root));
};
