"""Prints, as JSON, what the functions of one file unpack: a harmless archive, and one that leaves its folder."""

import importlib.util
import inspect
import io
import json
import pathlib
import sys
import tarfile
import tempfile


def packed(folder, names):
    path = folder / "archive.tar"
    with tarfile.open(path, "w") as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = 1
            archive.addfile(entry, io.BytesIO(b"x"))
    return path


def unpacked(function, names):
    with tempfile.TemporaryDirectory() as home:
        folder = pathlib.Path(home)
        target = folder / "to"
        target.mkdir()
        try:
            function(packed(folder, names), target)
        except Exception as error:
            return type(error).__name__
        return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


spec = importlib.util.spec_from_file_location("sample", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
functions = [
    each
    for name, each in vars(module).items()
    if inspect.isfunction(each) and list(inspect.signature(each).parameters) == ["path", "to"]
]
plain = [unpacked(each, ["a.txt", "b/c.txt"]) for each in functions]
tagged = [unpacked(each, ["../out.txt"]) for each in functions]
built = [each for each in tagged if each != "OutsideDestinationError"]
print(json.dumps({"plain": plain, "tagged": "built" if built or not functions else "refused"}))
