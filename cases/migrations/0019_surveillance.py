"""Cases under surveillance: their row, their place in the process, the moves once more."""

import django.db.models.deletion
from django.db import migrations, models

import ekrav.tenancy.models
from ekrav.tenancy.operations import TenantReference, TenantTable

# As in 0018, with surveillance: after the creditor's choice or a title, and back to that choice.
MOVES = """
CREATE OR REPLACE FUNCTION cases_moves_as_listed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  places constant text[] := ARRAY['registered', 'reminded', 'demanded', 'final_notice', 'awaiting_decision', 'decided',
    'payment_order', 'order_disputed', 'court', 'titled', 'enforcement', 'surveillance'];
  ends constant text[] := ARRAY['paid', 'withdrawn', 'written_off'];
  before constant text := OLD.state;
  after constant text := NEW.state;
BEGIN
  IF before = after
    OR (before, after) IN (
      ('registered', 'reminded'), ('registered', 'demanded'), ('reminded', 'demanded'), ('demanded', 'final_notice'),
      ('demanded', 'awaiting_decision'), ('final_notice', 'awaiting_decision'), ('awaiting_decision', 'decided'),
      ('reminded', 'registered'), ('demanded', 'reminded'), ('final_notice', 'demanded'),
      ('awaiting_decision', 'reminded'), ('awaiting_decision', 'demanded'),
      ('decided', 'awaiting_decision'), ('decided', 'payment_order'), ('payment_order', 'order_disputed'),
      ('order_disputed', 'court'), ('payment_order', 'awaiting_decision'), ('order_disputed', 'awaiting_decision'),
      ('court', 'awaiting_decision'), ('payment_order', 'titled'), ('order_disputed', 'titled'), ('court', 'titled'),
      ('titled', 'enforcement'), ('enforcement', 'titled'),
      ('decided', 'surveillance'), ('titled', 'surveillance'), ('surveillance', 'awaiting_decision'),
      ('plan', 'disputed'), ('disputed', 'closed_disputed'))
    OR (before = ANY (places) AND after = ANY (ARRAY['disputed', 'plan']))
    OR ((before = ANY (places) OR before IN ('disputed', 'plan')) AND after = ANY (ends))
    -- Back into the process: to the case's own place in it, and to no other.
    OR (before IN ('disputed', 'plan', 'paid') AND after = ANY (places) AND after = OLD.resumes)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a case does not go from % to %', before, after USING ERRCODE = 'check_violation';
END $$;
"""


class Migration(migrations.Migration):
    """Surveillance in the table of states, and the walls of its rows."""

    dependencies = [
        ("cases", "0018_at_the_authority_walls"),
        ("ledger", "0007_kronofogdens_costs"),
        ("payments", "0007_ways_in"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Surveillance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "ceiling_ore",
                    models.BigIntegerField(help_text="the most that a year may cost the creditor, with VAT"),
                ),
                ("began_on", models.DateField()),
                (
                    "claim_by",
                    models.DateField(
                        help_text="the last day to claim, as it was last reckoned; null when the case has ended",
                        null=True,
                    ),
                ),
                (
                    "summary_on",
                    models.DateField(
                        help_text="when the creditor is next told of a past year; null when it has been of the last",
                        null=True,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_knows_its_place",
        ),
        migrations.AlterField(
            model_name="case",
            name="next_action",
            field=models.CharField(
                blank=True,
                choices=[
                    ("register", "Registrera"),
                    ("remind", "Skicka påminnelse"),
                    ("demand", "Skicka inkassokrav"),
                    ("final_notice", "Skicka sista uppmaning"),
                    ("await_decision", "Fråga borgenären"),
                    ("ask_again", "Fråga borgenären igen"),
                    ("decide", "Välj väg"),
                    ("reconsider", "Fråga på nytt"),
                    ("apply_order", "Ansök om betalningsföreläggande"),
                    ("dispute_order", "Bestrid hos Kronofogden"),
                    ("ask_court", "Begär överlämnande till tingsrätt"),
                    ("end_order", "Avsluta målet utan utslag"),
                    ("verdict", "Meddela utslag"),
                    ("apply_enforcement", "Ansök om utmätning"),
                    ("renew", "Förnya utmätningen"),
                    ("let_lapse", "Låt utmätningen upphöra"),
                    ("end_enforcement", "Avsluta utmätningen"),
                    ("surveil", "Börja efterbevakning"),
                    ("surveillance_letter", "Skicka efterbevakningsbrev"),
                    ("recall", "Ta tillbaka brev"),
                    ("dispute", "Bestrid"),
                    ("uphold_dispute", "Godta bestridandet"),
                    ("reject_dispute", "Stå fast vid kravet"),
                    ("uphold_partly", "Godta en del"),
                    ("accept_plan", "Börja amorteringsplan"),
                    ("change_plan", "Ändra planen"),
                    ("plan_notice", "Skicka avi"),
                    ("plan_warning", "Varna om utebliven betalning"),
                    ("end_plan", "Avsluta planen"),
                    ("respite", "Ge anstånd"),
                    ("pause", "Pausa"),
                    ("lift_hold", "Häv anstånd eller paus"),
                    ("apply_payment", "Avräkna betalning"),
                    ("reverse_payment", "Återför betalning"),
                    ("close_paid", "Avsluta som betalt"),
                    ("withdraw", "Återkalla"),
                    ("write_off", "Skriv av"),
                    ("reopen", "Öppna igen"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="resumes",
            field=models.CharField(
                blank=True,
                choices=[
                    ("registered", "Registrerat"),
                    ("reminded", "Påminnelse"),
                    ("demanded", "Inkassokrav"),
                    ("final_notice", "Sista uppmaning"),
                    ("awaiting_decision", "Väntar på beslut"),
                    ("decided", "Väg vald"),
                    ("payment_order", "Hos Kronofogden"),
                    ("order_disputed", "Bestritt hos Kronofogden"),
                    ("court", "Hos tingsrätten"),
                    ("titled", "Utslag"),
                    ("enforcement", "Utmätning"),
                    ("surveillance", "Efterbevakning"),
                    ("disputed", "Bestridet"),
                    ("plan", "Amorteringsplan"),
                    ("paid", "Betalt"),
                    ("withdrawn", "Återkallat"),
                    ("written_off", "Avskrivet"),
                    ("closed_disputed", "Avslutat, bestridet"),
                ],
                help_text="outside the process: the place in it to go back to",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(
                choices=[
                    ("registered", "Registrerat"),
                    ("reminded", "Påminnelse"),
                    ("demanded", "Inkassokrav"),
                    ("final_notice", "Sista uppmaning"),
                    ("awaiting_decision", "Väntar på beslut"),
                    ("decided", "Väg vald"),
                    ("payment_order", "Hos Kronofogden"),
                    ("order_disputed", "Bestritt hos Kronofogden"),
                    ("court", "Hos tingsrätten"),
                    ("titled", "Utslag"),
                    ("enforcement", "Utmätning"),
                    ("surveillance", "Efterbevakning"),
                    ("disputed", "Bestridet"),
                    ("plan", "Amorteringsplan"),
                    ("paid", "Betalt"),
                    ("withdrawn", "Återkallat"),
                    ("written_off", "Avskrivet"),
                    ("closed_disputed", "Avslutat, bestridet"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("registered", "Registered"),
                    ("reminded", "Reminded"),
                    ("demanded", "Demanded"),
                    ("final_notice", "Final Notice"),
                    ("told", "Told"),
                    ("posted", "Posted"),
                    ("held", "Held"),
                    ("recalled", "Recalled"),
                    ("not_sent", "Not Sent"),
                    ("paid", "Paid"),
                    ("direct_payment", "Direct Payment"),
                    ("reversed", "Reversed"),
                    ("applied_anew", "Applied Anew"),
                    ("closed", "Closed"),
                    ("reopened", "Reopened"),
                    ("withdrawn", "Withdrawn"),
                    ("written_off", "Written Off"),
                    ("waiting", "Waiting"),
                    ("asked_again", "Asked Again"),
                    ("quoted", "Quoted"),
                    ("decided", "Decided"),
                    ("asked_paid", "Asked Paid"),
                    ("answered", "Answered"),
                    ("noticed", "Noticed"),
                    ("disputed", "Disputed"),
                    ("dispute_answered", "Dispute Answered"),
                    ("dispute_upheld", "Dispute Upheld"),
                    ("dispute_rejected", "Dispute Rejected"),
                    ("dispute_partly", "Dispute Partly"),
                    ("respite", "Respite"),
                    ("paused", "Paused"),
                    ("hold_lifted", "Hold Lifted"),
                    ("plan_offered", "Plan Offered"),
                    ("plan_accepted", "Plan Accepted"),
                    ("plan_changed", "Plan Changed"),
                    ("plan_notice", "Plan Notice"),
                    ("plan_warning", "Plan Warning"),
                    ("plan_ended", "Plan Ended"),
                    ("looked_up", "Looked Up"),
                    ("reported", "Reported"),
                    ("reconsidered", "Reconsidered"),
                    ("applied", "Applied"),
                    ("confirmed", "Confirmed"),
                    ("supplement_asked", "Supplement Asked"),
                    ("supplemented", "Supplemented"),
                    ("served", "Served"),
                    ("not_served", "Not Served"),
                    ("order_disputed", "Order Disputed"),
                    ("court_asked", "Court Asked"),
                    ("order_ended", "Order Ended"),
                    ("titled", "Titled"),
                    ("reduced", "Reduced"),
                    ("taken_back", "Taken Back"),
                    ("enforcing", "Enforcing"),
                    ("base_fee", "Base Fee"),
                    ("year_asked", "Year Asked"),
                    ("enforcement_report", "Enforcement Report"),
                    ("paid_out", "Paid Out"),
                    ("enforcement_ended", "Enforcement Ended"),
                    ("not_taken", "Not Taken"),
                    ("surveilled", "Surveilled"),
                    ("surveillance_letter", "Surveillance Letter"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="step",
            field=models.CharField(
                blank=True,
                choices=[
                    ("register", "Registrera"),
                    ("remind", "Skicka påminnelse"),
                    ("demand", "Skicka inkassokrav"),
                    ("final_notice", "Skicka sista uppmaning"),
                    ("await_decision", "Fråga borgenären"),
                    ("ask_again", "Fråga borgenären igen"),
                    ("decide", "Välj väg"),
                    ("reconsider", "Fråga på nytt"),
                    ("apply_order", "Ansök om betalningsföreläggande"),
                    ("dispute_order", "Bestrid hos Kronofogden"),
                    ("ask_court", "Begär överlämnande till tingsrätt"),
                    ("end_order", "Avsluta målet utan utslag"),
                    ("verdict", "Meddela utslag"),
                    ("apply_enforcement", "Ansök om utmätning"),
                    ("renew", "Förnya utmätningen"),
                    ("let_lapse", "Låt utmätningen upphöra"),
                    ("end_enforcement", "Avsluta utmätningen"),
                    ("surveil", "Börja efterbevakning"),
                    ("surveillance_letter", "Skicka efterbevakningsbrev"),
                    ("recall", "Ta tillbaka brev"),
                    ("dispute", "Bestrid"),
                    ("uphold_dispute", "Godta bestridandet"),
                    ("reject_dispute", "Stå fast vid kravet"),
                    ("uphold_partly", "Godta en del"),
                    ("accept_plan", "Börja amorteringsplan"),
                    ("change_plan", "Ändra planen"),
                    ("plan_notice", "Skicka avi"),
                    ("plan_warning", "Varna om utebliven betalning"),
                    ("end_plan", "Avsluta planen"),
                    ("respite", "Ge anstånd"),
                    ("pause", "Pausa"),
                    ("lift_hold", "Häv anstånd eller paus"),
                    ("apply_payment", "Avräkna betalning"),
                    ("reverse_payment", "Återför betalning"),
                    ("close_paid", "Avsluta som betalt"),
                    ("withdraw", "Återkalla"),
                    ("write_off", "Skriv av"),
                    ("reopen", "Öppna igen"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "registered",
                            "reminded",
                            "demanded",
                            "final_notice",
                            "awaiting_decision",
                            "decided",
                            "payment_order",
                            "order_disputed",
                            "court",
                            "titled",
                            "enforcement",
                            "surveillance",
                            "disputed",
                            "plan",
                            "paid",
                            "withdrawn",
                            "written_off",
                            "closed_disputed",
                        ],
                    )
                ),
                name="case_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("resumes", ""),
                        (
                            "state__in",
                            (
                                "registered",
                                "reminded",
                                "demanded",
                                "final_notice",
                                "awaiting_decision",
                                "decided",
                                "payment_order",
                                "order_disputed",
                                "court",
                                "titled",
                                "enforcement",
                                "surveillance",
                            ),
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                (
                                    "registered",
                                    "reminded",
                                    "demanded",
                                    "final_notice",
                                    "awaiting_decision",
                                    "decided",
                                    "payment_order",
                                    "order_disputed",
                                    "court",
                                    "titled",
                                    "enforcement",
                                    "surveillance",
                                ),
                            ),
                            _negated=True,
                        ),
                        (
                            "resumes__in",
                            (
                                "registered",
                                "reminded",
                                "demanded",
                                "final_notice",
                                "awaiting_decision",
                                "decided",
                                "payment_order",
                                "order_disputed",
                                "court",
                                "titled",
                                "enforcement",
                                "surveillance",
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="case_knows_its_place",
            ),
        ),
        migrations.AddField(
            model_name="surveillance",
            name="case",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="surveillances",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="surveillance",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="surveillance",
            name="quote",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.quote",
            ),
        ),
        migrations.AddIndex(
            model_name="surveillance",
            index=models.Index(fields=["creditor", "case", "-id"], name="surveillance_of_case"),
        ),
        migrations.AddIndex(
            model_name="surveillance",
            index=models.Index(
                condition=models.Q(("claim_by__isnull", False)),
                fields=["claim_by"],
                name="surveillance_claim_by",
            ),
        ),
        migrations.AddIndex(
            model_name="surveillance",
            index=models.Index(
                condition=models.Q(("summary_on__isnull", False)),
                fields=["summary_on", "creditor"],
                name="surveillance_summary",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveillance",
            constraint=models.UniqueConstraint(
                fields=("creditor", "quote"), name="surveillance_by_its_quote"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveillance",
            constraint=models.CheckConstraint(
                condition=models.Q(("ceiling_ore__gte", 0)), name="surveillance_ceiling"
            ),
        ),
        TenantTable(
            "cases_surveillance",
            routing=("id", "creditor_id", "summary_on"),
            update=("claim_by", "summary_on"),
        ),
        TenantReference("cases_surveillance", "case_id", "cases_case"),
        TenantReference("cases_surveillance", "quote_id", "cases_quote"),
        migrations.RunSQL(MOVES, reverse_sql=migrations.RunSQL.noop),
    ]
