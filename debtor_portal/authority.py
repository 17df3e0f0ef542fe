"""What has been done with the case at Kronofogden and in court, as its debtor is told it: by whom, when, and until when
they may answer. What is true of a claim in a letter is not true of one with a title."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.models import Case, CaseEvent, Debtor
from cases.states import AT_AUTHORITY, AT_ORDER, STANDINGS, State
from debtor_portal.kept import DONE_THERE
from ekrav.look.dates import full_date, whole_day
from ekrav.look.figures import kronor
from ekrav.look.parts import Words
from ekrav.money import Ore

Kind = CaseEvent.Kind
Latest = Mapping[str, CaseEvent]
_BEGUN_BY: Final[Mapping[State, Kind]] = {
    State.PAYMENT_ORDER: Kind.APPLIED,
    State.ORDER_DISPUTED: Kind.ORDER_DISPUTED,
    State.COURT: Kind.COURT_ASKED,
    State.ENFORCEMENT: Kind.ENFORCING,
}
_PENDING: Final[Mapping[State, Words]] = {
    State.ORDER_DISPUTED: _l(
        "%(creditor)s kan begära att tingsrätten prövar kravet, senast %(court_by)s."
        " Annars avslutar Kronofogden målet."
    ),
    State.COURT: _l(
        "%(creditor)s begärde %(day)s att tingsrätten ska pröva kravet. Tingsrätten skriver till dig."
    ),
    State.ENFORCEMENT: _l(
        "%(creditor)s ansökte %(day)s om utmätning. Kronofogden ser efter vad du har som kan betala skulden, till"
        " exempel lön. Det kostar en avgift om året, som läggs på skulden."
    ),
}
_NOTHING: Final = _l("Inget nytt steg är bestämt.")
_OTHERWISE: Final[Mapping[State, Words]] = {
    State.AWAITING_DECISION: _l("Inget nytt steg är bestämt. %(creditor)s väljer hur ärendet går vidare."),
    State.PAYMENT_ORDER: _l("Då kan Kronofogden besluta att du ska betala. Beslutet kallas utslag."),
    State.ORDER_DISPUTED: _l("%(creditor)s väljer om tingsrätten ska pröva kravet."),
    State.COURT: _l("Tingsrätten bestämmer hur det går vidare."),
    State.TITLED: _l("Inget nytt steg är bestämt. %(creditor)s kan ansöka om utmätning hos Kronofogden."),
    State.ENFORCEMENT: _l("Utmätningen fortsätter hos Kronofogden."),
}


@dataclass(frozen=True, kw_only=True)
class There:
    """`said`, under its `heading`: what has been done there; nothing before anything has. `pending`: something is.

    `answer_by`: the debtor's last day to answer Kronofogden. `otherwise`: what comes when no step of ours is planned.
    `remark`: what the claim means for a payment remark.
    """

    heading: str
    said: Sequence[str]
    pending: bool
    answer_by: date | None
    otherwise: str
    remark: str


def place_of(case: Case) -> State:
    """Where the case stands in the process, or comes back to."""
    return State(case.state if STANDINGS[State(case.state)].place else case.resumes)


def there(*, case: Case, creditor: str, events: Sequence[CaseEvent], several: bool, today: date) -> There:
    """What the debtor is told of an open case, by its events, oldest first. `several`: more than one answers for it."""
    latest: Latest = {event.kind: event for event in events if event.kind in DONE_THERE}
    place = place_of(case)
    served = (
        _since(latest, Kind.SERVED, Kind.APPLIED) if place == State.PAYMENT_ORDER and not several else None
    )
    answer_by = _day(served.facts, "answer_by") if served else None
    by = {"creditor": creditor}
    in_court = place == State.COURT or _judged(latest)
    return There(
        heading=_("Hos tingsrätten") if in_court else _("Hos Kronofogden"),
        said=[
            *_title(latest, today),
            *_pending(place, latest, by, several=several, answer_by=answer_by, today=today),
        ],
        pending=place in AT_AUTHORITY,
        answer_by=answer_by,
        otherwise=str(_OTHERWISE.get(place, _NOTHING)) % by,
        remark=_remark(case, place, latest),
    )


def _since(latest: Latest, kind: Kind, since: Kind) -> CaseEvent | None:
    """The last event of the kind, if it came after the last of the other."""
    event, before = latest.get(kind), latest.get(since)
    return None if event is None or (before is not None and event.pk < before.pk) else event


def _judged(latest: Latest) -> bool:
    """Whether the title is a court's."""
    title, asked = latest.get(Kind.TITLED), _since(latest, Kind.COURT_ASKED, Kind.APPLIED)
    return title is not None and asked is not None and asked.pk < title.pk


def _day(facts: Mapping[str, Any], name: str) -> date:
    return date.fromisoformat(str(facts[name]))


def _title(latest: Latest, today: date) -> list[str]:
    """The verdict and the last day to have it tried anew; or the court's judgment, which says its own."""
    event = latest.get(Kind.TITLED)
    if event is None:
        return []
    told = {"day": full_date(event.on), "sum": kronor(Ore(event.facts["title_ore"]))}
    if _judged(latest):
        return [
            _("Tingsrätten beslutade %(day)s att skulden ska betalas: %(sum)s.") % told,
            _("I tingsrättens dom står hur och till vilken dag den kan ändras."),
        ]
    reopen_by = _day(event.facts, "reopen_by")
    until = {"day": whole_day(reopen_by)}
    reopening = (
        _(
            "Tycker du att utslaget är fel? Ansök om återvinning hos Kronofogden senast %(day)s."
            " Då prövar tingsrätten kravet."
        )
        if today <= reopen_by
        else _("Sista dag att ansöka om återvinning, så att tingsrätten prövar kravet, var %(day)s.")
    )
    return [
        _("Kronofogden beslutade %(day)s att skulden ska betalas: %(sum)s. Beslutet kallas utslag.") % told,
        reopening % until,
    ]


def _pending(
    place: State, latest: Latest, by: Mapping[str, str], *, several: bool, answer_by: date | None, today: date
) -> list[str]:
    """What is pending where the case stands now."""
    event = latest.get(_BEGUN_BY.get(place, ""))
    if place == State.PAYMENT_ORDER:
        return _order(event, by, answer_by=answer_by, today=today)
    if event is None:
        return []
    told = {**by, "day": full_date(event.on)}
    if place != State.ORDER_DISPUTED:
        return [str(_PENDING[place]) % told]
    told["court_by"] = full_date(_day(event.facts, "court_by"))
    who = (
        _("En av er har sagt emot kravet hos Kronofogden, %(day)s.")
        if several
        else _("Du har sagt emot kravet hos Kronofogden, %(day)s.")
    )
    return [who % told, str(_PENDING[place]) % told]


def _order(
    applied: CaseEvent | None, by: Mapping[str, str], *, answer_by: date | None, today: date
) -> list[str]:
    """The order that is applied for, and how to answer it: to us is not to Kronofogden."""
    said = (
        [
            _("%(creditor)s ansökte %(day)s om betalningsföreläggande hos Kronofogden.")
            % {**by, "day": full_date(applied.on)}
        ]
        if applied
        else []
    )
    if answer_by is None:
        said.append(
            _("Kronofogden skickar ett brev till dig. Där står hur länge du kan betala eller säga emot.")
        )
    elif today <= answer_by:
        said.append(_("Betala till oss, eller säg emot hos Kronofogden, senast %s.") % whole_day(answer_by))
    else:
        said.append(_("Sista dag att betala eller säga emot hos Kronofogden var %s.") % whole_day(answer_by))
    said.append(_("Säger du emot här gäller det bara hos oss. Svara Kronofogden också."))
    return said


def _remark(case: Case, place: State, latest: Latest) -> str:
    """A title may give a remark. Of a company the application may be noted already (kreditupplysningslagen 7 §)."""
    company = case.debtor.kind == Debtor.Kind.COMPANY
    if Kind.TITLED in latest:
        return _("Beslutet kan bli en betalningsanmärkning. Det avgör kreditupplysningsföretagen.")
    if company and Kind.APPLIED in latest:
        return _(
            "Ansökan hos Kronofogden kan bli en betalningsanmärkning. Det avgör kreditupplysningsföretagen."
        )
    if place in (*AT_ORDER, State.COURT):
        return _("Blir det ett beslut om att du ska betala kan det bli en betalningsanmärkning.")
    return _("Det här kravet är ingen betalningsanmärkning.")
