"""Wrong codes counted by the network address they come from, with their walls."""

from django.db import migrations, models

from ekrav.tenancy.operations import IDENTITY

WALLS = f"""
ALTER TABLE cases_portaladdress ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_portaladdress FORCE ROW LEVEL SECURITY;
CREATE POLICY door ON cases_portaladdress TO ekrav_case
  USING (address_key = {IDENTITY}) WITH CHECK (address_key = {IDENTITY});
GRANT SELECT, INSERT, UPDATE ON cases_portaladdress TO ekrav_case;
"""


class Migration(migrations.Migration):
    """The door sees the row of the address that knocks, and no other."""

    dependencies = [("cases", "0007_claim_grants"), ("tenancy", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name="PortalAddress",
            fields=[
                ("address_key", models.BinaryField(max_length=33, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("wrong", models.SmallIntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(WALLS, reverse_sql=migrations.RunSQL.noop),
    ]
