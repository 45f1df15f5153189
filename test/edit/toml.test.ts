import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameData, valueAt } from '../../source/core/data.ts';
import type { Data, Table } from '../../source/core/facts/config.ts';
import { applySplices } from '../../source/core/text.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { chain } from '../../source/edit/text.ts';
import {
	addComment,
	addTable,
	appendLines,
	appendToArray,
	deleteItem,
	deleteKey,
	deleteTable,
	insertKey,
	putValue,
	setValue,
} from '../../source/edit/toml.ts';
import type { TomlPath } from '../../source/edit/toml/read.ts';
import { readToml } from '../../source/edit/toml/read.ts';

const after = (text: string, result: EditResult): string =>
	result.outcome === 'spliced' ? applySplices(text, result.splices) : `declined: ${result.reason}`;

const readOf = (text: string): Table => {
	const reading = readToml(text);
	if (!reading.ok) throw new Error(reading.message);
	return reading.toml.value;
};

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

test('a value changes and the comment beside it stays', () => {
	const text = lines('[project]', 'requires-python = ">=3.10"  # keep in sync');
	expect(after(text, setValue(text, ['project', 'requires-python'], '>=3.13'))).toBe(
		lines('[project]', 'requires-python = ">=3.13"  # keep in sync'),
	);
});

test('a literal string stays a literal string', () => {
	const text = "a = 'x'\n";
	expect(after(text, setValue(text, ['a'], 'y'))).toBe("a = 'y'\n");
	expect(after(text, setValue(text, ['a'], "y'"))).toBe('a = "y\'"\n');
});

test('a dotted key below a header is found and added to', () => {
	const text = lines(
		'[tool.ruff]',
		'lint.select = ["E"]',
		'line-length = 100',
		'',
		'[tool.mypy]',
		'strict = true',
	);
	expect(after(text, setValue(text, ['tool', 'ruff', 'lint', 'select', 0], 'F'))).toContain(
		'lint.select = ["F"]\n',
	);
	expect(after(text, putValue(text, ['tool', 'ruff', 'lint', 'ignore'], ['D']))).toContain(
		'lint.select = ["E"]\nlint.ignore = ["D"]\nline-length',
	);
	expect(after(text, putValue(text, ['tool', 'ruff', 'lint', 'isort', 'x'], 1))).toContain(
		'\nlint.isort.x = 1\n',
	);
});

test('a new key goes below the last pair, not below the comments that follow', () => {
	const text = lines('[a]', 'x = 1 # one', '', '# about b', '[b]', 'y = 2');
	expect(after(text, insertKey(text, ['a'], ['z'], true))).toBe(
		lines('[a]', 'x = 1 # one', 'z = true', '', '# about b', '[b]', 'y = 2'),
	);
});

test('a file without final newline and with CRLF keeps both', () => {
	const text = '[a]\r\nx = 1';
	expect(after(text, insertKey(text, ['a'], ['y'], 2))).toBe('[a]\r\nx = 1\r\ny = 2');
	expect(after(text, addTable(text, ['b'], { z: 1 }))).toBe('[a]\r\nx = 1\r\n\r\n[b]\r\nz = 1');
	expect(after(text, deleteKey(text, ['a', 'x']))).toBe('[a]');
});

test('an inline table is added to, and a pair taken out of it', () => {
	const text = lines('a = { b = 1, c = 2 } # d');
	expect(after(text, insertKey(text, ['a'], ['e'], 'f'))).toBe(lines('a = { b = 1, c = 2, e = "f" } # d'));
	expect(after(text, deleteKey(text, ['a', 'b']))).toBe(lines('a = { c = 2 } # d'));
	expect(after(text, deleteKey(text, ['a', 'c']))).toBe(lines('a = { b = 1 } # d'));
	expect(after('a = { b = 1 }\n', deleteKey('a = { b = 1 }\n', ['a', 'b']))).toBe('a = {}\n');
});

test.each([
	['x = []', 'x = ["b"]'],
	['x = ["a"]', 'x = ["a", "b"]'],
	['x = ["a",]', 'x = ["a", "b",]'],
	['x = [ "a" ]', 'x = [ "a", "b" ]'],
	["x = ['a']", "x = ['a', 'b']"],
	['x = [\n  "a",\n]', 'x = [\n  "a",\n  "b",\n]'],
	['x = [\n  "a"\n]', 'x = [\n  "a",\n  "b"\n]'],
	['x = [\n  "a", # why\n]', 'x = [\n  "a", # why\n  "b",\n]'],
	['x = [\n  "a" # why\n]', 'x = [\n  "a", # why\n  "b"\n]'],
	['x = [\n  "a" # why\n  ,\n]', 'x = [\n  "a" # why\n  ,\n  "b",\n]'],
	['x = [\n\t"a",\n\t# more\n]', 'x = [\n\t"a",\n\t"b",\n\t# more\n]'],
	['x = [\n  "a", "c",\n]', 'x = [\n  "a", "c", "b",\n]'],
	['x = [\n  "a"]', 'x = [\n  "a",\n  "b"]'],
	['x = [\n  # none\n]', 'x = [\n  # none\n    "b",\n]'],
])('appending to %j gives %j', (text, wanted) => {
	expect(after(text, appendToArray(text, ['x'], ['b']))).toBe(wanted);
	expect(after(wanted, appendToArray(wanted, ['x'], ['b']))).toBe(wanted);
});

test.each([
	['x = ["a", "b", "c"]', 1, 'x = ["a", "c"]'],
	['x = ["a", "b"]', 1, 'x = ["a"]'],
	['x = ["a"]', 0, 'x = []'],
	['x = [\n  "a", # A\n  "b",\n]', 0, 'x = [\n  "b",\n]'],
	['x = [\n  "a",\n  "b"\n]', 1, 'x = [\n  "a",\n]'],
])('item of %j at %d goes', (text, at, wanted) => {
	expect(after(text, deleteItem(text, ['x', at]))).toBe(wanted);
});

test('a list on one line gets a line for each item before it grows too long', () => {
	const added = Array.from({ length: 12 }, (_, at) => `RUF${100 + at}`);
	const text = 'select = [ "E", "F" ] # ours\n';
	const kept = ['E', 'F', ...added].map(code => `    "${code}",\n`).join('');
	expect(after(text, appendToArray(text, ['select'], added))).toBe(`select = [\n${kept}] # ours\n`);
	const few = 'select = ["E", "F"]\n';
	expect(after(few, appendToArray(few, ['select'], ['B']))).toBe('select = ["E", "F", "B"]\n');
	const long = `select = ["${'x'.repeat(120)}"]\n`;
	expect(after(long, appendToArray(long, ['select'], ['B']))).toBe(`select = ["${'x'.repeat(120)}", "B"]\n`);
});

test('a deleted key names the comment that goes with it', () => {
	const text = lines('a = 1 # one', 'b = 2');
	const result = deleteKey(text, ['a']);
	expect(after(text, result)).toBe('b = 2\n');
	expect(result).toMatchObject({ dropsComments: ['# one'] });
});

test('setting an array whose items carry comments is declined rather than losing them', () => {
	const text = lines('x = [', '  "a", # why', ']');
	expect(after(text, setValue(text, ['x'], ['b']))).toBe('declined: the comment `# why` would be lost');
});

test('a new table goes below its closest relatives', () => {
	const text = lines(
		'[project]',
		'name = "x"',
		'',
		'[tool.ruff]',
		'a = 1',
		'# end of ruff',
		'',
		'# other',
		'[other]',
		'b = 1',
	);
	expect(after(text, addTable(text, ['tool', 'mypy'], { strict: true }))).toBe(
		lines(
			'[project]',
			'name = "x"',
			'',
			'[tool.ruff]',
			'a = 1',
			'# end of ruff',
			'',
			'[tool.mypy]',
			'strict = true',
			'',
			'# other',
			'[other]',
			'b = 1',
		),
	);
});

test('a new table without relatives goes to the end', () => {
	const text = lines('[project]', 'name = "x"', '# end');
	expect(after(text, addTable(text, ['dependency-groups'], { dev: ['pytest'] }))).toBe(
		lines('[project]', 'name = "x"', '# end', '', '[dependency-groups]', 'dev = ["pytest"]'),
	);
	expect(after('', addTable('', ['a'], { b: 1 }))).toBe('[a]\nb = 1\n');
});

test('a super-table goes above its first sub-table', () => {
	const text = lines('[x]', '', '# isort', '[tool.ruff.lint.isort]', 'a = 1');
	expect(after(text, putValue(text, ['tool', 'ruff', 'lint', 'select'], ['E']))).toBe(
		lines('[x]', '', '[tool.ruff.lint]', 'select = ["E"]', '', '# isort', '[tool.ruff.lint.isort]', 'a = 1'),
	);
});

test('an array of tables takes one more table', () => {
	const text = lines('[[tool.mypy.overrides]]', 'module = "a"', '', '[z]');
	expect(after(text, addTable(text, ['tool', 'mypy', 'overrides'], { module: 'b' }, { array: true }))).toBe(
		lines(
			'[[tool.mypy.overrides]]',
			'module = "a"',
			'',
			'[[tool.mypy.overrides]]',
			'module = "b"',
			'',
			'[z]',
		),
	);
	expect(after(text, setValue(text, ['tool', 'mypy', 'overrides', 0, 'module'], 'c'))).toContain(
		'module = "c"',
	);
});

test('a deleted table leaves one gap', () => {
	const text = lines('[a]', 'x = 1', '', '[b]', 'y = 1', '', '[c]', 'z = 1');
	expect(after(text, deleteTable(text, ['b']))).toBe(lines('[a]', 'x = 1', '', '[c]', 'z = 1'));
});

test('a file that only TOML 1.1 allows is refused by name', () => {
	expect(readToml('a = {\n b = 1,\n}\n')).toMatchObject({
		ok: false,
		message: 'not valid TOML 1.0, pip and tomllib refuse it',
		line: 2,
	});
	expect(after('a = {b = 1,}', setValue('a = {b = 1,}', ['a', 'b'], 2))).toMatch(/^declined: /);
});

test('dates, wide integers and odd keys come out as data', () => {
	expect(readOf('d = 1979-05-27\ni = 9007199254740993\n"a.b" = { __proto__ = 1 }')).toEqual(
		JSON.parse('{"d":{"datetime":"1979-05-27"},"i":{"integer":"9007199254740993"},"a.b":{"__proto__":1}}'),
	);
	expect(readToml('i = 9223372036854775808').ok).toBe(false);
});

test('a comment is added once', () => {
	const text = lines('[a]', '  x = 1');
	const once = after(text, addComment(text, ['a', 'x'], 'why'));
	expect(once).toBe(lines('[a]', '  # why', '  x = 1'));
	expect(after(once, addComment(once, ['a', 'x'], 'why'))).toBe(once);
});

test('several edits come back as splices of the first text', () => {
	const text = lines('[a]', 'x = 1', 'y = 2');
	const result = chain(text, [
		now => setValue(now, ['a', 'x'], 10),
		now => insertKey(now, ['a'], ['z'], 3),
		now => setValue(now, ['a', 'z'], 30),
		now => deleteKey(now, ['a', 'y']),
	]);
	expect(after(text, result)).toBe(lines('[a]', 'x = 10', 'z = 30'));
});

const key = fc.constantFrom('a', 'b-c', 'd.e', 'é', '__proto__');
const scalar: fc.Arbitrary<Data> = fc.oneof(
	fc.string(),
	fc.integer(),
	fc.boolean(),
	fc.double({ noNaN: true }).filter(value => !Number.isInteger(value)),
);
const datum: fc.Arbitrary<Data> = fc.oneof(
	scalar,
	fc.array(scalar, { maxLength: 4 }),
	fc.dictionary(key, scalar, { maxKeys: 2 }),
);
const documents = fc.record({
	eol: fc.constantFrom('\n', '\r\n'),
	final: fc.boolean(),
	body: fc.array(
		fc.constantFrom(
			'# top',
			'x = [1, 2] # items',
			'y = [\n  "a", # A\n  "b"\n  # end\n]',
			"s = 'lit'",
			't = { u = 1, v.w = "x" }',
			'[tool.ruff]',
			'lint.select = ["E"]  # dotted',
			'[tool.ruff.format]',
			'q = """\n# no comment\n"""',
			'',
			'# about the next',
			'[[tool.mypy.overrides]]',
			'module = "m"',
			'[project]',
			'\tname = "n"',
		),
		{ maxLength: 14 },
	),
});
const pathTo = (value: Data, at: TomlPath = []): readonly TomlPath[] =>
	typeof value === 'object' && value !== null
		? [
				at,
				...Object.entries(value).flatMap(([name, child]) =>
					pathTo(child, [...at, Array.isArray(value) ? Number(name) : name]),
				),
			]
		: [at];

test('whatever is put is there, nothing else changes, and putting it again changes nothing', () => {
	fc.assert(
		fc.property(documents, fc.nat(), key, datum, ({ eol, final, body }, pick, name, value) => {
			const text = body.join('\n').replaceAll('\n', eol) + (final ? eol : '');
			const reading = readToml(text);
			fc.pre(reading.ok);
			if (!reading.ok) return;
			const places = pathTo(reading.toml.value);
			const place = places[pick % places.length] ?? [];
			for (const path of [place, [...place, name]]) {
				if (path.length === 0) continue;
				const result = putValue(text, path, value);
				if (result.outcome === 'declined') continue;
				const now = applySplices(text, result.splices);
				expect(sameData(valueAt(readOf(now), path), value)).toBe(true);
				expect(after(now, putValue(now, path, value))).toBe(now);
				if (text.includes('\r\n')) expect(now).not.toMatch(/[^\r]\n/);
				const gone = deleteKey(now, path);
				if (gone.outcome === 'spliced') expect(valueAt(readOf(after(now, gone)), path)).toBeUndefined();
			}
		}),
		{ numRuns: 400 },
	);
});

test.each([
	[
		["addopts = '''", '  -ra', '  --tb=short', "'''"],
		["addopts = '''", '  -ra', '  --tb=short', '  --new', "'''"],
	],
	[
		['addopts = """', '\t-ra"""'],
		['addopts = """', '\t-ra', '\t--new"""'],
	],
	[
		['addopts = """-ra', '', '    """  # kept'],
		['addopts = """-ra', '--new', '', '    """  # kept'],
	],
])('a line is added to %j', (before, expected) => {
	const text = lines('[tool.pytest]', ...before);
	const result = after(text, appendLines(text, ['tool', 'pytest', 'addopts'], ['--new']));
	expect(result).toBe(lines('[tool.pytest]', ...expected));
});

test.each(['addopts = "-ra"', 'addopts = """\\\n  -ra \\\n  """', "addopts = '''\n'''"])(
	'no line is added to %j',
	before => {
		const text = lines(before);
		expect(appendLines(text, ['addopts'], ['--new']).outcome).toBe('declined');
	},
);
