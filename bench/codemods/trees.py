"""Prints the syntax tree of one file, without places and comments."""

import ast
import pathlib
import sys

print(ast.dump(ast.parse(pathlib.Path(sys.argv[1]).read_bytes())))
