"""The debtor's part of the other ways in: to ask for a payment on its own case, to wish it undone, to see its end."""

from django.db import migrations

from ekrav.tenancy.operations import TENANT, DebtorMayRead

# An instruction comes in by the portal's role to its own case, as nothing but a wish to pay.
DEBTOR_MAY_PAY = f"""
CREATE POLICY debtor_pays ON payments_instruction FOR INSERT TO ekrav_case WITH CHECK (
  creditor_id = {TENANT} AND reference_id = (SELECT reference_id FROM cases_case) AND state = 'created'
  AND refund_of_id IS NULL AND decided_by IS NULL AND problem = '' AND provider_id = '' AND token = '' AND pay_url = ''
  AND payment_reference IS NULL AND cancel_asked_at IS NULL AND looks = 0 AND paid_on IS NULL AND paid_at IS NULL
  AND bank_entry_id IS NULL AND top_up_id IS NULL);
GRANT INSERT (creditor_id, instruction_id, callback_id, way, reference_id, refund_of_id, amount_ore, state, problem,
              provider_id, token, pay_url, payment_reference, created_at, decided_by, cancel_asked_at, look_at, looks,
              paid_on, paid_at, bank_entry_id, top_up_id) ON payments_instruction TO ekrav_case;
CREATE POLICY debtor_regrets ON payments_instruction FOR UPDATE TO ekrav_case
  USING (creditor_id = {TENANT} AND reference_id = (SELECT reference_id FROM cases_case) AND refund_of_id IS NULL);
GRANT UPDATE (cancel_asked_at, look_at) ON payments_instruction TO ekrav_case;
"""


class Migration(migrations.Migration):
    """Policies of the one case's scope; which case an instruction belongs to is the cases house's to know."""

    dependencies = [("cases", "0015_come_back_to_a_step"), ("payments", "0007_ways_in")]

    operations = [
        DebtorMayRead("payments_instruction", "reference_id = (SELECT reference_id FROM cases_case)"),
        migrations.RunSQL(DEBTOR_MAY_PAY, reverse_sql=migrations.RunSQL.noop),
    ]
