"""`./manage.py verify_log`: prove the sealed log of who did what, or name the first line that was altered."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from ekrav.audit.seal import LogAltered, verify_log


class Command(BaseCommand):
    """Exit status 0 when every hash is what it was, 1 when one is not."""

    help = "Bevisa loggen: räkna om hela kedjan och nämn den första raden som inte är vad som förseglades."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            proven = verify_log()
        except LogAltered as altered:
            self.stdout.write(f"Loggen är ändrad: {altered}")
            sys.exit(1)
        self.stdout.write(
            f"Loggen stämmer: {proven.links} rader. {proven.waiting} väntar på försegling."
            f" Kedjans huvud: {proven.spelled}"
        )
