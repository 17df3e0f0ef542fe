"""The only way into the data: scope = transaction = tenant.

Entering a scope opens a transaction and, in one statement, takes the scope's PostgreSQL role, says whose rows it is
about and reads the time. The roles' rights and the row-level policies are laid by the migrations
(`ekrav.tenancy.operations`). Without a scope the login role may read next to nothing.

Scopes of different tenants never nest. One transaction that must touch two tenants (money moving from the agency's
book to a creditor's) opens them one after the other inside an outer `transaction.atomic()`.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from ekrav import clock


class ScopeKind(StrEnum):
    """Who is asking. Each is one PostgreSQL role, `ekrav_<kind>`."""

    CREDITOR = "creditor"
    PERSON = "person"
    ROUTING = "routing"
    STAFF = "staff"
    CASE = "case"
    AGENCY = "agency"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What the current transaction may see."""

    kind: ScopeKind
    creditor_id: int | None = None
    person_id: int | None = None
    identity: bytes | None = None
    case_id: int | None = None
    case_number: str = ""
    debtor_id: int | None = None

    @property
    def role(self) -> str:
        """The PostgreSQL role of the scope."""
        return f"ekrav_{self.kind}"


class NoScope(RuntimeError):
    """Tenant data was asked for outside every scope."""


class ScopeConflict(RuntimeError):
    """A scope was opened inside a different one."""


# The agency is a tenant too (its own book, its own mail): the first one, laid by the first migration.
AGENCY_TENANT_ID = 1

_current: ContextVar[Scope | None] = ContextVar("ekrav_scope", default=None)

# One round trip: take the role, name the rows, read the clock. `set_config(…, true)` lasts for the transaction only.
_ENTER = """
SELECT set_config('ekrav.creditor', %s, true), set_config('ekrav.person', %s, true),
       set_config('ekrav.identity', %s, true), set_config('ekrav.case', %s, true),
       set_config('ekrav.case_number', %s, true), set_config('ekrav.debtor', %s, true),
       set_config('role', %s, true),
       now() + (SELECT "offset" FROM tenancy_world)
"""


# One round trip each way. The deferred checks run while the scope can still see its rows: at commit the role is laid
# down, and a check that sees nothing fails.
_SETTLE = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; "
_LEAVE = """
SELECT set_config('role', 'none', true), set_config('ekrav.creditor', '', true), set_config('ekrav.person', '', true),
       set_config('ekrav.identity', '', true), set_config('ekrav.case', '', true),
       set_config('ekrav.case_number', '', true), set_config('ekrav.debtor', '', true)
"""


def current_scope() -> Scope:
    """The scope of this transaction. Raises `NoScope` when there is none."""
    scope = _current.get()
    if scope is None:
        raise NoScope("no scope is open: use tenant_scope(…) or one of its siblings")
    return scope


@contextmanager
def _open(scope: Scope) -> Iterator[Scope]:
    outer = _current.get()
    if outer == scope:
        yield scope
        return
    if outer is not None:
        raise ScopeConflict(f"{scope.kind} scope opened inside a {outer.kind} scope")
    with transaction.atomic():
        before = clock.set_moment(_enter(scope))
        token = _current.set(scope)
        leaving = _LEAVE
        try:
            yield scope
            leaving = _SETTLE + _LEAVE
        finally:
            _current.reset(token)
            clock.set_moment(before)
            _leave(leaving)


def _enter(scope: Scope) -> datetime:
    identity = scope.identity.hex() if scope.identity else ""
    with connection.cursor() as cursor:
        cursor.execute(
            _ENTER,
            [
                str(scope.creditor_id or ""),
                str(scope.person_id or ""),
                identity,
                str(scope.case_id or ""),
                scope.case_number,
                str(scope.debtor_id or ""),
                scope.role,
            ],
        )
        row = cursor.fetchone()
    moment = row[7] if row else None
    if not isinstance(moment, datetime):
        raise NoScope("the world has no row in tenancy_world: run the migrations")
    return moment


def _leave(said: str) -> None:
    """Lay the role down. A savepoint's release keeps SET LOCAL, so this is said outright.

    After a database error the transaction is lost together with everything that was set in it, and says nothing more.
    """
    if connection.needs_rollback or connection.connection is None or connection.connection.closed:
        return
    if connection.connection.info.transaction_status == TransactionStatus.INERROR:
        return
    with connection.cursor() as cursor:
        cursor.execute(said)


def tenant_scope(creditor_id: int) -> AbstractContextManager[Scope]:
    """One creditor's rows, to read and write: the ordinary scope."""
    return _open(Scope(kind=ScopeKind.CREDITOR, creditor_id=creditor_id))


def agency_scope() -> AbstractContextManager[Scope]:
    """The agency's own book, the bank's files, the money nobody has claimed, the payout runs."""
    return _open(Scope(kind=ScopeKind.AGENCY, creditor_id=AGENCY_TENANT_ID))


def staff_scope(person_id: int | None = None) -> AbstractContextManager[Scope]:
    """Every tenant's rows, to read: worklists of the agency's staff."""
    return _open(Scope(kind=ScopeKind.STAFF, person_id=person_id))


def routing_scope() -> AbstractContextManager[Scope]:
    """Ids, creditors, due dates and references across tenants, and no other column: finding due work, matching OCR."""
    return _open(Scope(kind=ScopeKind.ROUTING))


def person_scope(
    person_id: int | None = None, identity: bytes | None = None
) -> AbstractContextManager[Scope]:
    """One person's own record and memberships: at login (by keyed identity hash) and in the company switcher."""
    return _open(Scope(kind=ScopeKind.PERSON, person_id=person_id, identity=identity))


def case_scope(creditor_id: int, case_id: int, debtor_id: int | None = None) -> AbstractContextManager[Scope]:
    """One case, as its debtor sees it in Mitt Ärende; `debtor_id`: another of its debtors than the first."""
    return _open(Scope(kind=ScopeKind.CASE, creditor_id=creditor_id, case_id=case_id, debtor_id=debtor_id))


def case_number_scope(case_number: str, asker: bytes | None = None) -> AbstractContextManager[Scope]:
    """The portal's door: only what is needed to try a code against one case number.

    `asker` is the keyed hash of the network address that knocks, where its tries are counted.
    """
    return _open(Scope(kind=ScopeKind.CASE, case_number=case_number, identity=asker))
