"""The walls of the accounts: a person sees itself and its own memberships, a company its own people."""

from django.db import migrations

from ekrav.tenancy.operations import IDENTITY, PERSON, TENANT, TenantReference, TenantTable

SCOPES = "ekrav_creditor, ekrav_person, ekrav_routing, ekrav_staff, ekrav_agency"

PERSONS = f"""
ALTER TABLE accounts_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_person FORCE ROW LEVEL SECURITY;
CREATE POLICY self ON accounts_person TO ekrav_person
  USING (id = {PERSON} OR person_key = {IDENTITY}) WITH CHECK (id = {PERSON} OR person_key = {IDENTITY});
CREATE POLICY staff ON accounts_person FOR SELECT TO ekrav_staff, ekrav_agency USING (staff_id IS NOT NULL);
GRANT SELECT, INSERT, UPDATE ON accounts_person TO ekrav_person;
GRANT SELECT (id, name, staff_id, is_active) ON accounts_person TO ekrav_staff, ekrav_agency;
"""

COMPANIES = f"""
ALTER TABLE accounts_creditor ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_creditor FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts_creditor TO ekrav_creditor
  USING (creditor_id = {TENANT}) WITH CHECK (creditor_id = {TENANT});
CREATE POLICY debtor ON accounts_creditor FOR SELECT TO ekrav_case USING (creditor_id = {TENANT});
CREATE POLICY staff ON accounts_creditor FOR SELECT TO ekrav_staff USING (true);
CREATE POLICY router ON accounts_creditor FOR SELECT TO ekrav_routing USING (true);
CREATE POLICY member ON accounts_creditor FOR SELECT TO ekrav_person
  USING (creditor_id IN (SELECT creditor_id FROM accounts_membership));
GRANT SELECT, INSERT, UPDATE ON accounts_creditor TO ekrav_creditor;
GRANT SELECT ON accounts_creditor TO ekrav_staff;
GRANT SELECT (creditor_id, name) ON accounts_creditor TO ekrav_case;
GRANT SELECT (creditor_id, public_id, name, organisation_number, legal_form) ON accounts_creditor TO ekrav_person;
GRANT SELECT (creditor_id, signatory_confirmed_at, bankgiro_confirmed_at, rhythm) ON accounts_creditor
  TO ekrav_routing;
CREATE POLICY own_memberships ON accounts_membership FOR SELECT TO ekrav_person USING (person_id = {PERSON});
GRANT SELECT ON accounts_membership TO ekrav_person;
"""

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

# Django's own session table: read before any scope is open, written after the last has closed.
SESSIONS = f"GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO ekrav_app, {SCOPES};"


class Migration(migrations.Migration):
    """Row-level security over people and companies, and a bankgiro that changes by a confirmed change only."""

    replaces = [("accounts", "0003_bankgiro_change")]
    dependencies = [
        ("accounts", "0001_initial"),
        ("agency", "0002_walls"),
        ("sessions", "0001_initial"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL(PERSONS),
        TenantTable("accounts_membership"),
        TenantTable("accounts_invitation", routing=("id", "creditor_id", "token_hash")),
        TenantTable("accounts_acceptedagreement", update=False),
        TenantTable(
            "accounts_bankgirochange",
            routing=("id", "creditor_id", "holds_until", "confirmed_at", "withdrawn_at"),
            update=("confirmed_at", "confirmed_by", "source", "withdrawn_at"),
        ),
        TenantReference("accounts_invitation", "invited_by_id", "accounts_membership"),
        TenantReference("accounts_invitation", "accepted_by_id", "accounts_membership"),
        TenantReference("accounts_acceptedagreement", "accepted_by_id", "accounts_membership"),
        TenantReference("accounts_bankgirochange", "asked_by_id", "accounts_membership"),
        migrations.RunSQL(COMPANIES),
        migrations.RunSQL(ONLY_CONFIRMED),
        migrations.RunSQL(SESSIONS),
    ]
