#!/usr/bin/env python3
"""Django's command line, run in the project's own environment whichever Python was typed."""

import os
import sys
from pathlib import Path

from ops.environment import load_environment

ROOT = Path(__file__).resolve().parent


def main() -> None:
    """Run one management command with the settings that `make run` wrote down."""
    own_python = ROOT / ".venv" / "bin" / "python"
    inside_own = Path(sys.prefix) == ROOT / ".venv"
    if own_python.exists() and not inside_own and "VIRTUAL_ENV" not in os.environ:
        os.execv(own_python, [str(own_python), *sys.argv])
    load_environment(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ekrav.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
