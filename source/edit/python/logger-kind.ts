import type { SgNode } from '@ast-grep/napi';
import type { LoggerKind } from '../../core/facts/loggers.ts';
import { onlyAssignment } from './assignments.ts';
import type { Names } from './names.ts';
import { originsOf } from './names.ts';

const kindOf = (origin: string): LoggerKind | null => {
	if (/^logging(?:\.getLogger)?$/.test(origin)) return 'stdlib';
	if (/^structlog(?:\.stdlib)?\.get_?[lL]ogger$/.test(origin)) return 'structlog';
	if (/^aws_lambda_powertools(?:\.logging)?\.Logger$/.test(origin)) return 'powertools';
	return origin === 'loguru.logger' ? 'loguru' : null;
};

/** What was called to make a value: the part before the brackets, past `bind` and the like. */
const makerOf = (value: SgNode): SgNode => {
	if (value.kind() !== 'call') return value;
	const callee = value.field('function') ?? value;
	const object = callee.kind() === 'attribute' ? callee.field('object') : null;
	return object && /\.(?:bind|new|opt|unbind)$/.test(callee.text()) ? makerOf(object) : callee;
};

/** Files have few loggers and many calls of them. */
const makers = new WeakMap<Names, Map<string, SgNode | null>>();

const assigned = (name: string, root: SgNode, names: Names): SgNode | null => {
	const known = makers.get(names) ?? new Map<string, SgNode | null>();
	makers.set(names, known);
	const before = known.get(name);
	if (before !== undefined) return before;
	const value = onlyAssignment(name, root);
	known.set(name, value);
	return value;
};

/** Which library a logger is of, by where the file makes it; null where that cannot be told. */
export const loggerKind = (receiver: SgNode, root: SgNode, names: Names): LoggerKind | null => {
	const maker = makerOf(receiver);
	const [direct, another] = originsOf(maker, names);
	if (direct !== undefined) return another === undefined ? kindOf(direct) : null;
	const value = assigned(maker.text(), root, names);
	if (!value) return null;
	const [origin, other] = originsOf(makerOf(value), names);
	return origin === undefined || other !== undefined || origin === 'logging' ? null : kindOf(origin);
};
