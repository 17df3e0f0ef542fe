"""`make test`: everything that CI runs, stage by stage, each with its time. Stops at the first that fails."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ops.checkout import Checkout
from ops.doctor import require
from ops.launcher import running_service
from ops.roles import lay_roles
from ops.throwaway import DATABASE, make_throwaway


class Failed(RuntimeError):
    """A stage failed; its output stands above."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One check: a Python module with its arguments, or a program beside this Python."""

    name: str
    words: tuple[str, ...]


def _module(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *words)


STAGES = (
    Stage(name="lint", words=_module("ruff", "check", ".")),
    Stage(name="format", words=_module("ruff", "format", "--check", "--quiet", ".")),
    Stage(name="types", words=_module("mypy")),
    Stage(name="imports", words=(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")),
    Stage(name="migrations", words=(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")),
)
# Two processes, each with its own world: one alone leaves a core idle while its database works.
PYTEST = _module("pytest", "-q", "-n", "2", "--dist", "loadfile")
# pytest comes last: its closing line is the last thing of a run.
TESTS = Stage(name="tests", words=PYTEST)
DRILL = Stage(name="drill", words=(*PYTEST, "-m", ""))


def test(root: Path, arguments: Sequence[str]) -> None:
    """Run every stage; `arguments` are handed to pytest. Raises `Failed`."""
    require("test")
    check(root)
    _run(root, TESTS, arguments, {})


def drill(root: Path, arguments: Sequence[str]) -> None:
    """The long run: the same tests in large sizes, those marked `drill`, and the benches. Raises `Failed`."""
    require("test")
    _run(root, DRILL, arguments, {"EKRAV_DRILL": "1"})
    for bench in sorted((root / "bench").glob("bench_*.py")):
        _run(root, Stage(name=bench.stem, words=(sys.executable, "-m", f"bench.{bench.stem}")), (), {})


def look(root: Path, arguments: Sequence[str]) -> None:
    """Photograph every page and letter as contact sheets; the service is started for it when it does not run."""
    require("test")
    photograph = Stage(name="look", words=(sys.executable, "manage.py", "look"))
    with ExitStack() as stack:
        if not Checkout(root=root).is_held():
            stack.enter_context(running_service(root))
        _run(root, photograph, arguments, {})


def check(root: Path) -> None:
    """Every stage before the tests: a minute, for the desk. Raises `Failed`."""
    world = make_throwaway()
    try:
        # mypy reads the settings, and the migrations check asks a database what has been applied to it.
        world.start()
        lay_roles(admin_url=world.admin_url, database=DATABASE)
        for stage in STAGES:
            _run(root, stage, (), world.environment())
    finally:
        world.remove()


def _run(root: Path, stage: Stage, arguments: Sequence[str], settings: Mapping[str, str]) -> None:
    began = time.monotonic()
    print(f"== {stage.name}", flush=True)
    ended = subprocess.run(
        [*stage.words, *arguments],
        cwd=root,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if ended.returncode:
        raise Failed(f"{stage.name} failed after {time.monotonic() - began:.1f} s")
    if stage is not TESTS:
        print(f"== {stage.name}: {time.monotonic() - began:.1f} s", flush=True)
