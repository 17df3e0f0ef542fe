"""The walls of the mailbox: files are the agency's, records their creditor's; a thing leaves once."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, TenantTable

# What became of a file; its bytes and their hash never change. A refused file of theirs may get its number later.
BECAME_OF_A_FILE = ("number", "record_count", "sum_ore", "kept_at", "handed_over_at", "state", "problem")
WENT = ("state", "file_number", "sent_on", "diary_number", "sent_by", "problem", "settled_at", "settled_by")

# A file and a record move along; a person notes once that a refusal has been looked into.
ONCE = """
CREATE FUNCTION kronofogden_numbers_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.made NOT IN (OLD.made, OLD.made + 1) OR NEW.taken NOT IN (OLD.taken, OLD.taken + 1) THEN
    RAISE EXCEPTION 'running numbers go on one by one' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER numbers_run BEFORE UPDATE ON kronofogden_filer
  FOR EACH ROW EXECUTE FUNCTION kronofogden_numbers_run();
CREATE FUNCTION kronofogden_file_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number
     OR (OLD.state, NEW.state) NOT IN (('made', 'made'), ('made', 'handed_over'), ('handed_over', 'approved'),
        ('handed_over', 'refused'), ('waiting', 'read'), ('refused', 'waiting'), ('refused', 'read')) THEN
    RAISE EXCEPTION 'file % does not go from % to %', OLD.name, OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE UPDATE ON kronofogden_filingfile
  FOR EACH ROW EXECUTE FUNCTION kronofogden_file_moves();
CREATE FUNCTION kronofogden_record_leaves_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) = ('refused', 'refused') AND OLD.settled_at IS NULL AND NEW.settled_at IS NOT NULL THEN
    RETURN NEW;
  END IF;
  IF (OLD.state, NEW.state) NOT IN
     (('waiting', 'filed'), ('waiting', 'by_hand'), ('filed', 'approved'), ('filed', 'refused'))
     OR OLD.file_number IS NOT NULL AND NEW.file_number IS DISTINCT FROM OLD.file_number THEN
    RAISE EXCEPTION 'record % does not go from % to %', OLD.record_id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER leaves_once BEFORE UPDATE ON kronofogden_outgoing
  FOR EACH ROW EXECUTE FUNCTION kronofogden_record_leaves_once();
CREATE FUNCTION kronofogden_answer_taken_up_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.taken_up_at IS NOT NULL THEN
    RAISE EXCEPTION 'answer % is taken up', OLD.record_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER taken_up_once BEFORE UPDATE ON kronofogden_incoming
  FOR EACH ROW EXECUTE FUNCTION kronofogden_answer_taken_up_once();
"""

# A case's application names its agent as the authority does: the creditors' scope reads that code.
AGENT = "GRANT SELECT (id, agent_code) ON kronofogden_filer TO ekrav_creditor"
FILER = """
INSERT INTO kronofogden_filer (id, code, agent_code, made, taken, fetched) VALUES (1, '', '', 0, 0, '');
"""


class Migration(migrations.Migration):
    """Row-level security, rights, one row for the filer; the router finds what waits and whose a reference is."""

    replaces = [("kronofogden", "0003_agent_code"), ("kronofogden", "0004_looked_into")]
    dependencies = [("kronofogden", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        AgencyTable("kronofogden_filer", update=("code", "agent_code", "made", "taken", "fetched")),
        AgencyTable("kronofogden_filingfile", update=BECAME_OF_A_FILE),
        AgencyTable("kronofogden_unplaced", update=("settled_at", "settled_by")),
        TenantTable(
            "kronofogden_outgoing",
            routing=("id", "creditor_id", "record_id", "reference", "applies", "state", "file_number"),
            update=WENT,
        ),
        TenantTable(
            "kronofogden_incoming", routing=("id", "creditor_id", "taken_up_at"), update=("taken_up_at",)
        ),
        migrations.RunSQL(ONCE),
        migrations.RunSQL(AGENT),
        migrations.RunSQL(FILER),
    ]
