#!/usr/bin/env python3
"""Django's command line: in the project's own environment whichever Python was typed, service running or not."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    """Run one management command with the settings that `make run` wrote down."""
    own_python = ROOT / ".venv" / "bin" / "python"
    if own_python.exists() and Path(sys.prefix) != ROOT / ".venv":
        os.execv(own_python, [str(own_python), *sys.argv])
    try:
        from ops.environment import load_environment, read_environment
        from ops.launcher import Refused, borrowed_servers
    except ModuleNotFoundError as lacking:
        sys.exit(f"ekrav: the packages are not installed ({lacking.name}): run make run, or make environment")

    load_environment(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ekrav.settings")
    with ExitStack() as stack:
        if os.environ.get("DATABASE_URL") == read_environment(ROOT).get("DATABASE_URL"):
            try:
                stack.enter_context(borrowed_servers(ROOT))
            except Refused as refused:
                sys.exit(f"ekrav: {refused}")
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
