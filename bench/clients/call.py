"""Loads a program, calls its handler and prints what came of it: `call.py PROGRAM`."""

import importlib.util
import json
import sys
import time

spec = importlib.util.spec_from_file_location("program", sys.argv[1])
program = importlib.util.module_from_spec(spec)
started = time.monotonic()
try:
    spec.loader.exec_module(program)
    outcome = {"value": program.handler({}, None)}
except Exception as error:  # noqa: BLE001
    names = [one.__name__ for one in type(error).__mro__]
    outcome = {"error": [*names, str(error)]}
outcome["seconds"] = round(time.monotonic() - started, 1)
settings = getattr(program, "BOTO_CONFIG", None)
if settings is not None:
    client = getattr(program, "ssm", None)
    seen = client.meta.config if client else settings
    outcome["config"] = [seen.connect_timeout, seen.read_timeout, seen.retries]
print(json.dumps(outcome))
