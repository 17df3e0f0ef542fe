"""`./manage.py advance --days N`: play the demo world forward."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ekrav.world.play import NobodyThere, NotADemoWorld, advance
from ekrav.world.terminal import only_warnings


class Command(BaseCommand):
    """Play the counterparties and the days until nothing is due."""

    help = "Spela demovärlden framåt, dag för dag, tills inget mer är att göra."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        only_warnings()
        try:
            played = advance(days=options["days"], say=self.stdout.write)
        except NotADemoWorld as refused:
            raise CommandError("Tiden går bara att flytta i en demovärld.") from refused
        except NobodyThere as away:
            raise CommandError(
                "Motparterna i sandlådan svarar inte. Starta dem med make run och försök igen."
            ) from away
        self.stdout.write(f"I dag är det {played.today:%Y-%m-%d} i demovärlden.")
