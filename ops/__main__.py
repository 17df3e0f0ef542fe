"""`python -m ops COMMAND`: what the Makefile's targets and the containers call."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from ops import backup, checks, health, launcher, migrate, processes
from ops.doctor import Lacking, require

ROOT = Path(__file__).resolve().parent.parent
REFUSALS = (launcher.Refused, Lacking, checks.Failed, migrate.AddressAmiss, backup.NotRestored)


class NotWell(RuntimeError):
    """The process that was asked after does not do its work."""


def _healthy(name: str) -> None:
    if not health.is_healthy(name):
        raise NotWell(f"{name} is not well")


COMMANDS: Mapping[str, Callable[[list[str]], object]] = {
    "run": lambda words: launcher.run(ROOT),
    "test": lambda words: checks.test(ROOT, words),
    "check": lambda words: checks.check(ROOT),
    "drill": lambda words: checks.drill(ROOT, words),
    "look": lambda words: checks.look(ROOT, words),
    "backup": lambda words: backup.back_up(ROOT, words[0] if words else ""),
    "restore": lambda words: backup.restore(ROOT, words[0] if words else ""),
    "doctor": lambda words: require("test"),
    "environment": lambda words: None,  # made by the bootstrap on the way here
    "migrate": lambda words: migrate.migrate(ROOT),
    "serve": lambda words: processes.serve(words[0]),
    "healthy": lambda words: _healthy(words[0]),
}


def main(words: list[str]) -> int:
    """Do one command; a refusal is one line and exit code 1."""
    command = COMMANDS.get(words[0]) if words else None
    if command is None:
        print(f"commands: {' '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        command(words[1:])
    except (*REFUSALS, NotWell) as refused:
        print(f"ekrav: {refused}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
