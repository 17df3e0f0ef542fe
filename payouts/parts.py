"""A run's parts, one owner at a time: the ids by the routing scope, then each row in its owner's own scope."""

from collections.abc import Collection
from dataclasses import dataclass

from ekrav.tenancy import routing_scope
from payouts.models import Payout


@dataclass(frozen=True, kw_only=True)
class PartId:
    """Where one part of a run is."""

    creditor_id: int
    run_id: int
    payout_id: int
    end_to_end_id: str
    state: Payout.State


_COLUMNS = ("creditor_id", "run_id", "id", "end_to_end_id", "state")


def parts_of(*, run_id: int) -> list[PartId]:
    """The parts of a run, by creditor. Opens its own scope."""
    with routing_scope():
        rows = Payout.objects.filter(run_id=run_id).order_by("creditor_id", "id")
        return [_part(row) for row in rows.values_list(*_COLUMNS)]


def part_named(*, end_to_end_id: str) -> PartId | None:
    """The part that the bank knows by this id. Opens its own scope."""
    return parts_named([end_to_end_id]).get(end_to_end_id)


def parts_named(names: Collection[str]) -> dict[str, PartId]:
    """The parts that the bank knows by these ids; what is nobody's is left out. Opens its own scope."""
    with routing_scope():
        rows = Payout.objects.filter(end_to_end_id__in=names).values_list(*_COLUMNS)
        return {part.end_to_end_id: part for part in map(_part, rows)}


def locked(part: PartId) -> Payout:
    """The part's row, kept to the end of the transaction. In its owner's scope."""
    return Payout.objects.select_for_update().get(pk=part.payout_id)


def _part(row: tuple[int, int, int, str, str]) -> PartId:
    creditor_id, run_id, payout_id, end_to_end_id, state = row
    return PartId(
        creditor_id=creditor_id,
        run_id=run_id,
        payout_id=payout_id,
        end_to_end_id=end_to_end_id,
        state=Payout.State(state),
    )
