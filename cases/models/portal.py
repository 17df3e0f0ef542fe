"""The door of Mitt Ärende: the codes of letters as hashes, and wrong tries."""

from typing import ClassVar

from django.db import models

from cases.models.case import Case
from cases.models.debtor import Debtor
from ekrav.tenancy.models import TenantKey, TenantOwned


class PortalKey(TenantOwned):
    """The hash of the code printed on one letter: case number + code open that case in Mitt Ärende."""

    door_path = "case_number"

    case = TenantKey(Case, related_name="portal_keys")
    case_number = models.CharField(max_length=8)
    letter_number = models.SmallIntegerField()
    debtor = TenantKey(
        Debtor, null=True, related_name="+", help_text="whose letter, of several; null: the case's first"
    )
    code_hash = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "case", "letter_number"], name="portal_key_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["case_number"], name="portal_key_number")]

    def __str__(self) -> str:
        return f"{self.case_number} {self.letter_number}"


class PortalAttempt(models.Model):
    """Wrong codes against one case number, real or not: counted in the database, whatever process they came through."""

    case_number = models.CharField(max_length=8, primary_key=True)
    day = models.DateField()
    wrong_today = models.SmallIntegerField(default=0)
    wrong_in_row = models.SmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.case_number


class PortalAddress(models.Model):
    """Wrong codes that came from one network address since `since`. Its keyed hash is kept, the address nowhere."""

    address_key = models.BinaryField(max_length=33, primary_key=True)
    since = models.DateTimeField()
    wrong = models.SmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.wrong} since {self.since}"
