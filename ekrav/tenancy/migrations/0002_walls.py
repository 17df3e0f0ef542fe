"""The ground the walls stand on: roles' rights to the schema, the world's row, the agency's tenant."""

import os

from django.db import migrations

ROLES = "ekrav_creditor, ekrav_person, ekrav_routing, ekrav_staff, ekrav_case, ekrav_agency"

# Production unless the environment says demo: a database's world is settled once, here.
_WORLD = "demo" if os.environ.get("EKRAV_WORLD") == "demo" else "production"


class Migration(migrations.Migration):
    """Rights, one world, one agency."""

    dependencies = [("tenancy", "0001_initial")]

    operations = [
        migrations.RunSQL(f"GRANT USAGE ON SCHEMA public TO {ROLES}, ekrav_app, ekrav_portal"),
        migrations.RunSQL(f"GRANT SELECT ON tenancy_world TO {ROLES}, ekrav_app, ekrav_portal"),
        # The clock of a demo world may be turned; a world's name never changes, and production keeps the real time.
        migrations.RunSQL('GRANT UPDATE ("offset") ON tenancy_world TO ekrav_agency'),
        migrations.RunSQL(
            "ALTER TABLE tenancy_world ADD CONSTRAINT only_a_demo_clock_is_turned"
            " CHECK (name = 'demo' OR \"offset\" = interval '0')"
        ),
        migrations.RunSQL(
            "CREATE FUNCTION tenancy_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME"
            " USING ERRCODE = 'insufficient_privilege'; END $$"
        ),
        migrations.RunSQL(
            f"INSERT INTO tenancy_world (id, name, \"offset\") VALUES (1, '{_WORLD}', interval '0')"
        ),
        migrations.RunSQL("INSERT INTO tenancy_tenant (kind) VALUES ('agency')"),
        migrations.RunSQL(
            "ALTER TABLE tenancy_tenant ENABLE ROW LEVEL SECURITY;"
            "ALTER TABLE tenancy_tenant FORCE ROW LEVEL SECURITY;"
            "CREATE POLICY own ON tenancy_tenant FOR SELECT TO ekrav_creditor, ekrav_agency, ekrav_case"
            " USING (id = (SELECT nullif(current_setting('ekrav.creditor', true), '')::bigint));"
            "CREATE POLICY everyone ON tenancy_tenant FOR SELECT TO ekrav_staff, ekrav_routing USING (true);"
            "CREATE POLICY founding ON tenancy_tenant TO ekrav_person USING (true) WITH CHECK (kind = 'creditor');"
            f"GRANT SELECT ON tenancy_tenant TO {ROLES};"
            "GRANT INSERT ON tenancy_tenant TO ekrav_person"
        ),
    ]
