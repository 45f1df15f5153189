import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SgNode } from '@ast-grep/napi';
import { applySplices, lineStartsOf } from '../../../source/core/text.ts';
import { argumentsOf, insertKeyword } from '../../../source/edit/python/calls.ts';
import {
	addImportedName,
	importName,
	insertImport,
	removeImportedNames,
} from '../../../source/edit/python/imports.ts';
import { indentUnitOf } from '../../../source/edit/python/indent.ts';
import { namesIn, originsOf, qualifiedName } from '../../../source/edit/python/names.ts';
import type { EditResult } from '../../../source/edit/text.ts';
import { createEngines } from '../../../source/engine/engines.ts';

const engines = createEngines([]);
const fileOf = (text: string) => ({ path: 'a.py', text, lineStarts: lineStartsOf(text) });
const parse = (text: string): SgNode => engines.python(fileOf(text));
const firstCall = (root: SgNode): SgNode => {
	const call = root.find({ rule: { kind: 'call' } });
	if (!call) throw new Error('no call');
	return call;
};
const withKeyword = (text: string): string =>
	applySplices(text, insertKeyword(text, firstCall(parse(text)), 'timeout=5'));
const after = (text: string, edit: EditResult): string =>
	edit.outcome === 'declined' ? edit.reason : applySplices(text, edit.splices);
const comments = (text: string): readonly string[] =>
	parse(text)
		.findAll({ rule: { kind: 'comment' } })
		.map(node => node.text().trim());

describe('insertKeyword', () => {
	it.each([
		['f()', 'f(timeout=5)'],
		['f(a)', 'f(a, timeout=5)'],
		['f(a,)', 'f(a, timeout=5,)'],
		['f(x for x in y)', 'f((x for x in y), timeout=5)'],
		['f(a, **k)', 'f(a, **k, timeout=5)'],
		['f(\n    a,\n    b,\n)', 'f(\n    a,\n    b,\n    timeout=5,\n)'],
		['f(\n    a,\n    b\n)', 'f(\n    a,\n    b,\n    timeout=5\n)'],
		['f(\r\n\ta,  # why\r\n)', 'f(\r\n\ta,  # why\r\n\ttimeout=5,\r\n)'],
		['f(\n    a  # why\n)', 'f(\n    a,  # why\n    timeout=5\n)'],
		['f(a,  # why\n  )', 'f(a,  # why\n    timeout=5,\n  )'],
		['f(  # why\n)', 'f(  # why\n    timeout=5,\n)'],
		['f(url, json={\n    "a": 1,\n})', 'f(url, json={\n    "a": 1,\n}, timeout=5)'],
		['f("😀", a)', 'f("😀", a, timeout=5)'],
	])('writes %j as %j', (before, expected) => {
		expect(withKeyword(before)).toBe(expected);
	});

	it('adds one argument, keeps the others, every comment and valid syntax, however the call is written', () => {
		const part = fc.constantFrom(
			'a',
			'"😀,)"',
			'b=1',
			'*c',
			'[x for x in y]',
			'd={\n  "k": 1,\n}',
			'lambda: (1, 2)',
			'"""#\n"""',
		);
		const gap = fc.constantFrom('', ' ', '\n', '\n    ', '\n\t', '  # note, )\n', '\n  # note\n    ');
		const call = fc
			.tuple(
				fc.array(fc.tuple(gap, part, gap), { maxLength: 4 }),
				fc.boolean(),
				gap,
				fc.constantFrom('\n', '\r\n'),
			)
			.map(([parts, comma, last, eol]) => {
				const sorted = parts.toSorted(([, a], [, b]) => Number(/^\w+=/.test(a)) - Number(/^\w+=/.test(b)));
				const unique = sorted.filter(
					([, a], at) => !/^\w+=/.test(a) || sorted.findIndex(([, b]) => a === b) === at,
				);
				const list = unique.map(([left, code, right]) => left + code + right).join(',');
				return `f(${list}${comma && unique.length > 0 ? ',' : ''}${last})`.replaceAll('\n', eol);
			});
		fc.assert(
			fc.property(call, text => {
				fc.pre(engines.syntaxError(fileOf(text)) === null);
				const result = withKeyword(text);
				expect(engines.syntaxError(fileOf(result))).toBe(null);
				const then = argumentsOf(firstCall(parse(result)));
				expect(then.keywords.get('timeout')?.text()).toBe('timeout=5');
				const now = argumentsOf(firstCall(parse(text)));
				expect(then.positional.map(node => node.text())).toEqual(now.positional.map(node => node.text()));
				expect(then.keywords.size).toBe(now.keywords.size + 1);
				expect(comments(result)).toEqual(comments(text));
				expect(/[^\r]\n/.test(result)).toBe(/[^\r]\n/.test(text));
			}),
			{ numRuns: 500 },
		);
	});
});

describe('names', () => {
	const resolve = (text: string): readonly string[] => {
		const root = parse(text);
		const called = firstCall(root).field('function');
		return called ? originsOf(called, namesIn(root)) : [];
	};

	it.each([
		['import a.b\na.b.c()', ['a.b.c']],
		['import a.b as x\nx.c()', ['a.b.c']],
		['from a import b as x\nx.c()', ['a.b.c']],
		['from . import b\nb()', ['.b']],
		['try:\n    from a import L\nexcept ImportError:\n    from b import L\nL()', ['a.L', 'b.L']],
		['def f():\n    import a\n    a.b()', ['a.b']],
		['import a\ndef f(a): return a.b()', []],
		['import a\ndef f(a=None): return a.b()', []],
		['import a\ndef f():\n    a = x\n    a.b()', []],
		['import a\nx[0].a.b()', []],
	])('reads %j as %j', (text, expected) => {
		expect(resolve(text)).toEqual(expected);
	});

	it('gives no single name to what is imported from two places', () => {
		const root = parse('try:\n    from a import L\nexcept ImportError:\n    from b import L\nL()');
		const called = firstCall(root).field('function');
		expect(called && qualifiedName(called, namesIn(root))).toBe(null);
	});
});

describe('imports', () => {
	const added = (text: string, name: string): string => {
		const root = parse(text);
		const { imports } = namesIn(root);
		const statement = imports[0]?.statement;
		return statement ? after(text, addImportedName(text, statement, imports, name)) : '';
	};
	it.each([
		['from t import a, c', 'b', 'from t import a, b, c'],
		['from t import c, a', 'b', 'from t import c, a, b'],
		['from t import a as z', 'b', 'from t import a as z, b'],
		['from t import a, \\\n    c', 'd', 'from t import a, \\\n    c, d'],
		['from t import (a)', 'b', 'from t import (a, b)'],
		['from t import (\n    a,  # why\n    c,\n)', 'b', 'from t import (\n    a,  # why\n    b,\n    c,\n)'],
		[
			'from t import (\r\n    a,\r\n    c  # why\r\n)',
			'd',
			'from t import (\r\n    a,\r\n    c,  # why\r\n    d\r\n)',
		],
		['from t import Loader, load', 'SafeLoader', 'from t import Loader, SafeLoader, load'],
	])('adds to %j the name %j', (text, name, expected) => {
		expect(added(text, name)).toBe(expected);
	});

	const without = (text: string, gone: readonly string[]): string => {
		const { imports } = namesIn(parse(text));
		const statement = imports[0]?.statement;
		return statement
			? after(
					text,
					removeImportedNames(
						text,
						statement,
						imports,
						imports.filter(({ name }) => gone.includes(name ?? '')),
					),
				)
			: '';
	};
	it.each([
		['from t import a, b, c\n', ['a'], 'from t import b, c\n'],
		['from t import a, b, c\n', ['b', 'c'], 'from t import a\n'],
		['from t import a, b, c\n', ['a', 'c'], 'from t import b\n'],
		['from t import (\n    a,\n    b,\n)\n', ['b'], 'from t import (\n    a,\n)\n'],
		['from t import (\n    a,\n    b,\n)\n', ['a'], 'from t import (\n    b,\n)\n'],
		['from t import a\nx = 1\n', ['a'], 'x = 1\n'],
	])('takes from %j the names %j', (text, gone, expected) => {
		expect(without(text, gone)).toBe(expected);
	});

	it.each([
		['x = 1\n', 'import os\n\nx = 1\n'],
		['"""Doc."""\nx = 1\n', '"""Doc."""\n\nimport os\n\nx = 1\n'],
		['#!/usr/bin/env python\nx = 1\n', '#!/usr/bin/env python\n\nimport os\n\nx = 1\n'],
		['from __future__ import annotations\n', 'from __future__ import annotations\n\nimport os\n'],
		['import json\nimport sys\n\nimport boto3\n', 'import json\nimport os\nimport sys\n\nimport boto3\n'],
		['import boto3\n', 'import os\n\nimport boto3\n'],
		['"""Doc."""\r\n\r\nfrom a import b\r\n', '"""Doc."""\r\n\r\nimport os\r\n\r\nfrom a import b\r\n'],
		['import json', 'import json\nimport os'],
	])('inserts `import os` into %j', (text, expected) => {
		expect(after(text, insertImport(text, parse(text), 'import os'))).toBe(expected);
	});

	it('uses an import that is there, and refuses a name that is taken', () => {
		const use = (text: string): string => {
			const root = parse(text);
			const { code, edit } = importName(text, root, namesIn(root), 'tenacity', 'wait_random');
			return `${code} | ${after(text, edit)}`;
		};
		expect(use('import tenacity as t\n')).toBe('t.wait_random | import tenacity as t\n');
		expect(use('from tenacity import wait_random as w\n')).toBe(
			'w | from tenacity import wait_random as w\n',
		);
		expect(use('from tenacity import retry\n')).toBe(
			'wait_random | from tenacity import retry, wait_random\n',
		);
		expect(use('from x import wait_random\n')).toBe(
			'wait_random | `wait_random` already names something else',
		);
	});
});

describe('indentUnitOf', () => {
	it.each([
		['a = 1\n', '    '],
		['if a:\n  b\n', '  '],
		['if a:\n\tb\n', '\t'],
	])('of %j is %j', (text, unit) => {
		expect(indentUnitOf(text)).toBe(unit);
	});
});
