"""Rent is never claimed together with something else: the day its payments count from is another."""

from django.db import migrations

RENT_ALONE = """
CREATE FUNCTION cases_rent_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM cases_claim c WHERE c.creditor_id = NEW.creditor_id AND c.case_id = NEW.case_id
                AND c.id <> NEW.id AND (c.kind = 'rent') <> (NEW.kind = 'rent'))
  THEN
    RAISE EXCEPTION 'rent and other claims in case %', NEW.case_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rent_alone BEFORE INSERT OR UPDATE OF kind, case_id ON cases_claim
  FOR EACH ROW EXECUTE FUNCTION cases_rent_alone();
"""
BACK = "DROP TRIGGER rent_alone ON cases_claim; DROP FUNCTION cases_rent_alone()"


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_further_invoices")]

    operations = [migrations.RunSQL(RENT_ALONE, reverse_sql=BACK)]
