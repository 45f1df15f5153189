"""Runs a fixture of `record-values` or `thread-context` and prints what came of it, as JSON. Standard library only."""

import asyncio
import builtins
import contextvars
import inspect
import json
import logging
import sys
import threading
import types
from pathlib import Path

path = Path(sys.argv[1])
sys.path.insert(0, str(path.parent))
request: contextvars.ContextVar[str] = contextvars.ContextVar("request")
seen: list[object] = []


class Keep(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        seen.append([record.levelname, record.getMessage(), bool(record.exc_info)])


def price(*args: object, **kwargs: object) -> None:
    if path.name == "work.py":
        seen.append([repr(args), repr(kwargs), request.get("lost")])
        return
    raise ValueError("no price")


logging.basicConfig(level=logging.DEBUG, handlers=[Keep()])
builtins.price = price
module = __import__(path.stem)
request.set("kept")
if path.name == "handler.py":
    module.handler({"order": "o-1", "total": 2.5}, types.SimpleNamespace(client="c-1", identity="i-1"))
else:
    for name, function in vars(module).items():
        if not name.startswith("price_") or not inspect.isfunction(function):
            continue
        values = [["o-1"] if each == "orders" else 1 for each in inspect.signature(function).parameters]
        result = function(*values)
        if inspect.iscoroutine(result):
            asyncio.run(result)
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(5)
print(json.dumps(sorted(seen, key=repr) if path.name == "work.py" else seen))
