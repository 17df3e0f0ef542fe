"""`python -m ops COMMAND`: what the Makefile's targets and the containers call."""

import sys
from pathlib import Path

from ops import backup, checks, launcher, migrate, processes
from ops.doctor import Lacking, require

ROOT = Path(__file__).resolve().parent.parent


def main(words: list[str]) -> int:
    """Do one command; a refusal is one line and exit code 1."""
    command, arguments = (words[0], words[1:]) if words else ("", [])
    try:
        match command:
            case "run":
                launcher.run(ROOT)
            case "serve":
                processes.serve(*arguments)
            case "migrate":
                migrate.migrate(ROOT)
            case "test":
                checks.test(ROOT, arguments)
            case "drill":
                checks.drill(ROOT, arguments)
            case "look":
                checks.look(ROOT, arguments)
            case "doctor":
                require("test")
            case "backup":
                backup.back_up(ROOT, arguments[0] if arguments else "")
            case "restore":
                backup.restore(ROOT, arguments[0] if arguments else "")
            case "environment":
                pass  # made by the bootstrap on the way here
            case _:
                print(
                    "commands: run serve migrate test drill look doctor backup restore environment",
                    file=sys.stderr,
                )
                return 2
    except (launcher.Refused, Lacking, checks.Failed, backup.NotRestored) as refused:
        print(f"ekrav: {refused}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
