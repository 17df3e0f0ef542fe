"""Read a pain.001 (versions 03 and 09), as a bank does: the counterparty of the demo world pays what it says.

Payments in SEK from one debtor's accounts, to bankgiro, plusgiro and bank accounts, in the dialects of `bank_profile`.
"""

from dataclasses import replace

from ekrav.bankfiles.accounts import BBAN, GIRO_MEMBERS, Account, read_account
from ekrav.bankfiles.document import ASK_AGAIN, Node, parse
from ekrav.bankfiles.payment_batch import Debtor, PaymentBatch, PaymentGroup, PaymentOrder
from ekrav.money import Ore

VERSIONS = ("03", "09")


def read(data: bytes) -> PaymentBatch:
    """Return the payments asked for in `data`, their number and sum checked. Raises FileRefused."""
    document = parse(data)
    document.expect("pain.001", versions=VERSIONS)
    document.check_schema()
    body = document.root.one("CstmrCdtTrfInitn")
    nodes = [node.at(f"grupp {number}") for number, node in enumerate(body.all("PmtInf"), start=1)]
    debtors = [_debtor(node) for node in nodes]
    if len({replace(debtor, account=debtors[0].account) for debtor in debtors}) != 1:
        raise body.refused("Betalningarna har olika avsändare. Gör en fil per avsändare.")
    batch = PaymentBatch(
        message_id=body.one("GrpHdr/MsgId").text(),
        created=body.one("GrpHdr/CreDtTm").time(),
        debtor=debtors[0],
        groups=tuple(
            _group(node, debited=debtor.account if debtor.account != debtors[0].account else None)
            for node, debtor in zip(nodes, debtors, strict=True)
        ),
    )
    _check_totals(body.one("GrpHdr"), number=len(batch.payments), total=batch.total)
    return batch


def _group(node: Node, *, debited: Account | None) -> PaymentGroup:
    payments = enumerate(node.all("CdtTrfTxInf"), start=1)
    group = PaymentGroup(
        payment_information_id=node.one("PmtInfId").text(),
        execution_date=node.one("ReqdExctnDt").day(),
        payments=tuple(
            _payment(payment.at(f"{node.position}, betalning {number}")) for number, payment in payments
        ),
        debited=debited,
    )
    _check_totals(node, number=len(group.payments), total=group.total)
    return group


def _payment(node: Node) -> PaymentOrder:
    amount = node.one("Amt/InstdAmt")
    if amount.attribute("Ccy") != "SEK":
        raise node.refused("Betalningen är inte i SEK. Gör en fil med enbart svenska kronor.")
    return PaymentOrder(
        end_to_end_id=node.one("PmtId/EndToEndId").text(),
        amount=amount.ore(),
        payee_name=node.text("Cdtr/Nm"),
        payee_town=node.text("Cdtr/PstlAdr/TwnNm"),
        payee_country=node.text("Cdtr/PstlAdr/Ctry"),
        payee_account=_payee_account(node),
        note=" ".join(node.texts("RmtInf/Ustrd")),
        ocr=node.text("RmtInf/Strd/CdtrRefInf/Ref"),
    )


def _payee_account(node: Node) -> Account:
    account = read_account(node.first("CdtrAcct"))
    if account is None:
        raise node.refused("Betalningen säger inte till vilket konto. Komplettera den.")
    # A giro may be named by BBAN; the clearing number of its agent then tells which giro it is.
    member = node.text("CdtrAgt/FinInstnId/ClrSysMmbId/MmbId")
    if account.scheme == BBAN and member not in GIRO_MEMBERS:
        return Account(BBAN, member + account.number)
    giro = GIRO_MEMBERS.get(member)
    return Account(giro, account.number) if giro else account


def _debtor(node: Node) -> Debtor:
    account = read_account(node.first("DbtrAcct"))
    if account is None:
        raise node.refused(f"Gruppen säger inte från vilket konto. {ASK_AGAIN}")
    return Debtor(
        name=node.text("Dbtr/Nm"),
        organisation_number=node.text("Dbtr/Id/OrgId/Othr/Id"),
        town=node.text("Dbtr/PstlAdr/TwnNm"),
        country=node.text("Dbtr/PstlAdr/Ctry"),
        account=account,
        bic=node.text("DbtrAgt/FinInstnId/BICFI") or node.text("DbtrAgt/FinInstnId/BIC"),
    )


def _check_totals(node: Node, *, number: int, total: Ore) -> None:
    said_number, said_total = node.first("NbOfTxs"), node.first("CtrlSum")
    if said_number and said_number.count() != number:
        raise node.refused("Antalet betalningar stämmer inte med filens kontrollantal. Gör om filen.")
    if said_total and said_total.ore() != total:
        raise node.refused("Betalningarnas summa stämmer inte med filens kontrollsumma. Gör om filen.")
