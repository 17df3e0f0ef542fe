"""The debtor hands in a paper with what it says: by the portal's role, to its own case, small and of a kind taken."""

import django.db.models.deletion
from django.db import migrations

import ekrav.tenancy.models
from ekrav.tenancy.operations import CASE, TENANT, DebtorMayRead, TenantReference

MAY_GIVE = f"""
CREATE POLICY debtor_gives ON cases_document FOR INSERT TO ekrav_case WITH CHECK (
  creditor_id = {TENANT} AND given_in_id = {CASE} AND octet_length(content) <= 10000000
  AND size = octet_length(content) AND content_type IN ('application/pdf', 'image/png', 'image/jpeg'));
GRANT INSERT (creditor_id, public_id, name, content_type, size, sha256, content, uploaded_at, given_in_id)
  ON cases_document TO ekrav_case;
DROP POLICY debtor_says ON cases_notice;
CREATE POLICY debtor_says ON cases_notice FOR INSERT TO ekrav_case WITH CHECK (
  creditor_id = {TENANT} AND case_id = {CASE} AND channel = 'portal'
  AND registered_by IS NULL AND handled_at IS NULL AND handled_by IS NULL
  AND (scan_id IS NULL OR scan_id IN (SELECT id FROM cases_document WHERE given_in_id = {CASE})));
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_lighter_events")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="given_in",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                help_text="the case whose debtor gave it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.case",
            ),
        ),
        TenantReference("cases_document", "given_in_id", "cases_case"),
        DebtorMayRead(
            "cases_document", f"given_in_id = {CASE}", columns=("id", "creditor_id", "given_in_id")
        ),
        migrations.RunSQL(MAY_GIVE, reverse_sql=migrations.RunSQL.noop),
    ]
