"""`./manage.py english`: make of the English words (`django.po`) the file that gettext reads (`django.mo`)."""

from typing import Any

from django.core.management.base import BaseCommand

from debtor_portal.catalogue import SOURCE, compiled, entries


class Command(BaseCommand):
    """Run it when a word has been changed; a test says so when it was forgotten."""

    help = "Compile the English of Mitt Ärende"

    def handle(self, *args: Any, **options: Any) -> None:
        found = entries(SOURCE.read_text(encoding="utf-8"))
        SOURCE.with_suffix(".mo").write_bytes(compiled(found))
        self.stdout.write(f"{len(found) - 1} messages")
