"""What the page of a run shows: stations, key figures, who has approved, what the reader may do. In a staff scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ekrav.agency.models import StaffMember
from ekrav.look.dates import short_moment
from ekrav.look.figures import amount, short_kronor
from ekrav.look.parts import Figure, Step
from ekrav.money import Ore
from payouts.approve import standing_approvals
from payouts.compare import Compared, previous_run
from payouts.models import Approval, PayoutRun

State = PayoutRun.State

_SENT = (State.HANDED_OVER, State.UNKNOWN, State.ACCEPTED, State.SETTLED)
_ANSWERED = (State.ACCEPTED, State.SETTLED, State.REJECTED)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What this reader may do: approve as first or second, or nothing more."""

    approves: bool
    sends: bool
    button: str


def approvals_of(run: PayoutRun) -> list[Approval]:
    """The words that count for what the run says, in order."""
    return list(standing_approvals(run).select_related("staff").order_by("id"))


def part_of(staff: StaffMember, *, run: PayoutRun, words: Sequence[Approval]) -> Part:
    """The reader's part. The button says what it does: the second word sends the money."""
    given = any(word.staff_id == staff.pk for word in words)
    facts = {"count": run.count, "sum": short_kronor(Ore(run.total_ore))}
    button = (
        _("Skicka %(count)s utbetalningar, %(sum)s")
        if words
        else _("Godkänn %(count)s utbetalningar, %(sum)s")
    )
    if run.count == 1:
        button = _("Skicka en utbetalning, %(sum)s") if words else _("Godkänn en utbetalning, %(sum)s")
    approves = run.state == State.DRAFT and not given
    return Part(approves=approves, sends=bool(words), button=button % facts)


def steps_of(run: PayoutRun, *, words: Sequence[Approval], today: date) -> list[Step]:
    """Draft, two people, the bank, the bank's answer."""
    if run.state in (State.WITHDRAWN, State.EMPTY):
        return []
    draft = run.state == State.DRAFT
    said = [
        _("Godkänd av %(who)s, %(when)s")
        % {"who": word.staff.name, "when": short_moment(word.at, today=today)}
        for word in words[:2]
    ]
    waits = [_("Första godkännandet"), _("Andra godkännandet")]
    people = [
        Step(label, done=number < len(said), current=draft and number == len(said))
        for number, label in enumerate(said + waits[len(said) :])
    ]
    drafted = _("Utkast, %(when)s") % {"when": short_moment(run.drafted_at, today=today)}
    return [
        Step(drafted, done=True),
        *people,
        Step(
            _("Till banken"), done=run.state in _SENT, current=run.state in (State.APPROVED, State.FILE_MADE)
        ),
        Step(
            _("Bankens svar"),
            done=run.state in _ANSWERED,
            current=run.state in (State.HANDED_OVER, State.UNKNOWN),
        ),
        Step(_("Utbetalt"), done=run.state == State.SETTLED, current=run.state == State.ACCEPTED),
    ]


def figures_of(run: PayoutRun, *, rows: Sequence[Compared]) -> list[Figure]:
    """Sum, count and what to look at, beside the run before."""
    before = previous_run(run)
    was = _("Förra gången %(was)s") if before else _("Ingen tidigare körning")
    flagged = sum(1 for row in rows if row.why)
    return [
        Figure(
            _("Summa"),
            ore=Ore(run.total_ore),
            note=was % {"was": amount(Ore(before.total_ore))} if before else was,
        ),
        Figure(_("Utbetalningar"), text=str(run.count), note=was % {"was": before.count} if before else was),
        Figure(_("Att titta på"), text=str(flagged), note=_("Ny mottagare, ändrat bankgiro, ovanligt stort")),
    ]
