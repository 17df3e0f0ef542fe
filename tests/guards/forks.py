"""Python programs in fresh processes that need not load the libraries anew: each is forked off one that has them.

Nothing of eKrav's own is loaded before the fork, and no settings are read: a program sees its environment alone.
"""

import gc
import importlib
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = (
    "django.core.management",
    "django.test.client",
    "django.db.backends.postgresql.psycopg_any",
    "holidays",
    "lxml.etree",
    "psycopg.types.range",
    "pyhanko.sign.signers",
    "pypdfium2",
    "requests",
    "stripe",
)


class Forks:
    """The process that has the libraries, and what to ask of it. Use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> "Forks":
        clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
        self._stem = subprocess.Popen(
            [sys.executable, "-m", "tests.guards.forks"], cwd=ROOT, env={**clean, "LANG": "C.UTF-8"}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        self._stem.communicate()

    def run(self, *words: str, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        """Run `python …words` (a file, `-m module` or `-c code`) in the checkout with this environment alone."""
        assert self._stem.stdin
        assert self._stem.stdout
        out, err = self._folder / "out", self._folder / "err"
        asked = {"words": words, "environment": dict(environment), "out": str(out), "err": str(err)}
        print(json.dumps(asked), file=self._stem.stdin, flush=True)
        code = int(self._stem.stdout.readline())
        return subprocess.CompletedProcess(
            words, code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
        )


def _serve() -> None:
    """Fork off one program after the other; answer each with its exit code."""
    for name in LIBRARIES:
        importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
            return
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def _become(asked: Mapping[str, Any]) -> None:
    os.environ.clear()
    os.environ.update(asked["environment"])
    for number, path in ((0, os.devnull), (1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), number)
    _run(asked["words"])


def _run(words: Sequence[str]) -> None:
    first, *rest = words
    if first == "-c":
        sys.argv = ["-c", *rest[1:]]
        exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})
    elif first == "-m":
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = list(words)
        runpy.run_path(first, run_name="__main__")


if __name__ == "__main__":
    _serve()
