"""Debtors pay by Swish, by card or at the internet bank; the daily proof counts what is on its way in."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import ekrav.payments.ways.models
import ekrav.tenancy.models
from ekrav.tenancy.operations import AgencyTable, AppendOnly, TenantReference, TenantTable

# What was asked never changes: only what became of it.
BECAME_OF_IT = (
    "state", "problem", "provider_id", "token", "pay_url", "payment_reference", "cancel_asked_at", "look_at", "looks",
    "paid_on", "paid_at", "bank_entry_id", "top_up_id",
)  # fmt: skip

FOUND_BY = (
    "id", "creditor_id", "instruction_id", "callback_id", "way", "reference_id", "refund_of_id", "amount_ore", "state",
    "provider_id", "payment_reference", "look_at", "bank_entry_id", "top_up_id",
)  # fmt: skip

# The moves of `ekrav.payments.ways.states.MOVES`, written out: a migration never changes after the fact, the table may.
# A test compares them, pair by pair. What has arrived at the bank stays arrived.
MOVES = """
CREATE FUNCTION payments_instruction_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
    ('created', 'sent'), ('created', 'unknown'), ('created', 'paid'), ('created', 'declined'),
    ('created', 'cancelled'), ('created', 'expired'),
    ('sent', 'unknown'), ('sent', 'paid'), ('sent', 'declined'), ('sent', 'cancelled'), ('sent', 'expired'),
    ('unknown', 'sent'), ('unknown', 'paid'), ('unknown', 'declined'), ('unknown', 'cancelled'), ('unknown', 'expired'),
    ('declined', 'paid'), ('cancelled', 'paid'), ('expired', 'paid'))
  THEN
    RAISE EXCEPTION 'an instruction does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.bank_entry_id IS NOT NULL AND NEW.bank_entry_id IS DISTINCT FROM OLD.bank_entry_id)
    OR (OLD.top_up_id IS NOT NULL AND NEW.top_up_id IS DISTINCT FROM OLD.top_up_id)
  THEN
    RAISE EXCEPTION 'instruction % has arrived already', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves_as_listed BEFORE UPDATE ON payments_instruction
  FOR EACH ROW EXECUTE FUNCTION payments_instruction_moves();
CREATE FUNCTION payments_instruction_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an instruction does not begin as %', NEW.state USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER begins_created BEFORE INSERT ON payments_instruction
  FOR EACH ROW WHEN (NEW.state <> 'created') EXECUTE FUNCTION payments_instruction_begins();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0006_returned_payouts"),
    ]

    operations = [
        migrations.CreateModel(
            name="TopUp",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("amount_ore", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("bank_entry_id", models.BigIntegerField(null=True, unique=True)),
            ],
        ),
        migrations.AlterField(
            model_name="payment",
            name="bank_entry_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RemoveConstraint(model_name="payment", name="payment_part_once"),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("bank_entry_id__isnull", False)),
                fields=("bank_entry_id", "part"),
                name="payment_part_once",
            ),
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("instruction_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "callback_id",
                    models.CharField(
                        default=ekrav.payments.ways.models.new_callback_id,
                        editable=False,
                        max_length=36,
                        unique=True,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("swish", "Swish"), ("card", "Kort"), ("bank", "Internetbank")],
                        max_length=10,
                    ),
                ),
                ("amount_ore", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("created", "Förbereds"),
                            ("sent", "Väntar på dig"),
                            ("unknown", "Väntar på besked"),
                            ("paid", "Betald"),
                            ("declined", "Nekad"),
                            ("cancelled", "Avbruten"),
                            ("expired", "Tiden gick ut"),
                        ],
                        default="created",
                        max_length=10,
                    ),
                ),
                ("problem", models.CharField(blank=True, help_text="the provider's code", max_length=40)),
                ("provider_id", models.CharField(blank=True, max_length=120)),
                ("token", models.CharField(blank=True, help_text="opens the payer's app", max_length=120)),
                (
                    "pay_url",
                    models.CharField(blank=True, help_text="where the payer goes on", max_length=1000),
                ),
                ("payment_reference", models.CharField(max_length=120, null=True, unique=True)),
                ("created_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.BigIntegerField(help_text="the staff member who sends money back", null=True),
                ),
                ("cancel_asked_at", models.DateTimeField(null=True)),
                (
                    "look_at",
                    models.DateTimeField(help_text="when to act next, in real time; null: never", null=True),
                ),
                ("looks", models.SmallIntegerField(default=0)),
                ("paid_on", models.DateField(null=True)),
                ("paid_at", models.DateTimeField(help_text="when we learnt it", null=True)),
                ("bank_entry_id", models.BigIntegerField(null=True, unique=True)),
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
                    "reference",
                    ekrav.tenancy.models.TenantKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructions",
                        to="payments.reference",
                    ),
                ),
                (
                    "refund_of",
                    ekrav.tenancy.models.TenantKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="payments.instruction",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("create", "CREATE"),
                            ("read", "READ"),
                            ("cancel", "CANCEL"),
                            ("bank", "BANK"),
                        ],
                        max_length=10,
                    ),
                ),
                ("said", models.CharField(max_length=200)),
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
                    "instruction",
                    ekrav.tenancy.models.TenantKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="payments.instruction",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="payment",
            name="instruction",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="payments.instruction",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bank_entry_id__isnull", False), ("instruction__isnull", False), _connector="XOR"
                ),
                name="payment_has_one_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("instruction__isnull", False)),
                fields=("creditor", "instruction"),
                name="payment_of_instruction_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="topup",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__gt", 0)), name="top_up_positive"
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="top_up",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instructions",
                to="payments.topup",
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                condition=models.Q(("look_at__isnull", False)), fields=["look_at"], name="instruction_due"
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(fields=["creditor", "reference"], name="instruction_of_case"),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__gt", 0)), name="instruction_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["created", "sent", "unknown", "paid", "declined", "cancelled", "expired"])
                ),
                name="instruction_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["swish", "card", "bank"])), name="instruction_way"
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("paid_on__isnull", False), ("payment_reference__isnull", False), ("state", "paid")
                    ),
                    models.Q(
                        models.Q(("state", "paid"), _negated=True),
                        ("paid_on__isnull", True),
                        ("payment_reference__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="instruction_paid_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bank_entry_id__isnull", True), ("top_up__isnull", True)),
                    models.Q(("bank_entry_id__isnull", True), ("state", "paid")),
                    models.Q(("state", "paid"), ("top_up__isnull", True)),
                    _connector="OR",
                ),
                name="instruction_arrives_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refund_of__isnull", True), ("state__in", ["created", "sent", "unknown"])
                ),
                fields=("creditor", "reference"),
                name="instruction_one_live",
            ),
        ),
        migrations.AddField(
            model_name="dailyproof",
            name="payments_in_transit_ore",
            field=models.BigIntegerField(default=0, help_text="less what is paid and not at the bank yet"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="dailyproof", name="daily_proof_shared_out"),
        migrations.AddConstraint(
            model_name="dailyproof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "book_ore",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("creditors_ore"), "+", models.F("payers_ore")
                                            ),
                                            "+",
                                            models.F("unmatched_ore"),
                                        ),
                                        "+",
                                        models.F("fees_ore"),
                                    ),
                                    "+",
                                    models.F("payouts_ore"),
                                ),
                                "+",
                                models.F("fees_in_transit_ore"),
                            ),
                            "+",
                            models.F("payments_in_transit_ore"),
                        ),
                    )
                ),
                name="daily_proof_shared_out",
            ),
        ),
        AgencyTable("payments_topup", read=("ekrav_routing",), update=("bank_entry_id", "amount_ore")),
        TenantTable("payments_instruction", routing=FOUND_BY, update=BECAME_OF_IT),
        TenantTable("payments_evidence", update=False),
        AppendOnly("payments_evidence"),
        TenantReference("payments_instruction", "reference_id", "payments_reference"),
        TenantReference("payments_instruction", "refund_of_id", "payments_instruction"),
        TenantReference("payments_evidence", "instruction_id", "payments_instruction"),
        TenantReference("payments_payment", "instruction_id", "payments_instruction"),
        migrations.RunSQL(MOVES, reverse_sql=migrations.RunSQL.noop),
    ]
