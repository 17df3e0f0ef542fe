"""A changed bankgiro: the wish, its 72 hours, and a company whose number changes in no other way."""

import datetime
import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import ekrav.tenancy.models
from ekrav.tenancy.operations import TenantReference, TenantTable

# The number two people made sure of is the number that is paid: whoever asks for it is logged in with fresh BankID, and
# whoever confirms it is staff.
ONLY_CONFIRMED = """
CREATE FUNCTION accounts_bankgiro_changes_by_its_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.bankgiro <> OLD.bankgiro AND NOT EXISTS (
       SELECT FROM accounts_bankgirochange
        WHERE creditor_id = NEW.creditor_id AND bankgiro = NEW.bankgiro AND confirmed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the bankgiro of creditor % changes by a confirmed change only', NEW.creditor_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bankgiro_changes_by_its_row BEFORE UPDATE OF bankgiro ON accounts_creditor
  FOR EACH ROW EXECUTE FUNCTION accounts_bankgiro_changes_by_its_row();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_walls"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankgiroChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("bankgiro", models.CharField(max_length=8)),
                ("asked_at", models.DateTimeField()),
                ("holds_until", models.DateTimeField(help_text="72 hours after it was asked for")),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("confirmed_by", models.BigIntegerField(help_text="the staff member", null=True)),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="how staff know whose number it is", max_length=80
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        help_text="taken back by the company or refused by staff", null=True
                    ),
                ),
                (
                    "asked_by",
                    ekrav.tenancy.models.TenantKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.tenant",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("creditor",),
                        name="one_bankgiro_change_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="bankgiro_change_confirmed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "holds_until__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("asked_at"), "+", models.Value(datetime.timedelta(days=3))
                                ),
                            )
                        ),
                        name="bankgiro_change_holds_72_hours",
                    ),
                ],
            },
        ),
        TenantTable(
            "accounts_bankgirochange",
            routing=("id", "creditor_id", "holds_until", "confirmed_at", "withdrawn_at"),
            update=("confirmed_at", "confirmed_by", "source", "withdrawn_at"),
        ),
        TenantReference("accounts_bankgirochange", "asked_by_id", "accounts_membership"),
        migrations.RunSQL(ONLY_CONFIRMED),
    ]
