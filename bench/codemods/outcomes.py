"""Prints, as JSON, what the classes of one file make of the same inputs: values, errors and schemas.

Run on a file before and after a codemod; equal output means equal behaviour on these inputs. Needs Pydantic 2 for
models, and nothing but the standard library for dataclasses.
"""

import copy
import dataclasses
import importlib.util
import itertools
import json
import pickle
import sys
import warnings

warnings.simplefilter("ignore")

VALUES = ["", "a", "abcdefghijkl", 3, -1, "7", None, ["a", ""], {"x": 1}, 2.5]


def load(path):
    spec = importlib.util.spec_from_file_location("sample", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["sample"] = module
    spec.loader.exec_module(module)
    return module


def told(action):
    try:
        return {"value": repr(action())}
    except Exception as error:
        errors = getattr(error, "errors", None)
        if errors is None:
            return {"raises": type(error).__name__, "says": str(error)}
        return {
            "raises": type(error).__name__,
            "errors": [
                {"type": e["type"], "loc": e["loc"], "msg": e["msg"], "ctx": repr(e.get("ctx"))}
                for e in errors(include_url=False)
            ],
        }


def rows(names):
    for values in itertools.product(VALUES, repeat=min(len(names), 2)):
        yield dict(zip(names, values))
    yield {"id": "a"}
    yield {}


def of_model(cls):
    found = {"schema": json.dumps(cls.model_json_schema(), sort_keys=True)}
    for index, row in enumerate(rows(list(cls.model_fields))):
        found[f"{index}"] = told(lambda: cls.model_validate(copy.deepcopy(row)).model_dump())
        found[f"{index} json"] = told(lambda: cls.model_validate_json(json.dumps(row)).model_dump())
    return found


def of_dataclass(cls):
    names = [field.name for field in dataclasses.fields(cls)]
    found = {}
    for index, row in enumerate(rows(names)):
        found[f"{index}"] = told(lambda: cls(**row))
        found[f"{index} dict"] = told(lambda: dataclasses.asdict(cls(**row)))
        found[f"{index} copy"] = told(lambda: copy.deepcopy(cls(**row)) == cls(**row))
        found[f"{index} pickle"] = told(lambda: pickle.loads(pickle.dumps(cls(**row))) == cls(**row))
        found[f"{index} replace"] = told(lambda: dataclasses.replace(cls(**row)))
    return found


def main():
    module = load(sys.argv[1])
    outcomes = {}
    for name, cls in sorted(vars(module).items()):
        if not isinstance(cls, type) or cls.__module__ != "sample":
            continue
        if hasattr(cls, "model_fields"):
            outcomes[name] = of_model(cls)
        elif dataclasses.is_dataclass(cls):
            outcomes[name] = of_dataclass(cls)
    print(json.dumps(outcomes, sort_keys=True, default=repr))


main()
