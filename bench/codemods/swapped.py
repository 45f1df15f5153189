"""Runs a fixture of `structlog-loggers` and prints its records, as JSON lines without what differs by nature."""

import contextlib
import io
import json
import sys
import types
from pathlib import Path

sys.path.insert(0, sys.argv[1])
# The application is not what is tried.
web = types.ModuleType("fastapi")
web.FastAPI = lambda: types.SimpleNamespace(get=lambda path: lambda function: function)
sys.modules["fastapi"] = web

out = io.StringIO()
errors = io.StringIO()
results = []
with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
    import structlog

    from orders.app import show
    from orders.prices import price

    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        results.append(show())
        try:
            price("o-9", 1)
        except KeyError as error:
            results.append(repr(error))

records = []
for line in out.getvalue().splitlines():
    record = json.loads(line)
    # When, where from, and by which name the root logger is called.
    record.pop("timestamp", None)
    record["exception"] = record.get("exception", "").rpartition("\n")[2]
    if record.get("logger") in ("root", "orders.rates"):
        record["logger"] = "root or module"
    records.append(record)
sys.stdout.write(json.dumps({"results": results, "records": records, "errors": errors.getvalue()}, indent=1, sort_keys=True))
