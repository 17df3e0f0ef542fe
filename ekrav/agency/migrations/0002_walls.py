"""Who may read and write the agency's own record. It stands on every letter: every scope reads it."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable

EVERYONE = ("ekrav_creditor", "ekrav_person", "ekrav_routing", "ekrav_case")


class Migration(migrations.Migration):
    """The record's one row, and rights."""

    dependencies = [("agency", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        AgencyTable("agency_agency", read=(*EVERYONE, "ekrav_app", "ekrav_portal")),
        AgencyTable("agency_tariff", read=EVERYONE, update=False),
        AgencyTable("agency_agreementtext", read=EVERYONE, update=False),
        AgencyTable("agency_staffmember", read=("ekrav_person",)),
        migrations.RunSQL(
            "INSERT INTO agency_agency (id, name, organisation_number, vat_number, licence, street, postcode, city,"
            " phone, phone_hours, email, web, client_funds_bankgiro, client_funds_iban, bank_bic)"
            " VALUES (1, '', '', '', '', '', '', '', '', '', '', '', '', '', '')"
        ),
    ]
