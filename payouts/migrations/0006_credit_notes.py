"""Credit notes in the notes' own series, each line credited once; accounts and delivery as each creditor chooses."""

import django.db.models.deletion
from django.db import migrations, models

import ekrav.tenancy.models
from ekrav.tenancy.operations import AppendOnly, TenantReference, TenantTable

# What a note says never changes: of a credit note also which note it credits, why, and by which posting.
_SAYS = (
    "{0}.creditor_id, {0}.kind, {0}.payout_id, {0}.credits_id, {0}.reason, {0}.entry_id, {0}.number, {0}.issued_on,"
    " {0}.facts"
)

FROZEN = f"""
CREATE OR REPLACE FUNCTION payouts_note_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ({_SAYS.format("NEW")}) IS DISTINCT FROM ({_SAYS.format("OLD")})
     OR OLD.pdf IS NOT NULL AND (NEW.pdf, NEW.sha256) IS DISTINCT FROM (OLD.pdf, OLD.sha256) THEN
    RAISE EXCEPTION 'settlement note % is issued and never changes', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION payouts_credit_of_a_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM payouts_settlementnote WHERE id = NEW.credits_id AND credits_id IS NOT NULL) THEN
    RAISE EXCEPTION 'a credit note is not credited' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER credit_of_a_note BEFORE INSERT ON payouts_settlementnote
  FOR EACH ROW WHEN (NEW.credits_id IS NOT NULL) EXECUTE FUNCTION payouts_credit_of_a_note();
GRANT SELECT (kind, credits_id) ON payouts_settlementnote TO ekrav_routing;
"""


class Migration(migrations.Migration):
    """The rows, their walls, and the trigger that freezes them."""

    dependencies = [
        ("ledger", "0003_more_accounts"),
        ("payouts", "0005_ways_out"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="BookkeepingAccount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=20)),
                ("number", models.CharField(max_length=4)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CreditedLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="NoteDelivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("attached", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="settlementnote",
            name="kind",
            field=models.CharField(
                choices=[("note", "Note"), ("fee", "Fee"), ("whole", "Whole"), ("again", "Again")],
                default="note",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="settlementnote",
            name="credits",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credit_notes",
                to="payouts.settlementnote",
            ),
        ),
        migrations.AddField(
            model_name="settlementnote",
            name="entry",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                help_text="the posting it stands for",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.entry",
            ),
        ),
        migrations.AddField(
            model_name="settlementnote",
            name="mails",
            field=models.SmallIntegerField(default=0, help_text="how often it was given to the outbox"),
        ),
        migrations.AddField(
            model_name="settlementnote",
            name="reason",
            field=models.CharField(
                blank=True, help_text="why it credits, as the creditor reads it", max_length=300
            ),
        ),
        migrations.AlterField(
            model_name="settlementnote",
            name="payout",
            field=models.OneToOneField(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="note",
                to="payouts.payout",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementnote",
            constraint=models.CheckConstraint(
                condition=models.Q(kind="note", payout__isnull=False, credits__isnull=True, reason="")
                | models.Q(
                    kind__in=["fee", "whole", "again"],
                    payout__isnull=True,
                    credits__isnull=False,
                    entry__isnull=False,
                )
                & ~models.Q(reason=""),
                name="note_of_a_payout_or_credit",
            ),
        ),
        migrations.AddField(
            model_name="bookkeepingaccount",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="creditedline",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="creditedline",
            name="line",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="payouts.payoutline",
            ),
        ),
        migrations.AddField(
            model_name="creditedline",
            name="note",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credited_lines",
                to="payouts.settlementnote",
            ),
        ),
        migrations.AddField(
            model_name="notedelivery",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddConstraint(
            model_name="bookkeepingaccount",
            constraint=models.UniqueConstraint(
                fields=("creditor", "purpose"), name="bookkeeping_account_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bookkeepingaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^[1-8][0-9]{3}$")), name="bookkeeping_account_is_bas"
            ),
        ),
        migrations.AddConstraint(
            model_name="creditedline",
            constraint=models.UniqueConstraint(fields=("creditor", "line"), name="line_credited_once"),
        ),
        migrations.AddConstraint(
            model_name="notedelivery",
            constraint=models.UniqueConstraint(fields=("creditor",), name="note_delivery_once"),
        ),
        migrations.RunSQL(FROZEN),
        TenantReference("payouts_settlementnote", "credits_id", "payouts_settlementnote"),
        TenantReference("payouts_settlementnote", "entry_id", "ledger_entry"),
        TenantTable("payouts_creditedline", update=False),
        AppendOnly("payouts_creditedline"),
        TenantReference("payouts_creditedline", "note_id", "payouts_settlementnote"),
        TenantReference("payouts_creditedline", "line_id", "payouts_payoutline"),
        TenantTable("payouts_bookkeepingaccount", update=["number"], delete=True),
        TenantTable("payouts_notedelivery", update=["attached"]),
    ]
