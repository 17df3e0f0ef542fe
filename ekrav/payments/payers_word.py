"""What a payer has said about money of its own, as a row: the only ground for using it on another debt."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PayersWord(models.Model):
    """The payer's own word that money of its own is to pay another debt of its own: who took it down, and how."""

    class How(models.TextChoices):
        PHONE = "phone", _("Telefon")
        MAIL = "mail", _("E-post")
        LETTER = "letter", _("Brev")

    entry = models.OneToOneField(
        "payments.BankEntry", on_delete=models.PROTECT, primary_key=True, related_name="word"
    )
    how = models.CharField(max_length=10, choices=How)
    said_on = models.DateField()
    said = models.CharField(max_length=500, blank=True, help_text="erasable")
    recorded_by = models.BigIntegerField(help_text="the staff member")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.how} {self.said_on}"
