import type { SgNode } from '@ast-grep/napi';
import type { HttpTimeout } from '../../core/facts/http.ts';
import { argumentsOf } from './calls.ts';
import { enclosing, partsOf } from './nodes.ts';

const numberOf = (node: SgNode): number | null => {
	if (node.kind() !== 'integer' && node.kind() !== 'float') return null;
	const value = Number(node.text().replaceAll('_', ''));
	return Number.isFinite(value) ? value : null;
};

/** A constant of the module, `TIMEOUT = 10`; nothing where it is assigned twice. */
const constantOf = (identifier: SgNode, root: SgNode): SgNode | null => {
	const assignments = root
		.findAll({
			rule: {
				kind: 'assignment',
				has: { field: 'left', kind: 'identifier', regex: `^${identifier.text()}$` },
			},
		})
		.filter(assignment => !enclosing(assignment, ['function_definition', 'class_definition', 'lambda']));
	const [only, ...more] = assignments;
	return more.length === 0 ? (only?.field('right') ?? null) : null;
};

const ofObject = (call: SgNode, root: SgNode): HttpTimeout => {
	const { positional, keywords, kwargs } = argumentsOf(call);
	if (kwargs) return { kind: 'given' };
	const parts = ['total', 'timeout', 'connect', 'read', 'sock_connect', 'sock_read', 'write', 'pool'].flatMap(
		name => keywords.get(name)?.field('value') ?? [],
	);
	const all = [...positional, ...parts];
	if (all.length === 0) return { kind: 'given' };
	const values = all.map(part => timeoutOf(part, root));
	if (values.every(({ kind }) => kind === 'none')) return { kind: 'none' };
	const total = keywords.get('total')?.field('value') ?? positional[0];
	const [silence, connecting] = ['sock_read', 'sock_connect'].map(name => {
		const value = keywords.get(name)?.field('value');
		return value ? numberOf(value) : null;
	});
	// Of aiohttp: how long a peer may be silent, as in the pair of `requests`; a body that comes may take the total.
	if (typeof silence === 'number') {
		const most = total ? (numberOf(total) ?? Infinity) : Infinity;
		return { kind: 'seconds', seconds: Math.min(most, silence + (connecting ?? 0)) };
	}
	return total && numberOf(total) !== null ? timeoutOf(total, root) : { kind: 'given' };
};

/** What the value of a `timeout` argument says. */
export const timeoutOf = (value: SgNode, root: SgNode): HttpTimeout => {
	switch (String(value.kind())) {
		case 'none':
			return { kind: 'none' };
		case 'integer':
		case 'float': {
			const seconds = numberOf(value);
			return seconds === null ? { kind: 'given' } : { kind: 'seconds', seconds };
		}
		case 'tuple': {
			const numbers = partsOf(value).map(numberOf);
			const seconds = numbers.reduce<number>((sum, each) => sum + (each ?? 0), 0);
			return numbers.includes(null) ? { kind: 'given' } : { kind: 'seconds', seconds };
		}
		case 'identifier': {
			const constant = constantOf(value, root);
			// A constant of `None` is as deliberate as a parameter; ruff does not follow it either.
			if (!constant || constant.kind() === 'identifier' || constant.kind() === 'none')
				return { kind: 'given' };
			return timeoutOf(constant, root);
		}
		case 'call':
			return /(?:^|\.)(?:Client)?Timeout$/.test(value.field('function')?.text() ?? '')
				? ofObject(value, root)
				: { kind: 'given' };
		default:
			return { kind: 'given' };
	}
};
