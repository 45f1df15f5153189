import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameData } from '../../source/core/data.ts';
import type { Data } from '../../source/core/facts/config.ts';
import { applySplices } from '../../source/core/text.ts';
import type { TemplateEdit } from '../../source/edit/template.ts';
import { editTemplate } from '../../source/edit/template.ts';
import { longFormOf, readYaml } from '../../source/edit/yaml.ts';
import { commentsOf } from '../../source/edit/yaml-comments.ts';

const after = (text: string, ...edits: readonly TemplateEdit[]): string => {
	const result = editTemplate(text, edits);
	return result.outcome === 'spliced' ? applySplices(text, result.splices) : `declined: ${result.reason}`;
};

const valueOf = (text: string): Data => {
	const reading = readYaml(text);
	if (!reading.ok) throw new Error(reading.message);
	return longFormOf(reading.yaml);
};

const timeout: TemplateEdit = { kind: 'insert', path: ['A', 'P'], key: 'Timeout', value: 3 };

describe('insert', () => {
	test('goes behind the last pair, whose comment stays on its line', () => {
		expect(after('A:\n  P:\n    X: 1 # one\n  # next\n', timeout)).toBe(
			'A:\n  P:\n    X: 1 # one\n    Timeout: 3\n  # next\n',
		);
	});
	test('goes behind a block of text without becoming part of it', () => {
		expect(after('A:\n  P:\n    X: |\n      a\n\n      b\n\nB: 1\n', timeout)).toBe(
			'A:\n  P:\n    X: |\n      a\n\n      b\n    Timeout: 3\n\nB: 1\n',
		);
	});
	test('declines where blank lines at the end of a block count', () => {
		expect(after('A:\n  P:\n    X: |+\n      a\n\nB: 1\n', timeout)).toContain('declined: ');
	});
	test('needs no newline at the end of the file, and adds none', () => {
		expect(after('A:\n  P:\n    X: 1', timeout)).toBe('A:\n  P:\n    X: 1\n    Timeout: 3');
	});
	test('takes the line ending of the file', () => {
		expect(after('A:\r\n  P:\r\n    X: 1\r\nB: 2\r\n', timeout)).toBe(
			'A:\r\n  P:\r\n    X: 1\r\n    Timeout: 3\r\nB: 2\r\n',
		);
	});
	test('fits a map below a dash', () => {
		expect(after('A:\n- X: 1\n  Y: 2\n', { kind: 'insert', path: ['A', 0], key: 'Z', value: 3 })).toBe(
			'A:\n- X: 1\n  Y: 2\n  Z: 3\n',
		);
	});
	test('is indented as most of the file is, not as its first map', () => {
		const text = 'A:\n    B: 1\nP:\n  C:\n    D: 1\n  E:\n    F: 1\n';
		expect(after(text, { kind: 'insert', path: ['P', 'C'], key: 'Z', value: { X: 1 } })).toBe(
			'A:\n    B: 1\nP:\n  C:\n    D: 1\n    Z:\n      X: 1\n  E:\n    F: 1\n',
		);
	});
	test('fits a flow map', () => {
		expect(after('A: {P: {X: 1}}\n', timeout)).toBe('A: {P: {X: 1, Timeout: 3}}\n');
	});
	test('fits an empty flow map', () => {
		expect(after('A:\n  P: {}\n', timeout)).toBe('A:\n  P: {Timeout: 3}\n');
	});
	test('fits a flow map on several lines, behind a comment', () => {
		expect(after('A: {\n  P: {\n    X: 1 # one\n  }\n}\n', timeout)).toBe(
			'A: {\n  P: {\n    X: 1, # one\n    Timeout: 3\n  }\n}\n',
		);
	});
	test('fits JSON on several lines and on one', () => {
		expect(after('{\n\t"A": {\n\t\t"P": {\n\t\t\t"X": 1\n\t\t}\n\t}\n}\n', timeout)).toBe(
			'{\n\t"A": {\n\t\t"P": {\n\t\t\t"X": 1,\n\t\t\t"Timeout": 3\n\t\t}\n\t}\n}\n',
		);
		expect(after('{"A": {"P": {"X": 1}}}', timeout)).toBe('{"A": {"P": {"X": 1, "Timeout": 3}}}');
	});
	test('fills a key that stands without a value', () => {
		expect(after('A:\n  P: # none yet\nB: 1\n', timeout)).toBe('A:\n  P: # none yet\n    Timeout: 3\nB: 1\n');
	});
	test('goes behind a named pair, with a blank line where the map has them', () => {
		const text = 'R:\n  A:\n    X: 1\n\n  # of B\n  B:\n    Y: 1\n';
		expect(after(text, { kind: 'insert', path: ['R'], key: 'New', value: { Z: 1 }, after: 'A' })).toBe(
			'R:\n  A:\n    X: 1\n\n  New:\n    Z: 1\n\n  # of B\n  B:\n    Y: 1\n',
		);
	});
	test('changes nothing where the pair is there already', () => {
		expect(after('A:\n  P:\n    Timeout: 3\n', timeout)).toBe('A:\n  P:\n    Timeout: 3\n');
	});
	test('declines where the key has another value', () => {
		expect(after('A:\n  P:\n    Timeout: 4\n', timeout)).toContain('is already there');
	});
	test('keeps strings that YAML 1.1 would read as something else', () => {
		const value = {
			a: 'yes',
			b: '2012-10-17',
			c: 'a: b',
			d: '#',
			e: '',
			f: '- x',
			g: 's3:*',
			h: '1e3',
			i: 'é',
		};
		expect(valueOf(after('A:\n  P:\n    X: 1\n', { ...timeout, value }))).toEqual({
			A: { P: { X: 1, Timeout: value } },
		});
	});
	test('several inserts at one place keep their order', () => {
		const more: TemplateEdit = { kind: 'insert', path: ['A'], key: 'Q', value: 1 };
		expect(after('A:\n  P:\n    X: 1\n', more, timeout, { ...timeout, key: 'Memory' })).toBe(
			'A:\n  P:\n    X: 1\n    Timeout: 3\n    Memory: 3\n  Q: 1\n',
		);
	});
});

describe('what more than one place shares is left alone', () => {
	test.each([
		['an anchor', 'A:\n  P: &p\n    X: 1\nB: *p\n', 'anchor `&p`'],
		['an alias', 'B: &p\n  X: 1\nA:\n  P: *p\n', 'is an alias'],
		['a merge', 'B: &b\n  P:\n    X: 1\nA:\n  <<: *b\n', 'is not written out'],
		['a short intrinsic', 'A:\n  P: !Transform\n    X: 1\n', 'is made by `!Transform`'],
		['a long intrinsic', 'A:\n  Fn::ForEach::L:\n    P:\n      X: 1\n', 'is not written out'],
	])('%s', (_, text, reason) => {
		expect(after(text, timeout)).toContain(reason);
	});
	test('a loop', () => {
		const edit: TemplateEdit = {
			kind: 'insert',
			path: ['A', 'Fn::ForEach::L', 'P'],
			key: 'Timeout',
			value: 3,
		};
		expect(after('A:\n  Fn::ForEach::L:\n    P:\n      X: 1\n', edit)).toContain(
			'made by an intrinsic function',
		);
	});
	test('a key that comes twice', () => {
		expect(after('A:\n  P:\n    X: 1\n    X: 2\n', timeout)).toContain('comes twice');
	});
	test('aliases that multiply without end', () => {
		const lines = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
		for (const [to, from] of [
			['b', 'a'],
			['c', 'b'],
			['d', 'c'],
			['e', 'd'],
			['f', 'e'],
			['g', 'f'],
		]) {
			lines.push(`${to}: &${to} [${`*${from}, `.repeat(9)}*${from}]`);
		}
		expect(after(`${lines.join('\n')}\n`, { kind: 'insert', path: [], key: 'z', value: 1 })).toContain(
			'too large',
		);
	});
	test('a file that does not parse', () => {
		expect(after('A: [\n', timeout)).toContain('does not parse');
	});
});

describe('replace', () => {
	const replace: TemplateEdit = { kind: 'replace', path: ['A'], value: 60 };
	test.each([
		['A: 30 # s\n', 'A: 60 # s\n'],
		["A: '30'\n", "A: '60'\n"],
		['{"A": 30}', '{"A": 60}'],
	])('keeps quotes and comments of %j', (text, expected) => {
		expect(after(text, replace)).toBe(expected);
	});
	test('declines for what is no plain value', () => {
		expect(after('A: [30]\n', replace)).toContain('not a plain one');
		expect(after('A: !Ref X\n', replace)).toContain('made by `!Ref`');
	});
});

describe('append', () => {
	test('fits the list below its key, flush or indented', () => {
		const append: TemplateEdit = {
			kind: 'append',
			path: ['A'],
			value: { X: [1, [2]], V: { 'Fn::GetAtt': ['B', 'Arn'] } },
		};
		expect(after('A:\n- Q: 1\n  R: 2\nB: 1\n', append)).toBe(
			'A:\n- Q: 1\n  R: 2\n- X:\n  - 1\n  - - 2\n  V: !GetAtt B.Arn\nB: 1\n',
		);
		expect(after('A:\n    - Q: 1 # q\nB: 1\n', append)).toBe(
			'A:\n    - Q: 1 # q\n    - X:\n        - 1\n        - - 2\n      V: !GetAtt B.Arn\nB: 1\n',
		);
	});
	test('fits a flow list and JSON', () => {
		expect(after('A: [1, 2]\n', { kind: 'append', path: ['A'], value: 3 })).toBe('A: [1, 2, 3]\n');
		expect(after('{"A": [\n  1\n]}', { kind: 'append', path: ['A'], value: 3 })).toBe(
			'{"A": [\n  1,\n  3\n]}',
		);
	});
});

describe('swap', () => {
	const swap: TemplateEdit = { kind: 'swap', path: ['A', 1], value: { Q: { R: 2 } } };
	test('puts a map in the place of an item, and keeps the comment of its line', () => {
		expect(after('A:\n  - X # one\n  - Y # two\n  - Z\n', swap)).toBe(
			'A:\n  - X # one\n  - Q:\n      R: 2 # two\n  - Z\n',
		);
	});
	test('stays in braces in a flow list and in JSON', () => {
		expect(after('A: [X, Y]\n', swap)).toBe('A: [X, { Q: { R: 2 } }]\n');
		expect(after('{"A": ["X", "Y"]}', swap)).toBe('{"A": ["X", {"Q": {"R": 2}}]}');
	});
	test('declines for an item that is no plain value', () => {
		expect(after('A:\n  - X\n  - Y: 1\n', swap)).toContain('declined: ');
	});
});

describe('before', () => {
	const before: TemplateEdit = { kind: 'before', path: ['A', 1], value: { Q: 2 } };
	test('goes above the item and the comments on top of it', () => {
		expect(after('A:\n  - Q: 1 # one\n  # three\n  - Q: 3\n', before)).toBe(
			'A:\n  - Q: 1 # one\n  - Q: 2\n  # three\n  - Q: 3\n',
		);
	});
	test('leaves a blank line where the items have one between them', () => {
		expect(after('A:\r\n- Q: 1\r\n\r\n- Q: 3\r\n', before)).toBe(
			'A:\r\n- Q: 1\r\n\r\n- Q: 2\r\n\r\n- Q: 3\r\n',
		);
	});
	test('declines for a list in brackets, and for a place that is not there', () => {
		expect(after('A: [1, 2]\n', before)).toContain('declined: ');
		expect(after('A:\n  - Q: 1\n', before)).toContain('declined: ');
	});
});

describe('delete', () => {
	const remove: TemplateEdit = { kind: 'delete', path: ['A', 'X'] };
	test('takes the lines of the pair', () => {
		expect(after('A:\n  X:\n    Z: 1\n  Y: 2\n', remove)).toBe('A:\n  Y: 2\n');
		expect(after('A:\n  Y: 2\n  X: 1', remove)).toBe('A:\n  Y: 2');
		expect(after('{"A": {"Y": 2, "X": 1}}', remove)).toBe('{"A": {"Y": 2}}');
	});
	test('names the comments that go with it', () => {
		const result = editTemplate('A:\n  X: 1 # why\n  Y: 2\n', [remove]);
		expect(result).toMatchObject({ outcome: 'spliced', dropsComments: ['# why'] });
	});
	test('leaves no map empty', () => {
		expect(after('A:\n  X: 1\n', remove)).toContain('only key');
	});
});

const scalar = fc.oneof(
	fc.integer({ min: -99, max: 99 }),
	fc.boolean(),
	fc.string({ maxLength: 12 }),
	fc.constantFrom(
		'yes',
		'null',
		'~',
		'012',
		'1e3',
		' a',
		'b ',
		'a: b',
		'# c',
		'- d',
		'*e',
		'&f',
		'!g',
		'${h}',
		'\u{1f30d}',
	),
);
const name = fc.constantFrom('Alpha', 'Beta', 'Gamma', 'Delta', 'a b', 'x/y', 'n', '1');
const { data } = fc.letrec<{ data: Data }>(tie => ({
	data: fc.oneof(
		{ maxDepth: 3, depthIdentifier: 'data' },
		scalar,
		fc.array(tie('data'), { maxLength: 3, depthIdentifier: 'data' }),
		fc.dictionary(name, tie('data'), { maxKeys: 3, depthIdentifier: 'data', noNullPrototype: true }),
	),
}));

describe('any value', () => {
	const files = [
		'# head\nA: # a\n    P:\n        X: 1 # x\n\n    # tail\nB: 2\n',
		'A:\n  P:\n  - X: 1\n  Q: {Y: 1}\nB: 2\n',
		'{\n  "A": {\n    "P": {\n      "X": 1\n    }\n  }\n}\n',
		'A: {P: {X: 1}} # one line\n',
	];
	test('is inserted so that the file says it, all comments stay, and the second time nothing changes', () => {
		fc.assert(
			fc.property(fc.constantFrom(...files), data, fc.boolean(), (file, value, windows) => {
				const text = windows ? file.replaceAll('\n', '\r\n') : file;
				const edits: readonly TemplateEdit[] = [
					{ kind: 'insert', path: ['A'], key: 'New', value },
					{ kind: 'insert', path: ['A'], key: 'Newer', value: [value, { k: value }] },
				];
				const result = editTemplate(text, edits);
				if (result.outcome === 'declined') throw new Error(result.reason);
				const edited = applySplices(text, result.splices);
				const before = valueOf(text);
				if (typeof before !== 'object' || before === null || !('A' in before)) throw new Error('no A');
				const meant = { ...before, A: { ...Object(before['A']), New: value, Newer: [value, { k: value }] } };
				expect(sameData(valueOf(edited), meant)).toBe(true);
				expect(commentsOf(edited)).toEqual(commentsOf(text));
				expect(windows && /(?<!\r)\n/.test(edited)).toBe(false);
				expect(editTemplate(edited, edits)).toMatchObject({ outcome: 'spliced', splices: [] });
				expect(result.splices.every(({ start, end }) => start === end)).toBe(true);
			}),
			{ numRuns: 400 },
		);
	});
});

test('no text makes the editor throw', () => {
	const piece = fc.constantFrom(
		'A:',
		' P:',
		'\n',
		'  ',
		'- ',
		'{',
		'}',
		'[',
		']',
		',',
		'&a ',
		'*a',
		'!Ref x',
		'|',
		'>',
		'# c',
		'"',
		"'",
		'X: 1',
		'<<: ',
		'? ',
		'---',
		'\t',
		'\r\n',
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
			const result = editTemplate(pieces.join(''), [
				timeout,
				{ kind: 'delete', path: ['A', 'X'] },
				{ kind: 'append', path: ['A'], value: 1 },
			]);
			expect(['spliced', 'declined']).toContain(result.outcome);
		}),
		{ numRuns: 1500 },
	);
});
