"""Who owes. Personal data: erasable, so nothing append-only holds any of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ekrav.tenancy.models import TenantOwned


class Debtor(TenantOwned):
    """A person or company that owes. Personal data: erasable, so nothing append-only holds any of it."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Privatperson")
        COMPANY = "company", _("Företag")

    class RegisterWord(models.TextChoices):
        """What the public register answered about the number."""

        FOUND = "found", _("Finns")
        UNKNOWN = "unknown", _("Numret finns inte")
        PROTECTED = "protected", _("Skyddade personuppgifter")
        DECEASED = "deceased", _("Avliden")
        NOT_ACTIVE = "not_active", _("I konkurs, likvidation eller avregistrerat")

    case_path = "cases__id"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("Namn"), max_length=120)
    number_cipher = models.BinaryField(null=True)
    number_key = models.BinaryField(max_length=33, null=True)
    number_masked = models.CharField(max_length=13, blank=True)
    care_of = models.CharField(_("c/o"), max_length=120, blank=True)
    street = models.CharField(_("Gatuadress"), max_length=120)
    postcode = models.CharField(_("Postnummer"), max_length=6)
    city = models.CharField(_("Ort"), max_length=60)
    email = models.EmailField(blank=True)
    sealed_cipher = models.BinaryField(
        default=b"", help_text="the name of whoever is protected, enciphered; every other column is bare"
    )
    register_name = models.CharField(max_length=120, blank=True, help_text="as the public register has it")
    register_word = models.CharField(max_length=20, choices=RegisterWord, blank=True)
    looked_up_at = models.DateTimeField(null=True)
    events_taken = models.BigIntegerField(
        default=0, help_text="the last kept event of a register that was done in its open cases"
    )
    name_accepted_at = models.DateTimeField(null=True, help_text="a person has judged that the names are one")

    class Meta(TenantOwned.Meta):
        indexes: ClassVar = [
            models.Index(fields=["creditor", "number_key"], name="debtor_number"),
            models.Index(fields=["number_key"], name="debtor_of_event"),
            models.Index(
                fields=["id"],
                name="debtor_not_as_invoiced",
                condition=models.Q(register_word__in=["unknown", "protected", "deceased", "not_active"]),
            ),
            models.Index(
                fields=["id"],
                name="debtor_to_look_up",
                condition=models.Q(number_cipher__isnull=False, looked_up_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sealed(self) -> bool:
        """Whether nothing that says who it is may be shown."""
        return bool(self.sealed_cipher)

    @property
    def is_protected(self) -> bool:
        """Whether its personal data are protected: by what the register answered, or by what is known since.

        Two facts, as the register has one word: whoever is dead may have been protected too.
        """
        return self.is_sealed or bool(self.register_word == self.RegisterWord.PROTECTED)

    @property
    def waits_for_register(self) -> bool:
        """It has a number, and the register has not answered about it."""
        return self.number_cipher is not None and self.looked_up_at is None
