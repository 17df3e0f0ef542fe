"""Files that somebody gave us, and an uploaded invoice on its way to a case."""

import uuid
from typing import ClassVar

from django.db import models

from ekrav.tenancy.models import TenantKey, TenantOwned


class Document(TenantOwned):
    """A file that somebody gave us, kept to the byte under a random name."""

    case_path = "given_in_id"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=60)
    size = models.IntegerField()
    sha256 = models.BinaryField(max_length=32)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()
    given_in = TenantKey("Case", null=True, related_name="+", help_text="the case whose debtor gave it")

    class Meta(TenantOwned.Meta):
        indexes: ClassVar = [models.Index(fields=["creditor", "sha256"], name="document_content")]

    def __str__(self) -> str:
        return self.name


class Draft(TenantOwned):
    """An uploaded invoice on its way to a case: what was read, with each field's provenance, and what was corrected.

    `part_of`: the first invoice, when this one is claimed together with it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = TenantKey(Document, related_name="drafts")
    extraction = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True, help_text="why fields are empty, if they are")
    page_image = models.BinaryField(null=True, help_text="the first page as PNG")
    page_width = models.SmallIntegerField(default=0, help_text="points")
    page_height = models.SmallIntegerField(default=0, help_text="points")
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    case = TenantKey("Case", null=True, related_name="drafts")
    part_of = TenantKey("self", null=True, related_name="further")
    discarded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.public_id)
