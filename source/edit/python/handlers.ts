import type { SgNode } from '@ast-grep/napi';
import type { CodeSite } from '../../core/facts/code-site.ts';
import type { Handler, HandlerDecorator } from '../../core/facts/handlers.ts';
import type { SourceFile } from '../../core/gather.ts';
import { argumentsOf } from './calls.ts';
import { siteOf } from './code-site.ts';
import { readIntake } from './event-intake.ts';
import type { Names } from './names.ts';
import { namesIn, qualifiedName } from './names.ts';
import { endOf, partsOf, placeOf, startOf } from './nodes.ts';

const statementKinds = [
	'assert_statement',
	'break_statement',
	'class_definition',
	'continue_statement',
	'delete_statement',
	'expression_statement',
	'for_statement',
	'function_definition',
	'global_statement',
	'if_statement',
	'import_from_statement',
	'import_statement',
	'match_statement',
	'nonlocal_statement',
	'pass_statement',
	'raise_statement',
	'return_statement',
	'try_statement',
	'while_statement',
	'with_statement',
];

const anyStatement = { rule: { any: statementKinds.map(kind => ({ kind })) } };

const isDocstring = (statement: SgNode | undefined): boolean =>
	statement?.kind() === 'expression_statement' && statement.child(0)?.kind() === 'string';

/** Lines that hold code, of a block without its docstring. */
const codeLinesOf = (file: SourceFile, block: SgNode, docstring: SgNode | null): number => {
	const from = docstring ? endOf(docstring) : startOf(block);
	return file.text
		.slice(from, endOf(block))
		.split(/\r?\n/)
		.filter(line => /^\s*[^\s#]/.test(line)).length;
};

/** A name for a decorator, without its arguments: qualified where an import explains it. */
const nameOfDecorator = (decorator: SgNode, names: Names): string => {
	const [inner] = partsOf(decorator);
	const callee = inner?.kind() === 'call' ? inner.field('function') : (inner ?? null);
	return callee ? (qualifiedName(callee, names) ?? callee.text()) : '';
};

const keywordsOfDecorator = (decorator: SgNode): readonly string[] => {
	const [inner] = partsOf(decorator);
	return inner?.kind() === 'call' ? [...argumentsOf(inner).keywords.keys()] : [];
};

const parameterNames = (definition: SgNode): readonly string[] => {
	const parameters = definition.field('parameters');
	return (parameters ? partsOf(parameters) : []).map(parameter =>
		parameter.kind() === 'identifier'
			? parameter.text()
			: ((parameter.field('name') ?? parameter.find({ rule: { kind: 'identifier' } }))?.text() ?? ''),
	);
};

const isSignature = ([event = '', context = '']: readonly string[]): boolean =>
	/^_?event$/.test(event) && /^(?:_?context|_?ctx|_)$/.test(context);

/** Lambda passes two values: a function that needs more is called by other code. */
const takesTwo = (definition: SgNode): boolean => {
	const parameters = definition.field('parameters');
	const needed = (parameters ? partsOf(parameters) : []).filter(
		parameter => !/default|splat|separator/.test(String(parameter.kind())),
	);
	return needed.length === 2;
};

const literalOf = (node: SgNode | null | undefined): string | null =>
	/^["']([^"'\\\n]*)["']$/.exec(node?.text() ?? '')?.[1] ?? null;

/** Keys that are taken from a name: `event["key"]`. */
const keysOf = (block: SgNode, name: string): readonly string[] => {
	const found = block.findAll({ rule: { kind: 'subscript', has: { field: 'value', regex: `^${name}$` } } });
	return [...new Set(found.flatMap(node => literalOf(node.field('subscript')) ?? []))].toSorted();
};

const records = (name: string): RegExp =>
	new RegExp(`^${name}\\s*(?:\\[\\s*["']Records["']|\\.get\\(\\s*["']Records["'])`);

const partial = /(?:^|\.)(?:async_)?process_partial_response$/;

const namesFailures = (dictionary: SgNode): boolean =>
	dictionary.kind() === 'dictionary' &&
	partsOf(dictionary).some(pair => literalOf(pair.field('key')) === 'batchItemFailures');

/** A variable of the block gets the failures: `answer["batchItemFailures"] = …`, or `answer = {"batchItemFailures": …}`. */
const isGivenFailures = (block: SgNode, name: string): boolean =>
	block.findAll({ rule: { kind: 'assignment' } }).some(assignment => {
		const left = assignment.field('left');
		const right = assignment.field('right');
		if (left?.kind() === 'subscript') {
			return (
				left.field('value')?.text() === name && literalOf(left.field('subscript')) === 'batchItemFailures'
			);
		}
		return left?.text() === name && right !== null && namesFailures(right);
	});

/** The statement of a handler that returns which items failed. */
const failuresIn = (file: SourceFile, block: SgNode, names: Names): CodeSite | null => {
	if (!/batchItemFailures|process_partial_response|processor\.response/.test(file.text)) return null;
	const found = block.findAll({ rule: { kind: 'return_statement' } }).find(statement => {
		const [value] = partsOf(statement);
		if (!value) return false;
		if (value.kind() === 'identifier') return isGivenFailures(block, value.text());
		if (value.kind() === 'dictionary') return namesFailures(value);
		const callee = value.kind() === 'call' ? value.field('function') : null;
		if (!callee) return false;
		return partial.test(qualifiedName(callee, names) ?? '') || /^\w*processor\.response$/.test(callee.text());
	});
	return found ? siteOf(file, found, { ids: [], codes: [] }) : null;
};

/** What happens once more with every call; a `put_item` does only where the file makes up a new id each time. */
const writing =
	/\.(?:send_message|send_message_batch|publish|put_events|start_execution|put_records?|send_email|send_raw_email)$|^(?:requests|httpx)\.post$/;

const writesIn = (file: SourceFile, root: SgNode): readonly CodeSite[] => {
	const hasNewIds = /\buuid[14]\b/.test(file.text);
	return root
		.findAll({ rule: { kind: 'call' } })
		.filter(call => {
			const callee = call.field('function')?.text() ?? '';
			return writing.test(callee) || (hasNewIds && callee.endsWith('.put_item'));
		})
		.slice(0, 3)
		.map(call => siteOf(file, call, { ids: ['5.3', 'powertools', 'powertools/idempotency'], codes: [] }));
};

const runs = /^asyncio\.run$|\.run_until_complete$/;
const manyAtOnce =
	/\b(?:gather|TaskGroup|as_completed|create_task|ensure_future|start_soon|create_task_group|AsyncBatchProcessor|async_process_partial_response)\b|\basyncio\.wait\b/;

/** What makes a function need to be a coroutine. */
const waits = {
	rule: {
		any: [
			{ kind: 'await' },
			{ kind: 'for_statement', regex: '^async' },
			{ kind: 'with_statement', regex: '^async' },
			{ kind: 'for_in_clause', regex: '^async' },
		],
	},
};

/**
 * Coroutines that are run with nothing beside them, and the handler itself where it is one that waits; none where
 * something of the file may run at once.
 */
const lonelyRunsIn = (
	file: SourceFile,
	definition: SgNode,
	block: SgNode,
	names: Names,
): readonly CodeSite[] => {
	if (manyAtOnce.test(file.text)) return [];
	const own = block.findAll({ rule: { kind: 'call' } }).filter(call => {
		const callee = call.field('function');
		const coroutine = /\(\s*(\w+)\(/.exec(call.text())?.[1];
		// What a coroutine of another file does is not known.
		const isOwn = coroutine !== undefined && file.text.includes(`async def ${coroutine}(`);
		return isOwn && callee !== null && runs.test(qualifiedName(callee, names) ?? callee.text());
	});
	const name = definition.field('name');
	// A decorator may want a coroutine.
	const isBare = definition.parent()?.kind() !== 'decorated_definition';
	const itself = isBare && isCoroutine(definition) && name && block.has(waits) ? [name] : [];
	return [...itself, ...own].map(site =>
		siteOf(file, site, { ids: ['5.6', 'lambda-asyncio', 'lambda-asyncio/fan-out'], codes: [] }),
	);
};

const isCoroutine = (definition: SgNode): boolean =>
	definition.children().some(child => child.kind() === 'async');

/** As plain data, without the nodes. */
const intakeOf = (definition: SgNode): Handler['intake'] => {
	const read = readIntake(definition);
	return read.outcome === 'open' ? read : { outcome: 'fields', from: read.from, fields: read.fields };
};

const handlerOf = (
	file: SourceFile,
	root: SgNode,
	node: SgNode,
	definition: SgNode,
	configured: readonly string[],
): Handler | null => {
	const nameNode = definition.field('name');
	const block = definition.field('body');
	const name = nameNode?.text() ?? '';
	const parameters = parameterNames(definition);
	const isConfigured = configured.includes(name);
	if (!nameNode || !block || (!isConfigured && !(isSignature(parameters) && takesTwo(definition))))
		return null;
	const names = namesIn(root);
	const [first] = partsOf(block);
	const docstring = first && isDocstring(first) ? first : null;
	const decorators = node
		.children()
		.filter(child => child.kind() === 'decorator')
		.map((decorator): HandlerDecorator => ({
			name: nameOfDecorator(decorator, names),
			keywords: keywordsOfDecorator(decorator),
			at: placeOf(file.path, file.lineStarts, decorator),
		}));
	const event = parameters[0] ?? '';
	const loops =
		event !== '' &&
		block
			.findAll({ rule: { any: [{ kind: 'for_statement' }, { kind: 'for_in_clause' }] } })
			.some(loop => records(event).test(loop.field('right')?.text() ?? ''));
	return {
		name,
		at: placeOf(file.path, file.lineStarts, nameNode),
		isConfigured,
		isAsync: isCoroutine(definition),
		statements: block.findAll(anyStatement).length - (docstring ? 1 : 0),
		codeLines: codeLinesOf(file, block, docstring),
		decorators,
		eventKeys: event === '' ? [] : keysOf(block, event),
		intake: intakeOf(definition),
		loopsRecords: loops,
		reportsFailures: failuresIn(file, block, names),
		writes: writesIn(file, root),
		lonelyRuns: lonelyRunsIn(file, definition, block, names),
	};
};

/** Functions of the module that are handlers: by the names that templates give, or by their first parameters. */
export const readHandlers = (
	file: SourceFile,
	root: SgNode,
	configured: readonly string[],
): readonly Handler[] =>
	partsOf(root).flatMap(node => {
		const definition = node.kind() === 'decorated_definition' ? node.field('definition') : node;
		if (definition?.kind() !== 'function_definition') return [];
		const found = handlerOf(file, root, node, definition, configured);
		return found ? [found] : [];
	});
