"""The total, the VAT and the currency: chosen by their labels, judged by net + VAT + öresavrundning = total."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from django.utils.translation import gettext as _

from cases.intake import labels
from cases.intake.extraction import Field, Sentence, State, missing
from cases.intake.layout import Paper, Place, Segment, around
from cases.intake.references import CodeLine
from cases.intake.search import Hit, distinct, hits
from cases.intake.table import ItemTable
from cases.intake.values import Found, amounts, an_amount, currency_of
from ekrav.money import Ore, format_kronor

_ROUNDING = 50  # öre: the most that öresavrundning moves a total (lag 1970:1029 5 §)
_COUNTED_ON = re.compile(r"(?<!\w)(?:på|av|of|on|underlag)\W*$", re.IGNORECASE)
_REMINDER = re.compile(
    r"(?:betalnings)?påminnelse(?: \d)?|inkassokrav|kravbrev|(?:payment )?reminder", re.IGNORECASE
)
_RATES = (25, 12, 6)  # per cent VAT (mervärdesskattelagen 2023:200, 9 kap.)


@dataclass(frozen=True)
class Sums:
    """The money fields of one invoice."""

    total: Field[Ore]
    vat: Field[Ore]
    currency: Field[str]


@dataclass(frozen=True)
class _Part:
    """An amount, alone or added up, that may be the net or the VAT."""

    ore: int
    places: tuple[Place, ...]


def read_sums(paper: Paper, *, table: ItemTable, code_line: CodeLine | None) -> Sums:
    """Return the total, the VAT and the currency."""
    due = hits(paper, labels.DUE_AMOUNT, an_amount, skip=table.holds)
    if code_line is not None and code_line.total is not None:
        due.append(code_line.total)
    gross = hits(paper, labels.GROSS, an_amount, skip=table.holds)
    plain = hits(paper, labels.PLAIN_SUM, an_amount, skip=table.holds)
    nets = _parts(hits(paper, labels.NET, an_amount, skip=table.holds, rows=4))
    vats = _parts(hits(paper, labels.VAT, _vat_amount, skip=table.holds, rows=4))
    rounding = distinct(hits(paper, labels.ROUNDING, an_amount, skip=table.holds))
    rounded = rounding[0].value if len(rounding) == 1 else 0
    ranked = [distinct(group) for group in (due, gross, plain)]
    total, vat = _judge(ranked, nets, vats, rounded)
    if total.value is not None and any(_REMINDER.fullmatch(segment.text) for segment in paper.segments):
        reason = _("Det här ser ut som en påminnelse. Ange fakturans eget belopp.")
        total = replace(total, state=State.CHECK, reason=reason)
    return Sums(total=total, vat=vat, currency=_currency(paper, total, [*due, *gross, *plain]))


def _vat_amount(text: str) -> Found[Ore] | None:
    """Return the first amount that is not what the VAT is counted on ("Moms 12 % på 5 175,00 kr: 621,00 kr")."""
    return next((found for found in amounts(text) if not _COUNTED_ON.search(text[: found.start])), None)


def _parts(found: Iterable[Hit[Ore]]) -> list[_Part]:
    """Return each amount by itself, then the sum of those at different places (one line for each rate)."""
    by_place = {hit.place: hit for hit in found}
    alone = [_Part(hit.value, (hit.place,)) for hit in distinct(by_place.values())]
    if len(by_place) < 2:
        return alone
    return [*alone, _Part(sum(hit.value for hit in by_place.values()), tuple(by_place))]


def _judge(
    ranked: Sequence[list[Hit[Ore]]], nets: list[_Part], vats: list[_Part], rounded: int
) -> tuple[Field[Ore], Field[Ore]]:
    """Choose the best-labelled total that the parts prove; else the last one, with a VAT that some total proves."""
    best = next((group for group in ranked if group), [])
    if not best:
        return missing(), _vat_alone(vats)
    for hit in best:
        proven = _proof(hit.value, nets, vats, rounded)
        if proven is not None:
            return _total(hit, best, ranked, proven=True, mismatch=False), _vat(proven)
    chosen = best[-1]
    elsewhere = (_proof(hit.value, nets, vats, rounded) for group in ranked for hit in group)
    part = next((part for part in elsewhere if part is not None), None)
    if part is not None:
        return _total(chosen, best, ranked, proven=False, mismatch=True), _vat(part)
    guess = next((part for part in vats if _rate_fits(chosen.value, part.ore)), None)
    if guess is None:
        return _total(chosen, best, ranked, proven=False, mismatch=bool(nets and vats)), _vat_alone(vats)
    by_rate = not (nets and len(vats) == 1)
    total = _total(chosen, best, ranked, proven=by_rate, mismatch=not by_rate)
    return total, _vat(guess) if by_rate else _vat_alone([guess])


def _proof(total: int, nets: list[_Part], vats: list[_Part], rounded: int) -> _Part | None:
    """Return the VAT that with some net makes the total."""
    for exact in (True, False):
        for vat, net in product(vats, nets):
            away = total - net.ore - vat.ore
            if away in {0, rounded} if exact else abs(away) <= _ROUNDING:
                return vat
    return None


def _rate_fits(total: int, vat: int) -> bool:
    return any(abs(total * rate - vat * (100 + rate)) <= 100 * (100 + rate) for rate in _RATES)


def _total(
    hit: Hit[Ore], best: list[Hit[Ore]], ranked: Sequence[list[Hit[Ore]]], *, proven: bool, mismatch: bool
) -> Field[Ore]:
    weak = ranked[2] is best and not proven
    others = [h.value for group in ranked[:2] for h in group if abs(h.value - hit.value) > 100]
    if len(best) > 1 and ranked[2] is not best:
        others = others or [h.value for h in best if h is not hit]
    reason: Sentence = ""
    if others:
        reason = _("Två belopp hittades, %(one)s och %(other)s.") % {
            "one": format_kronor(hit.value),
            "other": format_kronor(others[0]),
        }
    elif mismatch:
        reason = _("Belopp och moms på fakturan ger inte den här summan.")
    elif weak:
        reason = _("Fakturan säger inte tydligt vad som ska betalas.")
    elif hit.value <= 0:
        reason = _("Beloppet är inte större än noll.")
    return Field(hit.value, State.CHECK if reason else State.READ, reason, hit.place)


def _vat(part: _Part) -> Field[Ore]:
    reason = _("Summan av %(count)d momsrader.") % {"count": len(part.places)} if len(part.places) > 1 else ""
    return Field(Ore(part.ore), State.READ, reason, around(part.places[0].page, part.places))


def _vat_alone(vats: list[_Part]) -> Field[Ore]:
    if not vats:
        return missing()
    part = vats[0]
    return Field(
        Ore(part.ore),
        State.CHECK,
        _("Momsen stämmer inte med de andra beloppen."),
        around(part.places[0].page, part.places),
    )


def _currency(paper: Paper, total: Field[Ore], sums: Sequence[Hit[Ore]]) -> Field[str]:
    """Return the currency named beside the total, else by its own label, else the only one on the invoice."""
    near: list[tuple[Segment, Found[str]]] = []
    for hit in sums:
        if hit.value == total.value:
            near += [(s, found) for s in (hit.at, hit.by) if (found := currency_of(s.text))]
    near = near or [
        (h.at, Found(h.value, 0, len(h.at.text))) for h in hits(paper, labels.CURRENCY, currency_of)
    ]
    if not near and total.value is not None:
        near = _any_currency(paper)
    codes = {found.value for _segment, found in near}
    if not near:
        return missing(_("Fakturan säger inte vilken valuta den är i."))
    segment, found = near[0]
    place = segment.place(found.start, found.end)
    if len(codes) > 1:
        return Field(found.value, State.CHECK, _("Fakturan nämner flera valutor."), place)
    return Field(found.value, State.READ, "", place)


def _any_currency(paper: Paper) -> list[tuple[Segment, Found[str]]]:
    """Return the currencies named beside any amount or label."""
    return [
        (segment, found)
        for segment in paper.segments
        if (found := currency_of(segment.text))
        and (an_amount(segment.text) or labels.begins_with_label(segment.text))
    ]
