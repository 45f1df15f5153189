import { describe, expect, it } from 'vitest';
import { lineStartsOf } from '../../../../source/core/text.ts';
import { keywordValue } from '../../../../source/edit/python/calls.ts';
import { writtenList, writtenPairs } from '../../../../source/edit/python/written/lists.ts';
import { createEngines } from '../../../../source/engine/engines.ts';

const engines = createEngines([]);

/** What `setup(wanted=…)` is given at the end of a script. */
const given = (text: string) => {
	const root = engines.python({ path: 'setup.py', text, lineStarts: lineStartsOf(text) });
	const call = root.findAll({ rule: { kind: 'call', has: { field: 'function', regex: '^setup$' } } }).at(-1);
	const node = call && keywordValue(call, 'wanted');
	if (!node) throw new Error('nothing is wanted');
	return { root, node };
};

const listOf = (before: string, value: string): readonly string[] | null => {
	const { root, node } = given(`${before}\nsetup(wanted=${value})\n`);
	const list = writtenList(root, node);
	return (
		list &&
		list.items.flatMap(item =>
			item.kind === 'comment' ? [] : [item.kind === 'file' ? `file ${item.path}` : item.text],
		)
	);
};

describe('a list that a script writes', () => {
	it.each([
		['', '["a", "b"]', ['a', 'b']],
		['', '("a",) + ("b",)', ['a', 'b']],
		['x = ["a"]', 'x', ['a']],
		['x: list[str] = ["a"]', 'list(x)', null],
		['x = ["a"]\ny = ["b"]', 'x + y + ["c"]', ['a', 'b', 'c']],
		['x = ["a"]', '[*x, "b"]', ['a', 'b']],
		['x = ["a"]\ny = x', 'y', ['a']],
		['e = {"x": ["a"]}\ne["y"] = e["x"] + ["b"]', 'e["y"]', ['a', 'b']],
		['e = dict(x=["a"])', 'e["x"]', ['a']],
		['def f():\n    return sorted(x)\nx = ["a"]', 'x', ['a']],
	])('is seen behind a name: %j, %s', (before, value, items) => {
		expect(listOf(before, value)).toEqual(items);
	});

	it.each([
		['with open("r.txt") as f:\n    x = f.read().splitlines()', 'x'],
		['with open("r.txt") as f:\n    x = f.readlines()', 'x'],
		['with open("r.txt") as f:\n    x = list(f)', 'x'],
		['with open("r.txt") as f:\n    x = f.read()', 'x'],
		['with open("r.txt") as f:\n    x = f.read()', 'x.splitlines()'],
		[
			'with open("r.txt") as f:\n    x = [l.strip() for l in f if l.strip() and not l.startswith(("#", "-"))]',
			'x',
		],
		['', 'open("r.txt").read().split("\\n")'],
		['', '[l.split("#")[0].strip() for l in open("./r.txt")]'],
		['from pathlib import Path', 'Path("r.txt").read_text(encoding="utf-8").splitlines()'],
		['h = Path(__file__).resolve().parent', '(h / "r.txt").read_text().splitlines()'],
		['h = os.path.dirname(os.path.abspath(__file__))', 'open(os.path.join(h, "r.txt")).readlines()'],
		['import pkg_resources', '[str(r) for r in pkg_resources.parse_requirements(open("r.txt"))]'],
		['x = open("r.txt").readlines()', '[l.replace("\\n", "") for l in x if l != ""]'],
	])('is seen to be the lines of a file: %j, %s', (before, value) => {
		expect(listOf(before, value)).toEqual(['file r.txt']);
	});

	it.each([
		['x = ["a"]\nx.append("b")', 'x'],
		['x = ["a"]\nx += ["b"]', 'x'],
		['x = ["a"]\nx = ["b"]', 'x'],
		['x = ["a"]\nfill(x)', 'x'],
		['x = ["a"]\ny = x\ny.append("b")', 'x'],
		['x = ["a"]\ne = {"y": x}\ne["y"].append("b")', 'x'],
		['if windows:\n    x = ["a"]\nelse:\n    x = ["b"]', 'x'],
		['try:\n    x = ["a"]\nexcept E:\n    pass', 'x'],
		['x = ["a"]\ndef f():\n    global x\n    x = []', 'x'],
		['x = [name for name in names]', 'x'],
		['x = ["a", version]', 'x'],
		['x = ["a"] * 2', 'x'],
		['', '"a" + "b"'],
		['x = f"a=={version}"', '[x]'],
		['e = {"x": ["a"]}\ne["x"] = ["b"]', 'e["x"]'],
		['e = {}\nif windows:\n    e["x"] = ["b"]', 'e["x"]'],
		['with open("r.txt") as f:\n    f.readline()\n    x = f.readlines()', 'x'],
		['x = open("r.txt").readlines()\nx.pop()', 'x'],
		['x = open("r.txt").readlines()', '[l for l in x if "torch" not in l]'],
		['', '[l.split("==")[0] for l in open("r.txt")]'],
		['', 'open("../r.txt").readlines()'],
		['', 'open("/etc/r.txt").readlines()'],
		['', 'open(name).readlines()'],
		['', 'open("a.txt").readlines() + names'],
		['', '[str(r.req) for r in parse_requirements("r.txt", session=False)]'],
	])('is not taken from what code works out: %j, %s', (before, value) => {
		expect(listOf(before, value)).toBeNull();
	});
});

it('a dictionary has what is put into it line by line', () => {
	const { root, node } = given('e = {"a": ["x"]}\ne["b"] = ["y"]\nsetup(wanted=e)\n');
	expect(writtenPairs(root, node)?.pairs.map(({ key }) => key)).toEqual(['a', 'b']);
});

it('a dictionary that is changed elsewhere is nobody’s to read', () => {
	const { root, node } = given('e = {"a": ["x"]}\ne.update(more)\nsetup(wanted=e)\n');
	expect(writtenPairs(root, node)).toBeNull();
});
