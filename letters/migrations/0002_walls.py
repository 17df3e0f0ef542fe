"""The walls of the letters. A letter's facts never change after it was composed, nor its bytes once rendered."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, TenantTable

# Which letters wait or came back, and whether they count: not what they say.
FOUND_BY = (
    "id", "creditor_id", "kind", "state", "planned_on", "posted_on", "noted_at", "print_job_id", "by_hand", "void",
)  # fmt: skip

# What rendering, the print house and the case write. The bytes come once: there the trigger is the wall.
BECAME_OF_IT = (
    "state", "pdf", "sha256", "pages", "print_job_id", "stop_wanted", "posted_on", "noted_at", "void",
)  # fmt: skip
RENDERED_ONCE = """
CREATE TRIGGER rendered_once BEFORE UPDATE OF pdf, sha256, pages ON letters_dispatch
  FOR EACH ROW WHEN (
    OLD.pdf IS NOT NULL AND (OLD.pdf, OLD.sha256, OLD.pages) IS DISTINCT FROM (NEW.pdf, NEW.sha256, NEW.pages)
  ) EXECUTE FUNCTION tenancy_refuse_change();
"""


class Migration(migrations.Migration):
    """Row-level security, and letters that are frozen."""

    replaces = [
        ("letters", "0003_frozen_letters"),
        ("letters", "0004_plain_letters"),
        ("letters", "0005_by_hand"),
        ("letters", "0006_came_back"),
    ]
    dependencies = [("letters", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        AgencyTable("letters_printjob"),
        # A creditor's letter asks how far its job has come; whose other letters are in it is nobody's business.
        migrations.RunSQL("GRANT SELECT (id, state) ON letters_printjob TO ekrav_creditor"),
        TenantTable("letters_dispatch", routing=FOUND_BY, update=BECAME_OF_IT),
        migrations.RunSQL(RENDERED_ONCE),
    ]
