import { describe, expect, test } from 'vitest';
import { createEngines } from '../../source/engine/engines.ts';
import { problemOf } from '../../source/engine/verify.ts';

const engines = createEngines([]);
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const problem = (path: string, before: string | null, after: string | null, drops: readonly string[] = []) =>
	problemOf(
		[{ path, before: before === null ? null : bytes(before), after: after === null ? null : bytes(after) }],
		drops,
		engines,
	)?.message ?? null;

describe('a Python file', () => {
	test('may not stop parsing', () => {
		expect(problem('a.py', 'x = 1\n', 'x = = 1\n')).toContain('no longer parse');
	});
	test('that did not parse before may stay so', () => {
		expect(problem('a.py', 'print "a"\n', 'print "b"\n')).toBeNull();
	});
	test('may not use a name that nobody defines', () => {
		expect(problem('a.py', 'x = 1\n', 'x = y\n')).toContain('F821');
	});
	test('may not keep an import that nobody uses any more', () => {
		expect(problem('a.py', 'import os\nos.getcwd()\n', 'import os\n')).toContain('F401');
	});
	test('may not lose a comment', () => {
		expect(problem('a.py', 'x = 1  # why\n', 'x = 2\n')).toContain('a comment would be lost: `# why`');
	});
	test('may lose a comment that the plan names', () => {
		expect(problem('a.py', 'x = 1  # why\n', 'x = 2\n', ['# why'])).toBeNull();
	});
	test('may move a comment to another file', () => {
		const files = [
			{ path: 'a.py', before: bytes('x = 1  # why\ny = 1\n'), after: bytes('y = 1\n') },
			{ path: 'b.py', before: null, after: bytes('x = 1  # why\n') },
		];
		expect(problemOf(files, [], engines)).toBeNull();
	});
});

test('a formatter may end a file with a newline, and nobody may take one away', () => {
	const files = [{ path: 'a.py', before: bytes('x = 1'), after: bytes('x = 1\n') }];
	expect(problemOf(files, [], engines, true)).toBeNull();
	expect(problemOf(files, [], engines)).toMatchObject({ path: 'a.py' });
	const taken = [{ path: 'a.py', before: bytes('x = 1\n'), after: bytes('x = 1') }];
	expect(problemOf(taken, [], engines, true)).toMatchObject({ path: 'a.py' });
});

describe('a TOML file', () => {
	test('must be TOML 1.0: tomllib refuses what 1.1 added', () => {
		expect(problem('pyproject.toml', 'a = 1\n', 'a = { b = 1, }\n')).toContain('TOML 1.0');
	});
	test('may not lose a comment', () => {
		expect(problem('pyproject.toml', 'a = 1 # keep\n', 'a = 2\n')).toContain('# keep');
	});
});

describe('a YAML file', () => {
	test('must parse', () => {
		expect(problem('template.yaml', 'a: 1\n', 'a: [1\n')).toContain('not be valid YAML');
	});
	test('may hold short intrinsic functions', () => {
		expect(problem('template.yaml', 'a: 1\n', 'a: !Sub "${B}"\n')).toBeNull();
	});
	test('may not lose a comment; a hash inside a script is none', () => {
		expect(
			problem('ci.yml', 'run: |\n  # script\n  ls\na: 1 # note\n', 'run: |\n  ls\na: 1 # note\n'),
		).toBeNull();
		expect(problem('ci.yml', 'a: 1 # note\n', 'a: 2\n')).toContain('# note');
	});
});

describe('the bytes of a file', () => {
	test('keep their line ending', () => {
		expect(problem('a.py', 'a = 1\r\nb = 2\r\n', 'a = 1\nb = 2\n')).toContain('line endings would change');
		expect(problem('a.py', 'a = 1\r\nb = 2\r\n', 'a = 1\r\nc = 3\nb = 2\r\n')).toContain('mixed');
	});
	test('keep their final newline, or the lack of one', () => {
		expect(problem('a.py', 'a = 1', 'a = 2\n')).toContain('final newline');
	});
	test('keep their byte order mark', () => {
		expect(problem('a.py', '\uFEFFa = 1\n', 'a = 2\n')).toContain('byte order mark');
	});
});
