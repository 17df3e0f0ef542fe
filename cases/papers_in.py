"""A paper that somebody hands in with what they say: a PDF or a picture, told from its bytes, kept to the byte.

Whatever the file is called or the browser says, it is stored and served as what its first bytes are, under a random
name, and never shown in our own origin as a page.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cases.intake.kinds import MAX_BYTES, FileRefused, Kind, kind_of, shown_name
from cases.models import Case, Document

TAKEN: Final = frozenset({Kind.PDF, Kind.PNG, Kind.JPEG})
MOST_A_DAY: Final = 20
"""How many papers a case's debtor may hand in on one day. The database counts."""


class EnoughPapers(ValueError):
    """The case's debtor has handed in as many papers today as we take in a day."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A file that may be kept: its name as it may be shown, what it is, its bytes."""

    name: str
    kind: Kind
    content: bytes


class PaperField(forms.FileField):
    """A paper, or None. `most` bytes."""

    default_error_messages = {"empty": _("Filen är tom.")}

    def __init__(self, *, most: int = MAX_BYTES, **rest: Any) -> None:
        super().__init__(required=False, max_length=200, **rest)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> Paper | None:
        """What was handed in, judged by its bytes."""
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        if (file.size or 0) > self.most:
            raise forms.ValidationError(
                _("Filen får vara högst %(most)d MB.") % {"most": self.most // 1_000_000}
            )
        content = file.read()
        try:
            kind = kind_of(content)
        except FileRefused as refused:
            raise forms.ValidationError(_("Filen måste vara en hel PDF, JPG eller PNG.")) from refused
        if kind not in TAKEN:
            raise forms.ValidationError(_("Filen måste vara PDF, JPG eller PNG."))
        return Paper(name=shown_name(file.name or "", kind=kind)[:255], kind=kind, content=content)


def keep_paper(paper: Paper, *, at: datetime, given_in: Case | None = None) -> Document:
    """Keep a paper; `given_in`: the case whose debtor gave it. In the tenant's scope, or the case's own.

    Raises `EnoughPapers`; then nothing is kept.
    """
    try:
        with transaction.atomic():
            return _keep(paper, at=at, given_in=given_in)
    except IntegrityError as refused:
        if "papers today" in str(refused):
            raise EnoughPapers from refused
        raise


def _keep(paper: Paper, *, at: datetime, given_in: Case | None) -> Document:
    return Document.objects.create(
        name=paper.name,
        content_type=paper.kind.content_type,
        size=len(paper.content),
        sha256=hashlib.sha256(paper.content).digest(),
        content=paper.content,
        uploaded_at=at,
        given_in=given_in,
    )
