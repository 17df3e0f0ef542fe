"""Rate rows: what the agency adds to the law's shipped rows, with the walls that keep two people and the worlds apart.

The figures hold no personal data and every calculation needs them: every scope reads them.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from ekrav.tenancy.operations import AgencyTable

EVERYONE = ("ekrav_creditor", "ekrav_person", "ekrav_routing", "ekrav_case")
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


class Migration(migrations.Migration):
    """The table, its rights, two people, nothing changed after."""

    dependencies = [
        ("agency", "0003_tariff_prices"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="RateRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", models.CharField(max_length=60)),
                ("unit", models.CharField(max_length=12)),
                ("value", models.CharField(help_text="exact: 180.00, -0.50, 8", max_length=20)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("statute", models.CharField(max_length=200)),
                ("source", models.CharField(max_length=200)),
                ("mark", models.CharField(max_length=2)),
                ("entered_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "bankid_at",
                    models.DateTimeField(help_text="when BankID confirmed the second person", null=True),
                ),
                (
                    "number",
                    models.IntegerField(
                        help_text="place in the order of confirmation", null=True, unique=True
                    ),
                ),
                ("refused_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.staffmember",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.staffmember",
                    ),
                ),
                (
                    "refused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.staffmember",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("bankid_at", None),
                                ("confirmed_at", None),
                                ("confirmed_by", None),
                                ("number", None),
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False), ("mark", "S"), ("number__isnull", False)
                            ),
                            models.Q(
                                ("bankid_at__isnull", False),
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("number__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="rate_row_confirmed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="rate_row_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_by", None),
                                ("entered_by", None),
                                ("mark", "S"),
                                ("refused_at", None),
                            ),
                            models.Q(models.Q(("mark", "S"), _negated=True), ("entered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="rate_row_simulated_by_machine",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refused_at", None), ("refused_by", None)),
                            models.Q(
                                ("confirmed_at", None),
                                ("refused_at__isnull", False),
                                ("refused_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="rate_row_refused_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="rate_row_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mark__in", ["V", "V2", "M", "D", "U", "S"]),
                            ("unit__in", ["kronor", "percent", "days", "bank days", "years", "order"]),
                        ),
                        name="rate_row_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key", "interest.reference"), _negated=True),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        name="rate_row_reference_ends",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("mark", "S")),
                        fields=("key", "valid_from"),
                        name="rate_row_simulated_once",
                    ),
                ],
            },
        ),
        AgencyTable("agency_raterow", read=EVERYONE, update=SETTLING),
        migrations.RunSQL(TWO_PEOPLE),
    ]
