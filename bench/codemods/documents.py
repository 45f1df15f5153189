"""Prints, as JSON, what the functions of one file make of YAML documents.

Run on a file before and after a codemod. `plain` has to be the same; `tagged` says whether a document that names a
Python object is still built. Needs PyYAML 6; a call without a loader means what it meant in PyYAML 5.
"""

import importlib.util
import inspect
import io
import json
import sys
import types
import warnings

import yaml

warnings.simplefilter("ignore")

PLAIN = [
    "a: 1\nb: [1, 2.5, true, null, ~, yes]\n",
    "octal: 010\nhex: 0x1F\nbinary: 0b11\nsexagesimal: 190:20:30\nfloat: 1e3\nnan: .nan\n",
    "day: 2026-11-23\nat: 2026-11-23T10:00:00Z\nfolded: >\n  one\n  two\n",
    "base: &b {x: 1}\nown: {<<: *b, y: 2}\nagain: *b\n",
    "!!set {a, b}\n",
    "!!omap [a: 1, b: 2]\n",
    "!!pairs [a: 1, a: 2]\n",
    "!!binary aGVsbG8=\n",
    "? [1, 2]\n: list as key\n",
    "- ünïcode 😀\n- \"escaped \\u263a\"\n",
    "",
    "a: [1\n",
    "--- 1\n--- 2\n",
]
TAGGED = ["!!python/object/apply:os.getcwd []\n", "!!python/name:os.system\n"]


def as_before_six(function):
    def call(stream, Loader=yaml.FullLoader):
        return function(stream, Loader)

    return call


def values(result):
    if isinstance(result, types.GeneratorType):
        return [values(each) for each in result]
    if isinstance(result, tuple):
        return [values(each) for each in result]
    return repr(result)


def told(function, document):
    needed = [
        each
        for each in inspect.signature(function).parameters.values()
        if each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD
    ]
    streams = [io.StringIO(document) for _ in needed]
    try:
        return [values(function(*streams)), [stream.getvalue() for stream in streams]]
    except Exception as error:
        return type(error).__name__


yaml.load, yaml.load_all = as_before_six(yaml.load), as_before_six(yaml.load_all)
spec = importlib.util.spec_from_file_location("sample", sys.argv[1])
module = importlib.util.module_from_spec(spec)
sys.modules["sample"] = module
spec.loader.exec_module(module)

functions = {
    name: value
    for name, value in vars(module).items()
    if inspect.isfunction(value) and value.__module__ == "sample"
}
rows = {name: repr(value) for name, value in vars(module).items() if name == "rows"}
plain = {name: [told(each, document) for document in PLAIN] for name, each in functions.items()}
tagged = [told(each, document) for each in functions.values() for document in TAGGED]
built = [each for each in tagged if each != "ConstructorError"]
print(json.dumps({"plain": [plain, rows], "tagged": "built" if built else "refused"}, sort_keys=True))
