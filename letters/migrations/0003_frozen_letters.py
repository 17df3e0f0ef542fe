"""A letter's facts never change after it was composed, nor its bytes after they were rendered."""

from django.db import migrations

WRITERS = "ekrav_creditor, ekrav_agency"

# What rendering, the print house and the case write. The bytes come once: there the trigger is the wall.
FROZEN = f"""
REVOKE UPDATE ON letters_dispatch FROM {WRITERS};
GRANT UPDATE (state, pdf, sha256, pages, print_job_id, stop_wanted, posted_on, noted_at)
  ON letters_dispatch TO {WRITERS};
CREATE TRIGGER rendered_once BEFORE UPDATE OF pdf, sha256, pages ON letters_dispatch
  FOR EACH ROW WHEN (
    OLD.pdf IS NOT NULL AND (OLD.pdf, OLD.sha256, OLD.pages) IS DISTINCT FROM (NEW.pdf, NEW.sha256, NEW.pages)
  ) EXECUTE FUNCTION tenancy_refuse_change();
"""


class Migration(migrations.Migration):
    """Narrower grants, and bytes that are written once."""

    dependencies = [("letters", "0002_walls"), ("tenancy", "0002_walls")]

    operations = [migrations.RunSQL(FROZEN, reverse_sql=migrations.RunSQL.noop)]
