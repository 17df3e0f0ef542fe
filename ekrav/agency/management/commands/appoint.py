"""`./manage.py appoint PERSONNUMMER`: let somebody work at the agency."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ekrav import clock
from ekrav.agency.appoint import appoint
from ekrav.agency.models import StaffMember
from ekrav.identity import NotAPersonNumber
from ekrav.tenancy import agency_scope


class Command(BaseCommand):
    """Appoint staff; without --role, an administrator with every role."""

    help = "Utse en person till handläggare hos byrån. Personen loggar sedan in med BankID."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("personnummer")
        parser.add_argument("--role", action="append", choices=StaffMember.Role.values, default=[])
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        roles = [StaffMember.Role(role) for role in options["role"]] or list(StaffMember.Role)
        try:
            with agency_scope():
                appoint(number=options["personnummer"], roles=roles, name=options["name"], at=clock.now())
        except NotAPersonNumber as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            "Klart. Personen loggar in med BankID: " + ", ".join(str(role.label) for role in roles) + "."
        )
