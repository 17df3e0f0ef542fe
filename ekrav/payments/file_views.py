"""Handläggning, finance: the bank's files, as they came, and one brought by hand."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.bankfiles.refusal import FileRefused
from ekrav.look.dates import short_moment
from ekrav.look.figures import kronor
from ekrav.money import Ore
from ekrav.payments.forms import FileForm
from ekrav.payments.inbox import Kept, take_in
from ekrav.payments.keep import AlreadyRead, handle, words_of
from ekrav.payments.models import BankEntry, BankFile
from ekrav.payments.receive import Receipt
from ekrav.payments.statements import STATEMENT, Stated
from ekrav.payments.views import FINANCE
from ekrav.tenancy import agency_scope, staff_scope

SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A file, and in words what became of it."""

    file: BankFile
    words: str


@staff_page(FINANCE, opens_scope=False)
def files(request: StaffRequest) -> HttpResponseBase:
    """What the bank has sent, the newest first; a file is brought by hand here too."""
    if request.method != "POST":
        return _page(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    upload = form.cleaned_data["file"]
    with agency_scope():
        at = clock.now()
    try:
        taken = take_in(content=upload.file, name=upload.name or "", at=at, by=request.actor)
    except AlreadyRead as known:
        return _page(request, FileForm(), problem=_words_of_known(known), status=409)
    except FileRefused as refused:
        problem = _("Filen är avvisad och inget är bokfört. %(why)s") % {"why": words_of(refused)}
        return _page(request, FileForm(), problem=problem, status=422)
    request.session["notice"] = words_of_taken(taken)
    return redirect("payments:files")


@require_POST
@staff_page(FINANCE, opens_scope=False)
def handled(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Somebody has seen to a file that was refused."""
    with agency_scope():
        at = clock.now()
    done = handle(file=public_id, by=request.actor, at=at)
    words = _("Filen är utredd.") if done else _("Någon har redan utrett filen. Inget mer behövs.")
    request.session["notice"] = words
    return redirect("payments:files")


def _page(request: StaffRequest, form: FileForm, *, problem: str = "", status: int = 200) -> HttpResponseBase:
    with staff_scope():
        context = {
            "form": form,
            "problem": problem,
            "rows": _rows(),
            "today": clock.today(),
            "done": request.session.pop("notice", ""),
        }
    return render(request, "payments/files.html", context, status=status)


def _rows() -> list[FileRow]:
    credit, debit = BankEntry.Direction.CREDIT, BankEntry.Direction.DEBIT
    files = BankFile.objects.annotate(
        routed=Count("entries", filter=Q(entries__direction=credit, entries__unmatched=None)),
        unmatched=Count("entries", filter=Q(entries__unmatched__isnull=False)),
        debits=Count("entries", filter=Q(entries__direction=debit)),
    ).order_by("-received_at", "-id")[:SHOWN]
    return [FileRow(file=file, words=_words_of_file(file)) for file in files]


def _words_of_file(file: BankFile) -> str:
    if file.outcome != BankFile.Outcome.READ:
        return file.problem
    if file.format.startswith(STATEMENT):
        return ngettext(
            "kontoutdrag, %(n)d post att jämföra med",
            "kontoutdrag, %(n)d poster att jämföra med",
            file.entry_count,
        ) % {"n": file.entry_count}
    counted = file.__dict__
    known = file.entry_count - counted["routed"] - counted["unmatched"] - counted["debits"]
    return _counted(counted["routed"], counted["unmatched"], counted["debits"], known)


def words_of_taken(taken: Receipt | Kept | Stated) -> str:
    """Return what reading a file did, as one sentence."""
    if isinstance(taken, Kept):
        return _("%(name)s är mottagen. Rapporten läses tillsammans med utbetalningarna.") % {
            "name": taken.name
        }
    if isinstance(taken, Stated):
        return _("%(name)s är mottagen: kontoutdrag till och med %(day)s. Inget av det bokförs.") % {
            "name": taken.name,
            "day": taken.last_day,
        }
    counted = _counted(taken.routed, taken.unmatched, taken.debits, taken.known)
    return _("%(name)s är inläst: %(what)s. In: %(credit)s, ut: %(debit)s.") % {
        "name": taken.name,
        "what": counted or _("inga poster"),
        "credit": kronor(Ore(taken.routed_ore + taken.unmatched_ore)),
        "debit": kronor(Ore(taken.debits_ore)),
    }


def _counted(routed: int, unmatched: int, debits: int, known: int) -> str:
    parts = [
        (routed, ngettext("%(n)d betalning på sitt ärende", "%(n)d betalningar på sina ärenden", routed)),
        (unmatched, ngettext("%(n)d oplacerad", "%(n)d oplacerade", unmatched)),
        (debits, ngettext("%(n)d debitering", "%(n)d debiteringar", debits)),
        (known, ngettext("%(n)d redan inläst", "%(n)d redan inlästa", known)),
    ]
    return ", ".join(words % {"n": number} for number, words in parts if number)


def _words_of_known(known: AlreadyRead) -> str:
    with agency_scope():
        when = short_moment(known.at, today=clock.today())
    return _("Filen är redan inläst %(when)s, som %(name)s. Inget är bokfört en gång till.") % {
        "when": when,
        "name": known.name,
    }
