import { expect, test } from 'vitest';
import { lineStartsOf } from '../../../source/core/text.ts';
import { isSameProgram } from '../../../source/edit/python/same-tree.ts';
import { createEngines } from '../../../source/engine/engines.ts';

const engines = createEngines([]);
const isSame = (before: string, after: string): boolean => {
	const rootOf = (text: string) => engines.python({ path: 'a.py', text, lineStarts: lineStartsOf(text) });
	return isSameProgram(rootOf(before), rootOf(after));
};

test.each([
	['x = ( 1 )\n', 'x = 1\n'],
	["x = 'it\\'s'\n", 'x = "it\'s"\n'],
	["x = 'a' 'b'\n", 'x = "ab"\n'],
	["x = u'\\xAB'\n", 'x = "\\xab"\n'],
	['f(a,b,)\n', 'f(a, b)\n'],
	['for (x) in y: pass\n', 'for x in y:\n    pass\n'],
	['class A(): pass # note\n', 'class A:\n    pass  # note\n'],
	['x = 0XFF; y = 1E5\n', 'x = 0xFF\ny = 1e5\n'],
	["def f():\n  '''  Doc  \n  more'''\n", 'def f():\n    """Doc\n    more"""\n'],
	["f'{a!r} {b}'\n", 'f"{a!r} {b}"\n'],
	['f(a, b)\n', 'f(\n    a,\n    b,\n)\n'],
	['x = {1: 2}\n', 'x = {\n    1: 2,\n}\n'],
	['x = [a]\n', 'x = [\n    a,  # why\n]\n'],
	['x = a + \\\n  b\n', 'x = a + b\n'],
	["if 'a' in b: c()\n", 'if "a" in b:\n    c()\n'],
	['f(lambda a,b: a, c)\n', 'f(lambda a, b: a, c)\n'],
	["x = '''a\nb'''\n", 'x = """a\nb"""\n'],
	["x = 'say \"a\"'\ny = b''\n", 'x = \'say "a"\'\ny = b""\n'],
])('%j and %j are one program', (before, after) => {
	expect(isSame(before, after)).toBe(true);
});

test.each([
	['(a + b) * c\n', 'a + b * c\n'],
	['x = "a"\n', 'x = "b"\n'],
	['x = b"a"\n', 'x = "a"\n'],
	['x = r"\\n"\n', 'x = "\\n"\n'],
	['f(a)(b)\n', 'f(a, b)\n'],
	['x = (1,)\n', 'x = (1)\n'],
	['if a:\n    b()\nc()\n', 'if a:\n    b()\n    c()\n'],
	['x = " a "\n', 'x = "a"\n'],
	['f(*a)\n', 'f(**a)\n'],
	['x[a,]\n', 'x[a]\n'],
	['x = (lambda a, b: a,)\n', 'x = (lambda a, b: a)\n'],
	['x = (a, b)\n', 'x = (a, (b,))\n'],
	['x = "#a"\n', 'x = "#b"\n'],
	['x = "a" # "b"\n', 'x = "a" "b"\n'],
	['x = 1\ny = 2\n', 'x = 1\ny = 3\n'],
	['if a:\n    b\nelse:\n    c\n', 'if a:\n    b\nc\n'],
	['while a:\n    if b:\n        c\n    d\n', 'while a:\n    if b:\n        c\n        d\n'],
	["x = f'{a}'\n", 'x = "{a}"\n'],
	['x = u"a"\n', 'x = b"a"\n'],
	["x = '''a\n  b'''\n", 'x = """a\n b"""\n'],
])('%j and %j are not', (before, after) => {
	expect(isSame(before, after)).toBe(false);
});
