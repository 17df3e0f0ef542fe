"""`./manage.py check_books`: prove the books, or name the rows that break them."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from ekrav.world.books import INVARIANTS, broken_invariants, tenant_questions


class Command(BaseCommand):
    """Exit status 0 when every invariant holds, 1 when a row breaks one."""

    help = "Bevisa bokföringen: varje invariant är en fråga till databasen som ska vara tom."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = broken_invariants()
        for found in broken:
            self.stdout.write(f"{found.invariant}: {dict(found.row)}")
        if broken:
            sys.exit(1)
        self.stdout.write(f"Böckerna stämmer: {len(INVARIANTS) + len(list(tenant_questions()))} invarianter.")
