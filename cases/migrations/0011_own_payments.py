"""Of several who answer for a claim each sees, begins and regrets payments of its own and no other's; what has come of
them is on the case, and everybody's to see."""

from django.db import migrations

from ekrav.tenancy.operations import DEBTOR, TENANT

# As in 0004, of one debtor.
OF_ONE_DEBTOR = f"""
DROP POLICY debtor ON payments_instruction;
CREATE POLICY debtor ON payments_instruction FOR SELECT TO ekrav_case USING (
  creditor_id = {TENANT} AND reference_id = (SELECT reference_id FROM cases_case)
  AND payer IS NOT DISTINCT FROM {DEBTOR});
DROP POLICY debtor_pays ON payments_instruction;
CREATE POLICY debtor_pays ON payments_instruction FOR INSERT TO ekrav_case WITH CHECK (
  creditor_id = {TENANT} AND reference_id = (SELECT reference_id FROM cases_case) AND state = 'created'
  AND payer IS NOT DISTINCT FROM {DEBTOR}
  AND refund_of_id IS NULL AND decided_by IS NULL AND problem = '' AND provider_id = '' AND token = '' AND pay_url = ''
  AND payment_reference IS NULL AND cancel_asked_at IS NULL AND looks = 0 AND paid_on IS NULL AND paid_at IS NULL
  AND bank_entry_id IS NULL AND top_up_id IS NULL);
DROP POLICY debtor_regrets ON payments_instruction;
CREATE POLICY debtor_regrets ON payments_instruction FOR UPDATE TO ekrav_case USING (
  creditor_id = {TENANT} AND reference_id = (SELECT reference_id FROM cases_case) AND refund_of_id IS NULL
  AND payer IS NOT DISTINCT FROM {DEBTOR});
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_held_up"), ("payments", "0008_payer")]

    operations = [migrations.RunSQL(OF_ONE_DEBTOR, reverse_sql=migrations.RunSQL.noop)]
