import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../source/core/fixer.ts';
import { eolOf, lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { indentUnitOf } from '../../source/edit/python/indent.ts';
import { insertImport } from '../../source/edit/python/imports.ts';
import { namesIn, qualifiedName } from '../../source/edit/python/names.ts';
import { endOf, partsOf, placeKeyOf, startOf } from '../../source/edit/python/nodes.ts';
import { replaceNode } from '../../source/edit/python/calls.ts';
import { chain, lineEnd, spliced, type EditResult } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { testsImporting } from '../importing-tests.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
// https://docs.python.org/3/library/asyncio-runner.html

/** What makes a function need to be a coroutine. */
const waits = {
	rule: {
		any: [
			{ kind: 'await' },
			{ kind: 'yield' },
			{ kind: 'for_statement', regex: '^async' },
			{ kind: 'with_statement', regex: '^async' },
			{ kind: 'for_in_clause', regex: '^async' },
		],
	},
};

const bound = /^(?:aiohttp|aioredis|asyncpg|motor|nats|redis\.asyncio)\.|(?:^|\.)Async[A-Z]\w*$/;

/** A client that the module makes: it keeps to the event loop of the first call, and each call has one of its own. */
const loopBound = (root: SgNode): string | null => {
	const names = namesIn(root);
	for (const statement of root.namedChildren()) {
		const assignment = statement.find({ rule: { kind: 'assignment' } });
		const value = statement.kind() === 'expression_statement' ? assignment?.field('right') : null;
		const callee = value?.kind() === 'call' ? value.field('function') : null;
		if (callee && bound.test(qualifiedName(callee, names) ?? ''))
			return assignment?.field('left')?.text() ?? '';
	}
	return null;
};

/** Takes `async` away from a function that awaits nothing. */
const plain = (definition: SgNode): EditResult => {
	const keyword = definition.child(0);
	const [, behind] = definition.children();
	return keyword?.text() === 'async' && behind
		? spliced([{ start: startOf(keyword), end: startOf(behind), text: '' }])
		: declined('`async` is not where it was');
};

/** Renames a coroutine and puts a function of its name behind it that runs it. */
const wrapped = (text: string, definition: SgNode): EditResult => {
	const name = definition.field('name');
	const parameters = definition.field('parameters');
	if (!name || !parameters) return declined('the handler has no name');
	const inner = `_${name.text()}`;
	const passed = partsOf(parameters).map(each =>
		each.kind() === 'identifier' ? each.text() : (partsOf(each)[0]?.text() ?? ''),
	);
	const isSimple = partsOf(parameters).every(each =>
		['identifier', 'typed_parameter', 'typed_default_parameter', 'default_parameter'].includes(
			String(each.kind()),
		),
	);
	if (!isSimple || passed.some(each => !/^\w+$/.test(each)))
		return declined('its parameters are not two plain names');
	const type = definition.field('return_type')?.text();
	const eol = eolOf(text);
	const at = lineEnd(text, endOf(definition));
	const code = [
		`def ${name.text()}${parameters.text()}${type === undefined ? '' : ` -> ${type}`}:`,
		`${indentUnitOf(text)}return asyncio.run(${inner}(${passed.join(', ')}))`,
	].join(eol);
	return spliced([replaceNode(name, inner), { start: at, end: at, text: `${eol}${eol}${eol}${code}` }]);
};

export default defineFixer({
	id: 'sync-handler',
	title: 'Make the handler a plain function',
	checks: ['lambda-asyncio/async-handler'],
	safety: 'review',
	needs: ['files', 'modules'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'`async` goes where nothing is awaited; otherwise the coroutine keeps its body and a function of its name runs it. Only ' +
		'handlers without decorators that nothing else in the file or in a test calls.',
	takes: ({ level }) => level === 'fail',
	questions: () => [],
	reads: ({ facts, project, findings }) => {
		const paths = new Set(findings.map(({ at }) => at.path));
		return [...paths, ...testsImporting(paths, facts, project)];
	},
	plan({ findings, texts, engines }) {
		const edits: Edit[] = [];
		const reasons: string[] = [];
		const files = new Set(findings.map(({ at }) => at.path));
		for (const path of files) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const lineStarts = lineStartsOf(text);
			const parse = (current: string): SgNode =>
				engines.python({ path, text: current, lineStarts: lineStartsOf(current) });
			const root = parse(text);
			const wanted = new Set(
				findings.filter(({ at }) => at.path === path).map(({ at }) => `${at.line}:${at.column}`),
			);
			const definitions = root.findAll({ rule: { kind: 'function_definition' } }).filter(each => {
				const name = each.field('name');
				return name !== null && wanted.has(placeKeyOf(lineStarts, name));
			});
			const [definition, ...others] = definitions;
			const name = definition?.field('name')?.text();
			if (!definition || name === undefined) {
				reasons.push('the handler was not found again in its file');
				continue;
			}
			if (others.length > 0) {
				reasons.push('the file has several such handlers');
				continue;
			}
			const mentions = root.findAll({ rule: { kind: 'identifier', regex: `^_?${name}$` } });
			if (mentions.length > 1) {
				reasons.push(`\`${name}\` is also used elsewhere in its file`);
				continue;
			}
			const caller = [...texts].find(
				([other, code]) => !files.has(other) && new RegExp(`\\b${name}\\s*\\(`).test(code),
			)?.[0];
			if (caller !== undefined) {
				reasons.push(`\`${caller}\` calls \`${name}\``);
				continue;
			}
			const isImported = namesIn(root).imports.some(
				({ module, name: part, local, statement }) =>
					module === 'asyncio' &&
					part === null &&
					local === 'asyncio' &&
					statement.parent()?.kind() === 'module',
			);
			if (!isImported && namesIn(root).origins.has('asyncio')) {
				reasons.push('`asyncio` already names something else');
				continue;
			}
			const client = loopBound(root);
			if (client !== null) {
				reasons.push(
					`\`${client}\` is made with the module and would keep to the event loop of the first call`,
				);
				continue;
			}
			const awaits = definition.field('body')?.has(waits) === true;
			const result = chain(text, [
				() => (awaits ? wrapped(text, definition) : plain(definition)),
				current =>
					isImported || !awaits ? spliced([]) : insertImport(current, parse(current), 'import asyncio'),
			]);
			if (result.outcome === 'declined') {
				reasons.push(result.reason);
				continue;
			}
			const [first, ...rest] = result.splices.filter(
				({ start, end, text: added }) => start < end || added !== '',
			);
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(reasons[0] ?? 'the handlers are not where they were');
		return {
			outcome: 'plan',
			area: 'lambda',
			summary: 'make the handler a plain function',
			changed: [
				'A handler that awaits nothing is no coroutine any more; one that does is renamed, and a plain function of its name ' +
					'runs it with `asyncio.run`.',
			],
			atRunTime: 'The body of the handler runs; before, Lambda got a coroutine that nobody awaited.',
			followUps: ['Call the deployed function once, since its body has not run before'],
			edits: [first, ...rest],
		};
	},
});
