import { expect, test } from 'vitest';
import { lineStartsOf } from '../../../source/core/text.ts';
import { structureOf } from '../../../source/edit/python/same-tree.ts';
import { createEngines } from '../../../source/engine/engines.ts';

const engines = createEngines([]);
const structure = (text: string): string =>
	structureOf(engines.python({ path: 'a.py', text, lineStarts: lineStartsOf(text) }));

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
])('%j and %j are one program', (before, after) => {
	expect(structure(after)).toBe(structure(before));
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
])('%j and %j are not', (before, after) => {
	expect(structure(after)).not.toBe(structure(before));
});
