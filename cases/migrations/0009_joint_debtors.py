"""Several who answer for one claim: their rows, and what each of them may see and say in Mitt Ärende."""

import django.db.models.deletion
from django.db import migrations, models

import ekrav.tenancy.models
from ekrav.tenancy.operations import CASE, DEBTOR, TENANT, DebtorMayRead, TenantReference, TenantTable

# As in 0004, of one debtor: its own letters, its own words.
OF_ONE_DEBTOR = f"""
DROP POLICY debtor ON letters_dispatch;
CREATE POLICY debtor ON letters_dispatch FOR SELECT TO ekrav_case USING (
  creditor_id = {TENANT} AND id = ANY (ARRAY(SELECT dispatch_id FROM cases_caseevent))
  AND addressee IS NOT DISTINCT FROM {DEBTOR});
DROP POLICY debtor ON cases_notice;
CREATE POLICY debtor ON cases_notice FOR SELECT TO ekrav_case USING (
  creditor_id = {TENANT} AND case_id = {CASE} AND debtor_id IS NOT DISTINCT FROM {DEBTOR});
DROP POLICY debtor ON cases_dispute;
CREATE POLICY debtor ON cases_dispute FOR SELECT TO ekrav_case USING (
  creditor_id = {TENANT} AND case_id = {CASE}
  AND (notice_id IS NULL OR notice_id = ANY (ARRAY(SELECT id FROM cases_notice))));
DROP POLICY debtor_says ON cases_notice;
CREATE POLICY debtor_says ON cases_notice FOR INSERT TO ekrav_case WITH CHECK (
  creditor_id = {TENANT} AND case_id = {CASE} AND debtor_id IS NOT DISTINCT FROM {DEBTOR}
  AND channel = 'portal' AND registered_by IS NULL AND handled_at IS NULL AND handled_by IS NULL
  AND (scan_id IS NULL OR scan_id IN (SELECT id FROM cases_document WHERE given_in_id = {CASE})));
GRANT INSERT (debtor_id) ON cases_notice TO ekrav_case;
"""
SHOWN = ("id", "creditor_id", "case_id", "debtor_id", "label", "released_on")


def _debtor(help_text: str) -> ekrav.tenancy.models.TenantKey:
    return ekrav.tenancy.models.TenantKey(
        db_constraint=False,
        help_text=help_text,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="cases.debtor",
    )


class Migration(migrations.Migration):
    """The rows of joint debtors, whose each key, word and situation is, and the walls between them."""

    dependencies = [
        ("cases", "0008_paid_on_an_invoice"),
        ("letters", "0003_joint_debtors"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="JointDebtor",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=120)),
                ("since", models.DateField()),
                (
                    "released_on",
                    models.DateField(help_text="nothing is asked of it from that day", null=True),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dead", "Avliden, och boet har inget"),
                            ("insolvent", "Konkurs, skuldsanering eller rekonstruktion"),
                            ("dissolved", "Bolaget finns inte längre"),
                            ("not_found", "Går inte att nå"),
                            ("not_liable", "Svarar inte för skulden"),
                            ("creditor", "Borgenären vill det"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "case",
                    ekrav.tenancy.models.TenantKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_debtors",
                        to="cases.case",
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
                (
                    "debtor",
                    ekrav.tenancy.models.TenantKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_in",
                        to="cases.debtor",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("creditor", "case", "debtor"), name="joint_debtor_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_on__isnull", True), ("why", "")),
                            models.Q(("released_on__isnull", False), models.Q(("why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="joint_debtor_released_has_its_reason",
                    ),
                ],
            },
        ),
        # Who routes work finds the debtors that wait for the register: ids, and whether they are asked.
        TenantTable(
            "cases_jointdebtor",
            routing=("id", "creditor_id", "case_id", "debtor_id", "released_on"),
            update=("label", "released_on", "why"),
        ),
        TenantReference("cases_jointdebtor", "case_id", "cases_case"),
        TenantReference("cases_jointdebtor", "debtor_id", "cases_debtor"),
        DebtorMayRead("cases_jointdebtor", f"case_id = {CASE}", columns=SHOWN),
        migrations.AddField(
            model_name="portalkey",
            name="debtor",
            field=_debtor("whose letter, of several; null: the case's first"),
        ),
        TenantReference("cases_portalkey", "debtor_id", "cases_debtor"),
        migrations.AddField(
            model_name="notice",
            name="debtor",
            field=_debtor("who said it, of several; null: the case's first"),
        ),
        TenantReference("cases_notice", "debtor_id", "cases_debtor"),
        migrations.AddField(
            model_name="situation",
            name="debtor",
            field=_debtor("to whom, of several; null: the case's first"),
        ),
        TenantReference("cases_situation", "debtor_id", "cases_debtor"),
        migrations.RemoveConstraint(model_name="situation", name="situation_once_at_a_time"),
        migrations.AddConstraint(
            model_name="situation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("creditor", "case", "kind", "debtor"),
                name="situation_once_at_a_time",
                nulls_distinct=False,
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("registered", "Registered"),
                    ("reminded", "Reminded"),
                    ("demanded", "Demanded"),
                    ("final_notice", "Final Notice"),
                    ("told", "Told"),
                    ("beside", "Beside"),
                    ("posted", "Posted"),
                    ("held", "Held"),
                    ("recalled", "Recalled"),
                    ("not_sent", "Not Sent"),
                    ("paid", "Paid"),
                    ("direct_payment", "Direct Payment"),
                    ("reversed", "Reversed"),
                    ("applied_anew", "Applied Anew"),
                    ("closed", "Closed"),
                    ("reopened", "Reopened"),
                    ("withdrawn", "Withdrawn"),
                    ("written_off", "Written Off"),
                    ("waiting", "Waiting"),
                    ("asked_again", "Asked Again"),
                    ("quoted", "Quoted"),
                    ("decided", "Decided"),
                    ("asked_paid", "Asked Paid"),
                    ("answered", "Answered"),
                    ("noticed", "Noticed"),
                    ("disputed", "Disputed"),
                    ("dispute_answered", "Dispute Answered"),
                    ("dispute_upheld", "Dispute Upheld"),
                    ("dispute_rejected", "Dispute Rejected"),
                    ("dispute_partly", "Dispute Partly"),
                    ("respite", "Respite"),
                    ("paused", "Paused"),
                    ("hold_lifted", "Hold Lifted"),
                    ("plan_offered", "Plan Offered"),
                    ("plan_accepted", "Plan Accepted"),
                    ("plan_changed", "Plan Changed"),
                    ("plan_notice", "Plan Notice"),
                    ("plan_warning", "Plan Warning"),
                    ("plan_ended", "Plan Ended"),
                    ("looked_up", "Looked Up"),
                    ("reported", "Reported"),
                    ("report_unknown", "Report Unknown"),
                    ("reconsidered", "Reconsidered"),
                    ("applied", "Applied"),
                    ("confirmed", "Confirmed"),
                    ("supplement_asked", "Supplement Asked"),
                    ("supplemented", "Supplemented"),
                    ("served", "Served"),
                    ("not_served", "Not Served"),
                    ("order_disputed", "Order Disputed"),
                    ("court_asked", "Court Asked"),
                    ("order_ended", "Order Ended"),
                    ("court_lost", "Court Lost"),
                    ("titled", "Titled"),
                    ("reduced", "Reduced"),
                    ("taken_back", "Taken Back"),
                    ("enforcing", "Enforcing"),
                    ("base_fee", "Base Fee"),
                    ("year_asked", "Year Asked"),
                    ("enforcement_report", "Enforcement Report"),
                    ("paid_out", "Paid Out"),
                    ("enforcement_ended", "Enforcement Ended"),
                    ("not_taken", "Not Taken"),
                    ("surveilled", "Surveilled"),
                    ("surveillance_letter", "Surveillance Letter"),
                    ("stopped", "Stopped"),
                    ("claim_filed", "Claim Filed"),
                    ("went_on", "Went On"),
                    ("joined", "Joined"),
                    ("released", "Released"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(OF_ONE_DEBTOR, reverse_sql=migrations.RunSQL.noop),
    ]
