"""A world with something behind the addresses: two companies' cases, drafts and payouts, money that nobody knows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import psycopg
from django.test import Client

from cases.models import Case, Document, Draft
from ekrav.accounts.models import Creditor, Invitation, Membership
from ekrav.agency.models import Agency
from ekrav.kronofogden.models import Outgoing
from ekrav.payments.models import UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.sandbox.demo_data import ASTRID, BERTIL, BO, CECILIA
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.draft import draft_run
from payouts.models import Payout, PayoutRun
from tests.cases.given import a_pdf
from tests.cast import right_now, set_today, staff
from tests.debtor_portal.given import bait
from tests.guards.routes import WEB
from tests.pages import logged_in
from tests.payments.cast import BANKGIRO_OF_CLIENTS, IBAN_OF_CLIENTS, camt, paid
from tests.payouts.given import FRIDAY
from tests.tenancy.filed import lay_what_was_filed


@dataclass(frozen=True, kw_only=True)
class Prey:
    """Åre Bygg's objects, one of each kind, and the agency's."""

    company: UUID
    case: Case
    theirs: Case
    draft: Draft
    document: Document
    payout: Payout
    member: Membership
    invitation: Invitation
    unmatched: UUID
    movement: int
    filing: UUID
    run: PayoutRun

    def url(self, route: str) -> str:
        """The address of the route with these objects in it."""
        ids = {
            "/arenden/utkast/": self.draft.public_id,
            "/underlag/": self.document.public_id,
            "/foretaget/anvandare/": self.member.public_id,
            "/foretaget/inbjudningar/": self.invitation.public_id,
            "/utbetalningar/": self.payout.public_id,
            "/handlaggning/utbetalningar/": self.run.public_id,
            "/handlaggning/oplacerade/": self.unmatched,
            "/handlaggning/kronofogden/": self.filing,
        }
        for start, public_id in ids.items():
            if route.startswith(start):
                route = route.replace("<uuid:public_id>", str(public_id))
        for name in ("public_id", "instruction"):
            route = route.replace(f"<uuid:{name}>", str(self.draft.public_id))
        route = route.replace("<str:reference>", f"{self.case.number}-B1").replace("<slug:kind>", "verdict")
        route = route.replace("<str:number>", self.case.number).replace("<str:token>", "x" * 43)
        route = route.replace("<int:letter_number>", "1").replace("<int:version>", "1")
        route = route.replace("<int:entry>", str(self.movement))
        route = route.replace("<int:event_id>", "1").replace("<int:dispute>", "1")
        route = route.replace("<str:kind>", "betalning").replace("<int:number>", str(self.movement))
        route = route.replace("<int:year>", "2026")
        return route.replace("<slug:face>", "creditor")


def prey() -> Prey:
    """Friday 27 November 2026: a draft of payouts, letters sent, an upload and an invitation that wait."""
    cases = bait(date(2026, 10, 13))
    for who in (ASTRID, BERTIL):
        staff(who)
    at, today = right_now()
    with agency_scope():
        Agency.objects.update(client_funds_bankgiro=BANKGIRO_OF_CLIENTS, client_funds_iban=IBAN_OF_CLIENTS)
    receive(content=camt(paid("999", "100.00", bank_reference="B1", day=today)), name="fil.xml", at=at)
    set_today(FRIDAY)
    at, today = right_now()
    run = draft_run(period_end=FRIDAY, at=at)
    cecilia = logged_in(CECILIA)
    assert cecilia.post("/arenden/nytt/", {"invoice": a_pdf()}).status_code == 302
    cecilia.post("/foretaget/anvandare/bjud-in/", {"email": BO.email, "role": "user"})
    with agency_scope():
        unmatched = UnmatchedPayment.objects.get()
    lay_what_was_filed(cases.anna)
    with tenant_scope(cases.anna.creditor_id):
        return Prey(
            company=Creditor.objects.get().public_id,
            case=cases.anna,
            theirs=cases.elsewhere,
            draft=Draft.objects.get(),
            document=Document.objects.get(),
            payout=Payout.objects.get(),
            member=Membership.objects.get(),
            invitation=Invitation.objects.get(),
            unmatched=unmatched.public_id,
            movement=unmatched.pk,
            filing=Outgoing.objects.get().public_id,
            run=run,
        )


def web_addresses(prey: Prey) -> list[tuple[str, str]]:
    """Every address of Mina sidor and Handläggning, and who may open it."""
    return [(prey.url(route), access) for route, access in WEB.items()]


Fingerprints = dict[str, str]


def fingerprints(superuser: "psycopg.Connection[tuple[object, ...]]") -> Fingerprints:
    """A hash of every row of every table but those that looking may touch: sessions, and the log of who among the staff
    has opened a case."""
    tables = superuser.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        " AND tablename NOT IN ('django_session', 'audit_auditevent')"
    ).fetchall()
    found = {}
    for (table,) in tables:
        row = superuser.execute(
            f"SELECT md5(coalesce(string_agg(x::text, '|' ORDER BY x::text), '')) FROM {table} x"
        ).fetchone()
        found[str(table)] = str(row[0]) if row else ""
    return found


def browsers() -> dict[str, Client]:
    """Whoever might look where they should not, each with a browser."""
    return {
        "cecilia": logged_in(CECILIA),
        "bertil": logged_in(BERTIL),
        "bo": logged_in(BO),
        "nobody": Client(),
    }
