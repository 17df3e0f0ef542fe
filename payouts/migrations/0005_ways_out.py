"""Holds, what the bank has said, decisions of two; daily runs, money back to payers; the moves in the database too."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import ekrav.tenancy.models
from ekrav.tenancy.operations import TenantReference, TenantTable

RUN_MOVES = (
    "ARRAY['draft>approved', 'draft>withdrawn', 'approved>file_made', 'approved>withdrawn', 'file_made>handed_over',"
    " 'file_made>unknown', 'file_made>accepted', 'file_made>settled', 'file_made>rejected', 'handed_over>accepted',"
    " 'handed_over>settled', 'handed_over>rejected', 'unknown>handed_over', 'unknown>accepted', 'unknown>settled',"
    " 'unknown>rejected', 'accepted>settled', 'accepted>rejected', 'rejected>settled']"
)
PAYOUT_MOVES = (
    "ARRAY['draft>approved', 'draft>withdrawn', 'approved>sent', 'approved>unknown', 'approved>accepted',"
    " 'approved>settled', 'approved>rejected', 'sent>unknown', 'sent>accepted', 'sent>settled', 'sent>rejected',"
    " 'unknown>sent', 'unknown>accepted', 'unknown>settled', 'unknown>rejected', 'accepted>unknown',"
    " 'accepted>settled', 'accepted>rejected', 'settled>returned', 'rejected>settled']"
)

_RUN_SAYS = (
    "{0}.kind, {0}.period_end, {0}.weekly, {0}.content_hash, {0}.total_ore, {0}.count, {0}.message_id,"
    " {0}.public_id"
)
_FILE = "{0}.file, {0}.file_sha256, {0}.file_made_at, {0}.execution_date"
_SAYS = (
    "{0}.creditor_id, {0}.run_id, {0}.bankgiro, {0}.account, {0}.end_to_end_id, {0}.amount_ore, {0}.capital_ore,"
    " {0}.interest_ore, {0}.costs_ore, {0}.late_payment_ore, {0}.fee_ore, {0}.vat_ore, {0}.set_off_ore,"
    " {0}.refund_ore, {0}.refund_subledger_id, {0}.refund_entry_id, {0}.payee_name, {0}.payee_city"
)

TWO_PEOPLE = f"""
CREATE OR REPLACE FUNCTION payouts_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE people bigint;
BEGIN
  IF ({_RUN_SAYS.format("NEW")}) IS DISTINCT FROM ({_RUN_SAYS.format("OLD")}) THEN
    RAISE EXCEPTION 'payout run % says what two people read and never changes', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state NOT IN ('draft', 'approved') AND ({_FILE.format("NEW")}) IS DISTINCT FROM ({_FILE.format("OLD")}) THEN
    RAISE EXCEPTION 'payout run % is approved and no longer changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state <> ALL ({RUN_MOVES}) THEN
    RAISE EXCEPTION 'payout run % cannot go from % to %', NEW.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND NEW.state IN ('approved', 'file_made') THEN
    SELECT count(DISTINCT a.staff_id) INTO people
      FROM payouts_approval a JOIN agency_staffmember s ON s.id = a.staff_id
     WHERE a.run_id = NEW.id AND a.content_hash = NEW.content_hash
       AND a.bankid_at >= a.at - interval '10 minutes' AND a.bankid_at <= a.at + interval '1 minute'
       AND (NEW.state = 'file_made' OR s.active AND s.roles && ARRAY['finance', 'administrator']::varchar[]);
    IF people < 2 THEN
      RAISE EXCEPTION 'payout run % has % approvals of its content, and needs two', NEW.id, people
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""

# What a payout says, how it may move, that its payee is sure, and that from unknown only evidence leads on.
FROZEN = f"""
CREATE OR REPLACE FUNCTION payouts_payout_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ({_SAYS.format("NEW")}) IS DISTINCT FROM ({_SAYS.format("OLD")}) THEN
    RAISE EXCEPTION 'payout % says what two people read and never changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state THEN
    PERFORM payouts_may_move(OLD, NEW);
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION payouts_may_move(was payouts_payout, now payouts_payout) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF was.state || '>' || now.state <> ALL ({PAYOUT_MOVES}) OR now.moved_at IS NULL THEN
    RAISE EXCEPTION 'payout % cannot go from % to %', now.id, was.state, now.state USING ERRCODE = 'check_violation';
  END IF;
  IF was.state = 'draft' AND now.state = 'approved' AND NOT EXISTS (
       SELECT FROM payouts_payoutrun WHERE id = now.run_id AND state = 'approved') THEN
    RAISE EXCEPTION 'payout % is of a run that two people have not approved', now.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF was.state = 'draft' AND now.state = 'approved' AND now.refund_ore = 0 AND (
       NOT EXISTS (SELECT FROM accounts_creditor c WHERE c.creditor_id = now.creditor_id AND c.bankgiro = now.bankgiro
                      AND c.signatory_confirmed_at IS NOT NULL AND c.bankgiro_confirmed_at IS NOT NULL)
       OR EXISTS (SELECT FROM accounts_bankgirochange b WHERE b.creditor_id = now.creditor_id
                     AND b.withdrawn_at IS NULL AND (b.confirmed_at IS NULL OR b.holds_until > now.moved_at))
       OR EXISTS (SELECT FROM payouts_hold h WHERE h.creditor_id = now.creditor_id AND h.released_at IS NULL
                     AND (h.last_day IS NULL
                          OR h.last_day >= (now.moved_at AT TIME ZONE 'Europe/Stockholm')::date))) THEN
    RAISE EXCEPTION 'payout % is held, or goes to a bankgiro that is not sure', now.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF was.state = 'unknown' AND NOT EXISTS (
       SELECT FROM payouts_bankword w
        WHERE w.creditor_id = now.creditor_id AND w.payout_id = now.id AND w.read_at >= was.moved_at
          AND now.state || '<' || w.outcome = ANY (ARRAY['sent<waiting', 'accepted<accepted', 'settled<debited',
                                                         'rejected<rejected']))
     AND NOT EXISTS (
       SELECT FROM payouts_decision d
        WHERE d.creditor_id = now.creditor_id AND d.payout_id = now.id AND d.confirmed_at >= was.moved_at
          AND now.state || '<' || d.verdict = ANY (ARRAY['accepted<will_pay', 'rejected<not_paid'])) THEN
    RAISE EXCEPTION 'payout % is unknown: only the bank, or two people, lead on', now.id
      USING ERRCODE = 'check_violation';
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_bankgiro_change"),
        ("ledger", "0004_sealed_journal"),
        ("payments", "0006_returned_payouts"),
        ("payouts", "0004_fee_transfers"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Banken har den"),
                            ("accepted", "Banken betalar"),
                            ("rejected", "Banken betalar inte"),
                            ("debited", "Dragen från kontot"),
                            ("returned", "Tillbaka på kontot"),
                            ("unclear", "Säger inget vi förstår"),
                        ],
                        max_length=10,
                    ),
                ),
                ("status", models.CharField(blank=True, help_text="the bank's code, ACSC", max_length=10)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "said_at",
                    models.DateTimeField(help_text="the report's own time, or the start of the bank's day"),
                ),
                ("read_at", models.DateTimeField()),
                (
                    "source",
                    models.CharField(help_text="file 12, or entry 31: where it can be read", max_length=40),
                ),
                ("contradicts", models.BooleanField(default=False)),
                ("handled_at", models.DateTimeField(null=True)),
                ("handled_by", models.BigIntegerField(help_text="the staff member", null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("will_pay", "Banken har filen och betalar"),
                            ("not_paid", "Banken har inte betalat och kommer inte att göra det"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("document", models.BinaryField()),
                ("document_name", models.CharField(max_length=120)),
                ("document_sha256", models.BinaryField(max_length=32)),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by", models.BigIntegerField(help_text="the staff member")),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("confirmed_by", models.BigIntegerField(help_text="another staff member", null=True)),
                ("refused_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "Pausad av byrån"),
                            ("account", "Banken kunde inte betala till bankgirot"),
                            ("bank", "Banken har sagt emot sig själv"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(help_text="for the creditor to read", max_length=300)),
                ("placed_at", models.DateTimeField()),
                (
                    "placed_by",
                    models.BigIntegerField(help_text="the staff member; null: the machine", null=True),
                ),
                ("last_day", models.DateField(help_text="null: until it is released", null=True)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "released_by",
                    models.BigIntegerField(help_text="the staff member; null: the machine", null=True),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="payout",
            name="payout_once",
        ),
        migrations.RemoveConstraint(
            model_name="payout",
            name="payout_adds_up",
        ),
        migrations.RemoveConstraint(
            model_name="payoutrun",
            name="payout_run_once_a_period",
        ),
        migrations.RemoveConstraint(
            model_name="payoutrun",
            name="payout_run_file_when_approved",
        ),
        migrations.AddField(
            model_name="payout",
            name="account",
            field=models.CharField(
                blank=True, help_text="a payer's account, as bankfiles writes it: IBAN:SE45…", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="moved_at",
            field=models.DateTimeField(help_text="when it came to its state, in the world's time", null=True),
        ),
        migrations.AddField(
            model_name="payout",
            name="refund_entry",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="payments.bankentry",
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="refund_ore",
            field=models.BigIntegerField(default=0, help_text="what goes back to a payer"),
        ),
        migrations.AddField(
            model_name="payout",
            name="refund_subledger",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.subledger",
            ),
        ),
        migrations.AddField(
            model_name="payoutrun",
            name="kind",
            field=models.CharField(
                choices=[("creditors", "Till borgenärer"), ("payers", "Tillbaka till betalare")],
                default="creditors",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="payoutrun",
            name="sending_at",
            field=models.DateTimeField(help_text="when somebody last took it to the bank", null=True),
        ),
        migrations.AddField(
            model_name="payoutrun",
            name="weekly",
            field=models.BooleanField(default=True, help_text="creditors that are paid weekly are in it"),
        ),
        migrations.AlterField(
            model_name="payout",
            name="bankgiro",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AlterField(
            model_name="payout",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Planerad"),
                    ("withdrawn", "Återkallad"),
                    ("approved", "Godkänd"),
                    ("sent", "Skickad till banken"),
                    ("accepted", "Mottagen av banken"),
                    ("unknown", "Bankens besked oklart"),
                    ("settled", "Utbetald"),
                    ("rejected", "Misslyckad"),
                    ("returned", "Tillbaka från banken"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="payoutrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Utkast"),
                    ("withdrawn", "Återkallad"),
                    ("empty", "Inget att betala ut"),
                    ("approved", "Godkänd"),
                    ("file_made", "Filen gjord"),
                    ("unknown", "Oklart om banken har den"),
                    ("handed_over", "Skickad till banken"),
                    ("accepted", "Mottagen av banken"),
                    ("settled", "Utbetald"),
                    ("rejected", "Avvisad av banken"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("refund_ore", 0)), fields=("creditor", "run"), name="payout_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("refund_subledger__isnull", False)),
                fields=("creditor", "run", "refund_subledger"),
                name="refund_of_a_case_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refund_entry__isnull", False),
                    models.Q(("state__in", ["withdrawn", "rejected", "returned"]), _negated=True),
                ),
                fields=("refund_entry",),
                name="refund_of_an_entry_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("account", ""),
                        ("refund_entry__isnull", True),
                        ("refund_ore", 0),
                        ("refund_subledger__isnull", True),
                        models.Q(("bankgiro", ""), _negated=True),
                    ),
                    models.Q(
                        ("bankgiro", ""),
                        ("refund_ore__gt", 0),
                        models.Q(("account", ""), _negated=True),
                        models.Q(
                            models.Q(("refund_entry__isnull", True), ("refund_subledger__isnull", False)),
                            models.Q(("refund_entry__isnull", False), ("refund_subledger__isnull", True)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="payout_to_a_creditor_or_a_payer",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "amount_ore",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("capital_ore"), "+", models.F("interest_ore")
                                                ),
                                                "+",
                                                models.F("costs_ore"),
                                            ),
                                            "+",
                                            models.F("late_payment_ore"),
                                        ),
                                        "-",
                                        models.F("fee_ore"),
                                    ),
                                    "-",
                                    models.F("vat_ore"),
                                ),
                                "-",
                                models.F("set_off_ore"),
                            ),
                            "+",
                            models.F("refund_ore"),
                        ),
                    )
                ),
                name="payout_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["settled", "returned"]), _negated=True),
                    ("settled_entry__isnull", False),
                    _connector="OR",
                ),
                name="payout_settled_with_its_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("kind", "period_end"),
                name="payout_run_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("file__isnull", True), ("state__in", ["draft", "withdrawn", "empty", "approved"])
                    ),
                    models.Q(
                        models.Q(("state__in", ["draft", "withdrawn", "empty", "approved"]), _negated=True),
                        ("file__isnull", False),
                        ("file_sha256__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="payout_run_with_its_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("kind",), name="payout_run_one_draft"
            ),
        ),
        migrations.AddField(
            model_name="bankword",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="bankword",
            name="payout",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="words",
                to="payouts.payout",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="payout",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="payouts.payout",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="payout",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="payouts.payout",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankword",
            constraint=models.UniqueConstraint(
                fields=("creditor", "payout", "source"), name="bank_word_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at__isnull", True), ("refused_at__isnull", True)),
                fields=("creditor", "payout"),
                name="one_open_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decided_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at__isnull", True)),
                fields=("creditor", "kind"),
                name="one_hold_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "staff"), _negated=True), ("placed_by__isnull", False), _connector="OR"
                ),
                name="hold_by_staff_has_its_person",
            ),
        ),
        migrations.CreateModel(
            name="PayerAccount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("account", models.CharField(help_text="as bankfiles writes it: IBAN:SE45…", max_length=40)),
                ("told_at", models.DateTimeField()),
                ("told_to", models.BigIntegerField(help_text="the staff member")),
                (
                    "creditor",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.tenant",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.bankentry",
                    ),
                ),
                (
                    "subledger",
                    ekrav.tenancy.models.TenantKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.subledger",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", True), ("subledger__isnull", False)),
                            models.Q(("entry__isnull", False), ("subledger__isnull", True)),
                            _connector="OR",
                        ),
                        name="payer_account_of_a_case_or_an_entry",
                    )
                ],
            },
        ),
        migrations.RunSQL("GRANT SELECT (kind, weekly) ON payouts_payoutrun TO ekrav_creditor"),
        TenantTable("payouts_hold", update=("released_at", "released_by")),
        TenantTable("payouts_bankword", update=("handled_at", "handled_by")),
        TenantTable("payouts_decision", update=("confirmed_at", "confirmed_by", "refused_at")),
        TenantTable("payouts_payeraccount", update=False),
        TenantReference("payouts_payeraccount", "subledger_id", "ledger_subledger"),
        TenantReference("payouts_hold", "payout_id", "payouts_payout"),
        TenantReference("payouts_bankword", "payout_id", "payouts_payout"),
        TenantReference("payouts_decision", "payout_id", "payouts_payout"),
        TenantReference("payouts_payout", "refund_subledger_id", "ledger_subledger"),
        migrations.RunSQL(TWO_PEOPLE),
        migrations.RunSQL(FROZEN),
    ]
