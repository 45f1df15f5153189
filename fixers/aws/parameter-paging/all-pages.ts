import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../../source/core/fixer.ts';
import type { Splice } from '../../../source/core/tree.ts';
import { argumentsOf } from '../../../source/edit/python/calls.ts';
import { indentUnitOf } from '../../../source/edit/python/indent.ts';
import { enclosing, endOf, startOf } from '../../../source/edit/python/nodes.ts';
import { indentOf, spliced, type EditResult } from '../../../source/edit/text.ts';

// https://docs.aws.amazon.com/boto3/latest/guide/paginators.html

const byHand = declined(
	'what is read goes on to other code than one loop, so that its pages are left to you',
);

const isParameters = (node: SgNode | null): boolean =>
	node?.kind() === 'subscript' && /^["']Parameters["']$/.test(node.field('subscript')?.text() ?? '');

/** `answer["Parameters"]` or `answer.get("Parameters", [])` around a name; null for anything else. */
const parametersOf = (answer: SgNode | undefined): SgNode | null => {
	const around = answer?.parent() ?? null;
	if (isParameters(around)) return around;
	const call = around?.kind() === 'attribute' ? around.parent() : null;
	if (around?.field('attribute')?.text() !== 'get' || call?.kind() !== 'call') return null;
	const [key, other, ...more] = argumentsOf(call).positional;
	const isEmpty = other === undefined || other.text() === '[]';
	return /^["']Parameters["']$/.test(key?.text() ?? '') && isEmpty && more.length === 0 ? call : null;
};

/** Where the answer of a call is walked through: `… in answer["Parameters"]`. */
interface Walk {
	/** `answer["Parameters"]`. */
	readonly walked: SgNode;
	/** A `for` of a comprehension, or a statement. */
	readonly loop: SgNode;
	/** The assignment in between, or null. */
	readonly assignment: SgNode | null;
}

const loopOf = (walked: SgNode | null): SgNode | null => {
	const loop = walked?.parent();
	const isLoop = loop?.kind() === 'for_in_clause' || loop?.kind() === 'for_statement';
	return loop && isLoop && loop.field('right')?.id() === walked?.id() ? loop : null;
};

const walkOf = (call: SgNode): Walk | null => {
	const around = call.parent();
	if (around && isParameters(around) && around.field('value')?.id() === call.id()) {
		const loop = loopOf(around);
		return loop ? { walked: around, loop, assignment: null } : null;
	}
	const left = around?.kind() === 'assignment' ? around.field('left') : null;
	if (!around || left?.kind() !== 'identifier') return null;
	const scope = enclosing(call, ['function_definition', 'module']);
	const uses =
		scope
			?.findAll({ rule: { kind: 'identifier', regex: `^${left.text()}$` } })
			.filter(one => one.id() !== left.id()) ?? [];
	const [use, ...others] = uses;
	const walked = parametersOf(use);
	const loop = loopOf(walked);
	return walked && loop && others.length === 0 && startOf(loop) > endOf(around)
		? { walked, loop, assignment: around }
		: null;
};

/** A name that the text does not have. */
const freeName = (text: string, ...names: readonly string[]): string | null =>
	names.find(name => !new RegExp(`\\b${name}\\b`).test(text)) ?? null;

const hasLongText = (body: SgNode): boolean =>
	body.findAll({ rule: { kind: 'string' } }).some(node => node.text().includes('\n'));

/** Body lines of a loop, one level deeper. */
const deeper = (text: string, loop: SgNode, unit: string): readonly Splice[] => {
	const body = loop.field('body');
	if (!body) return [];
	const splices: Splice[] = [];
	for (
		let at = text.indexOf('\n', startOf(loop));
		at !== -1 && at < endOf(loop);
		at = text.indexOf('\n', at + 1)
	) {
		const start = at + 1;
		if (
			start > startOf(body) - indentOf(text, startOf(body)).length - 1 &&
			!/^[ \t]*\r?(?:\n|$)/.test(text.slice(start))
		)
			splices.push({ start, end: start, text: unit });
	}
	return splices.filter(({ start }) => start < endOf(loop));
};

/** Reads all pages of what a call of `get_parameters_by_path` finds, where one loop walks through the answer. */
export const readAllPages = (text: string, call: SgNode): EditResult => {
	const client = call.field('function')?.field('object')?.text();
	const passed = call.field('arguments')?.text();
	const { keywords } = argumentsOf(call);
	if (client === undefined || passed === undefined) return byHand;
	if (keywords.has('NextToken') || keywords.has('MaxResults'))
		return declined('it sets the size of a page or where it begins, which a paginator does itself');
	const walk = walkOf(call);
	const page = freeName(text, 'page', 'parameters_page');
	if (!walk || page === null) return byHand;
	const { walked, loop, assignment } = walk;
	const pages = `${client}.get_paginator("get_parameters_by_path").paginate${passed}`;
	const name = assignment ? (freeName(text, 'pages') ?? assignment.field('left')?.text() ?? '') : '';
	const source = assignment ? name : pages;
	const splices: Splice[] = assignment
		? [{ start: startOf(assignment), end: endOf(assignment), text: `${name} = ${pages}` }]
		: [];
	const item = loop.field('left')?.text() ?? '';
	if (/^async\b/.test(loop.text())) return byHand;
	const head = { start: startOf(loop), end: endOf(walked) };
	const inner = `for ${item} in ${page}["Parameters"]`;
	if (loop.kind() === 'for_in_clause')
		return spliced([...splices, { ...head, text: `for ${page} in ${source} ${inner}` }]);
	const body = loop.field('body');
	const leaves =
		body?.has({ rule: { any: [{ kind: 'break_statement' }, { kind: 'continue_statement' }] } }) === true;
	if (
		!body ||
		leaves ||
		loop.field('alternative') ||
		hasLongText(body) ||
		!text.slice(head.end, startOf(body)).includes('\n')
	)
		return byHand;
	const unit = indentUnitOf(text);
	const indent = indentOf(text, startOf(loop));
	const eol = text.includes('\r\n') ? '\r\n' : '\n';
	return spliced([
		...splices,
		{ ...head, text: `for ${page} in ${source}:${eol}${indent}${unit}${inner}` },
		...deeper(text, loop, unit),
	]);
};
