"""Who may read and write the agency's own record. It stands on every letter: every scope reads it.

The tariff and the agreement are between the agency and its creditors: no debtor reads them. The rows that the agency
adds to the law's hold no personal data and every calculation needs them: every scope reads those too.
"""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable

CREDITORS = ("ekrav_creditor", "ekrav_person", "ekrav_routing")

# Two people settle a rate row, and in a demo world alone the machine may invent one.
SETTLING = ("confirmed_by_id", "confirmed_at", "bankid_at", "number", "refused_by_id", "refused_at")
TWO_PEOPLE = """
CREATE FUNCTION agency_rate_row_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.mark = 'S' THEN
    IF NOT EXISTS (SELECT FROM tenancy_world WHERE name = 'demo') THEN
      RAISE EXCEPTION 'a simulated rate is for a demo world only' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.confirmed_at IS NOT NULL OR NEW.refused_at IS NOT NULL THEN
    RAISE EXCEPTION 'a rate row begins as a proposal' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER begins_as_proposal BEFORE INSERT ON agency_raterow
  FOR EACH ROW EXECUTE FUNCTION agency_rate_row_begins();
CREATE FUNCTION agency_rate_row_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.confirmed_at IS NOT NULL OR OLD.refused_at IS NOT NULL THEN
    RAISE EXCEPTION 'rate row % is settled and never changes', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.public_id, NEW.key, NEW.unit, NEW.value, NEW.valid_from, NEW.valid_to, NEW.statute, NEW.source, NEW.mark,
      NEW.entered_by_id, NEW.entered_at)
     IS DISTINCT FROM (OLD.public_id, OLD.key, OLD.unit, OLD.value, OLD.valid_from, OLD.valid_to, OLD.statute,
      OLD.source, OLD.mark, OLD.entered_by_id, OLD.entered_at) THEN
    RAISE EXCEPTION 'rate row % says what one person entered and never changes', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.confirmed_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM agency_staffmember s WHERE s.id = NEW.confirmed_by_id AND s.active
       AND s.roles && ARRAY['finance', 'administrator']::varchar[]
       AND NEW.bankid_at >= NEW.confirmed_at - interval '10 minutes'
       AND NEW.bankid_at <= NEW.confirmed_at + interval '1 minute') THEN
    RAISE EXCEPTION 'rate row % needs a second person with fresh BankID', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER settled BEFORE UPDATE OR DELETE ON agency_raterow
  FOR EACH ROW EXECUTE FUNCTION agency_rate_row_settled();
"""

# Its one row, to be filled in by its people.
RECORD = """
INSERT INTO agency_agency (id, name, organisation_number, vat_number, licence, street, postcode, city, phone,
                           phone_hours, email, web, client_funds_bankgiro, client_funds_iban, bank_bic, own_bankgiro,
                           minimum_payout_ore)
  VALUES (1, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', 0);
"""


class Migration(migrations.Migration):
    """The record's one row, rights, and rate rows that two people settle."""

    replaces = [
        ("agency", "0003_tariff_prices"),
        ("agency", "0004_raterow"),
        ("agency", "0005_months"),
        ("agency", "0006_own_account"),
        ("agency", "0007_minimum_payout"),
    ]
    dependencies = [("agency", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        AgencyTable("agency_agency", read=(*CREDITORS, "ekrav_case", "ekrav_app", "ekrav_portal")),
        AgencyTable("agency_tariff", read=CREDITORS, update=False),
        AgencyTable("agency_agreementtext", read=CREDITORS, update=False),
        AgencyTable("agency_staffmember", read=("ekrav_person",)),
        AgencyTable("agency_raterow", read=(*CREDITORS, "ekrav_case"), update=SETTLING),
        migrations.RunSQL(TWO_PEOPLE),
        migrations.RunSQL(RECORD),
    ]
