"""Statuses and shapes: every stored state has a word and a drawing, and no two words share a drawing by mistake."""

import xml.etree.ElementTree as ET

import pytest
from django.db.models import TextChoices

from cases.states import State
from ekrav.look.shapes import SHAPES, NoSuchShape, shape
from ekrav.look.statuses import CASE, STATUSES, NoSuchStatus, marked, status_html, status_of
from ekrav.outbox.models import Parcel
from ekrav.payments.models import BankFile
from letters.models import Dispatch
from payouts.models import Payout, PayoutRun


@pytest.mark.parametrize(
    ("kind", "states"),
    [
        ("case", State),
        ("payout", Payout.State),
        ("run", PayoutRun.State),
        ("dispatch", Dispatch.State),
        ("bank_file", BankFile.Outcome),
    ],
)
def test_every_stored_state_has_a_shape_and_is_called_the_same_everywhere(
    kind: str, states: type[TextChoices]
) -> None:
    assert {state.value for state in states} - STATUSES[kind].keys() == set()
    assert [str(status_of(state, kind=kind).word) for state in states] == [
        str(state.label) for state in states
    ]


def test_every_state_of_a_parcel_has_a_word_and_a_shape() -> None:
    assert {state.value for state in Parcel.State} - STATUSES["parcel"].keys() == set()


def test_no_two_statuses_of_a_case_look_alike() -> None:
    drawn = [status.shape for status in CASE.values()]
    assert len(drawn) == len(set(drawn))


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_shape_is_well_formed_hidden_from_readers_and_coloured_by_its_surroundings(name: str) -> None:
    svg = ET.fromstring(shape(name))
    assert svg.get("aria-hidden") == "true"
    paints = {part.get("fill") or part.get("stroke") for part in svg.iter()} - {None, "none"}
    assert paints <= {"currentColor"}


def test_a_status_is_a_shape_and_a_word_in_lists_and_a_tag_beside_a_heading() -> None:
    assert "<span>Inkassokrav</span>" in status_html("DEMANDED")
    assert status_html("disputed", tag=True).startswith('<span class="status tag tag-warn">')
    assert status_html("disputed", word="Bestridet <12 nov>").endswith(
        "<span>Bestridet &lt;12 nov&gt;</span></span>"
    )
    assert marked("Ny mottagare", name="warning", tone="warn").startswith(
        '<span class="status"><svg class="shape tone-warn"'
    )


def test_an_unknown_status_or_shape_is_refused() -> None:
    with pytest.raises(NoSuchStatus):
        status_of("lost")
    with pytest.raises(NoSuchShape):
        shape("skull")
