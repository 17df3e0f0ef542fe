"""`./manage.py verify_journal`: prove the sealed journal, or name the first entry that was altered."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ekrav.ledger.verify import Altered, verify_journal
from ekrav.tenancy.chain import read_spelled, spelled


class Command(BaseCommand):
    """Exit status 0 when every hash is what it was, 1 when one is not."""

    help = (
        "Bevisa journalen: räkna om hela kedjan och nämn den första posten som inte är vad som förseglades."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--known", type=read_spelled, help="a day's seal that is kept outside the database"
        )

    def handle(self, *args: Any, known: bytes | None, **options: Any) -> None:
        try:
            proven = verify_journal(known=known)
        except Altered as altered:
            self.stdout.write(f"Journalen är ändrad: {altered}")
            sys.exit(1)
        self.stdout.write(
            f"Journalen stämmer: {proven.links} poster, {proven.seals} dygn. {proven.waiting} väntar på försegling."
            f" Kedjans huvud: {spelled(proven.head)}"
        )
