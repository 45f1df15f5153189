"""Runs a setup script with a `setup` that only notes what it is called with: `python3 record-setup.py`, in its folder."""

import json
import runpy
import sys
import types

calls = []


def setup(**keywords):
    calls.append(keywords)


class Anything(types.ModuleType):
    """Stands in for setuptools and its parts: every name is there, and is a class that takes anything."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "setup":
            return setup
        if name in ("find_packages", "find_namespace_packages"):
            return lambda *_, **__: []
        return type(name, (), {"__init__": lambda *_, **__: None})


for module in ("setuptools", "setuptools.command", "setuptools.extension", "distutils", "distutils.core"):
    sys.modules[module] = Anything(module)
for module in ("test", "install", "develop", "build_ext", "build_py", "sdist", "egg_info"):
    sys.modules[f"setuptools.command.{module}"] = Anything(module)

sys.argv = ["setup.py", "egg_info"]
sys.path.insert(0, ".")
runpy.run_path("setup.py", run_name="__main__")
wanted = ("install_requires", "tests_require", "extras_require")
print("\n" + json.dumps({key: calls[0].get(key) for key in wanted}, default=list))
