"""`./manage.py verify_log`: prove the sealed log of who did what, or name the first line that was altered."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ekrav.audit.seal import LogAltered, verify_log
from ekrav.tenancy.chain import read_spelled, spelled


class Command(BaseCommand):
    """Exit status 0 when every hash is what it was, 1 when one is not."""

    help = "Bevisa loggen: räkna om hela kedjan och nämn den första raden som inte är vad som förseglades."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--known", type=read_spelled, help="where the chain had come, kept outside the database"
        )

    def handle(self, *args: Any, known: bytes | None, **options: Any) -> None:
        try:
            proven = verify_log(known=known)
        except LogAltered as altered:
            self.stdout.write(f"Loggen är ändrad: {altered}")
            sys.exit(1)
        self.stdout.write(
            f"Loggen stämmer: {proven.links} rader. {proven.waiting} väntar på försegling."
            f" Kedjans huvud: {spelled(proven.head)}"
        )
