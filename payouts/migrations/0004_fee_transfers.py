"""The withdrawal of the agency's fees: two people before a file, nothing changed after, moves along the table only."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from ekrav.tenancy.operations import AgencyTable, AppendOnly

MOVES = (
    "ARRAY['draft>file_made', 'draft>withdrawn', 'file_made>handed_over', 'file_made>accepted', 'file_made>settled',"
    " 'file_made>rejected', 'handed_over>accepted', 'handed_over>settled', 'handed_over>rejected',"
    " 'accepted>settled', 'accepted>rejected']"
)

TWO_PEOPLE = f"""
CREATE FUNCTION payouts_fees_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE people bigint;
BEGIN
  IF (NEW.period_end, NEW.bankgiro, NEW.fee_ore, NEW.vat_ore, NEW.total_ore, NEW.content_hash, NEW.message_id,
      NEW.end_to_end_id, NEW.public_id, NEW.execution_date)
     IS DISTINCT FROM (OLD.period_end, OLD.bankgiro, OLD.fee_ore, OLD.vat_ore, OLD.total_ore, OLD.content_hash,
      OLD.message_id, OLD.end_to_end_id, OLD.public_id, OLD.execution_date) THEN
    RAISE EXCEPTION 'fee transfer % says what two people read and never changes', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> 'draft' AND (NEW.file, NEW.file_sha256, NEW.file_made_at)
     IS DISTINCT FROM (OLD.file, OLD.file_sha256, OLD.file_made_at) THEN
    RAISE EXCEPTION 'fee transfer % is approved and no longer changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state <> ALL ({MOVES}) THEN
    RAISE EXCEPTION 'fee transfer % cannot go from % to %', NEW.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'draft' AND NEW.state = 'file_made' THEN
    SELECT count(DISTINCT a.staff_id) INTO people
      FROM payouts_feeapproval a JOIN agency_staffmember s ON s.id = a.staff_id
     WHERE a.transfer_id = NEW.id AND a.content_hash = NEW.content_hash
       AND a.bankid_at >= a.at - interval '10 minutes' AND a.bankid_at <= a.at + interval '1 minute'
       AND s.active AND s.roles && ARRAY['finance', 'administrator']::varchar[];
    IF people < 2 THEN
      RAISE EXCEPTION 'fee transfer % has % approvals of its content, and needs two', NEW.id, people
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER two_people BEFORE UPDATE ON payouts_feetransfer
  FOR EACH ROW EXECUTE FUNCTION payouts_fees_two_people();
CREATE FUNCTION payouts_fees_begin_as_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'draft' AND NOT (NEW.state = 'empty' AND NEW.total_ore = 0) THEN
    RAISE EXCEPTION 'a fee transfer begins as a draft' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER begins_as_draft BEFORE INSERT ON payouts_feetransfer
  FOR EACH ROW EXECUTE FUNCTION payouts_fees_begin_as_draft();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agency", "0006_own_account"),
        ("payouts", "0003_late_payment"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeeTransfer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("period_end", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("withdrawn", "Återkallad"),
                            ("empty", "Inget att ta ut"),
                            ("file_made", "Godkänd"),
                            ("handed_over", "Skickad till banken"),
                            ("accepted", "Mottagen av banken"),
                            ("settled", "Utbetald"),
                            ("rejected", "Avvisad av banken"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("bankgiro", models.CharField(max_length=8)),
                ("fee_ore", models.BigIntegerField()),
                ("vat_ore", models.BigIntegerField()),
                ("total_ore", models.BigIntegerField()),
                ("content_hash", models.BinaryField(max_length=32)),
                ("drafted_at", models.DateTimeField()),
                ("message_id", models.CharField(max_length=35, unique=True)),
                ("end_to_end_id", models.CharField(max_length=35, unique=True)),
                ("execution_date", models.DateField()),
                ("file", models.BinaryField(null=True)),
                ("file_sha256", models.BinaryField(max_length=32, null=True)),
                ("file_made_at", models.DateTimeField(null=True)),
                ("settled_on", models.DateField(null=True)),
                (
                    "problem",
                    models.CharField(
                        blank=True, help_text="why it stands still or was withdrawn", max_length=300
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("period_end",),
                        name="fee_transfer_once_a_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_ore",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("fee_ore"), "+", models.F("vat_ore")
                                ),
                            ),
                            models.Q(("state", "empty"), ("total_ore__gt", 0), _connector="OR"),
                        ),
                        name="fee_transfer_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", True), ("state__in", ["draft", "withdrawn", "empty"])),
                            models.Q(
                                models.Q(("state__in", ["draft", "withdrawn", "empty"]), _negated=True),
                                ("file__isnull", False),
                                ("file_sha256__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="fee_transfer_file_when_approved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeShare",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("creditor_id", models.BigIntegerField(help_text="whose book")),
                ("fee_ore", models.BigIntegerField()),
                ("vat_ore", models.BigIntegerField()),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="payouts.feetransfer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("transfer", "creditor_id"), name="fee_share_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeApproval",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("content_hash", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField()),
                (
                    "bankid_at",
                    models.DateTimeField(help_text="when BankID confirmed the person, in the world's time"),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agency.staffmember"
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="payouts.feetransfer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("transfer", "staff"), name="fees_approved_once_each")
                ],
            },
        ),
        AgencyTable("payouts_feetransfer"),
        AgencyTable("payouts_feeshare", update=False),
        AppendOnly("payouts_feeshare"),
        AgencyTable("payouts_feeapproval", update=False),
        AppendOnly("payouts_feeapproval"),
        migrations.RunSQL(TWO_PEOPLE),
    ]
