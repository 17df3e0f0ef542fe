"""The rows of a case: its debtor, its papers, its events, what was said and chosen. What is owed is in the ledger."""

from cases.models.authority import Application, BaseFee, PaidOut, Title
from cases.models.case import Case, Claim
from cases.models.debtor import Debtor
from cases.models.decision import Question, Quote, StandingChoice
from cases.models.direct_payment import DirectPayment
from cases.models.dispute import Dispute
from cases.models.event import CaseEvent
from cases.models.hold import Hold
from cases.models.joint import JointDebtor
from cases.models.notice import Ground, Notice
from cases.models.papers import Document, Draft
from cases.models.plan import Instalment, InstalmentPlan
from cases.models.portal import PortalAddress, PortalAttempt, PortalKey
from cases.models.situation import EventsTaken, Situation
from cases.models.surveillance import Surveillance

__all__ = [
    "Application",
    "BaseFee",
    "Case",
    "CaseEvent",
    "Claim",
    "Debtor",
    "DirectPayment",
    "Dispute",
    "Document",
    "Draft",
    "EventsTaken",
    "Ground",
    "Hold",
    "Instalment",
    "InstalmentPlan",
    "JointDebtor",
    "Notice",
    "PaidOut",
    "PortalAddress",
    "PortalAttempt",
    "PortalKey",
    "Question",
    "Quote",
    "Situation",
    "StandingChoice",
    "Surveillance",
    "Title",
]
