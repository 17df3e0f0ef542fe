"""A title that crosses the application's withdrawal, and a claim that is lost in court."""

from django.db import migrations, models

# As in 0003, with the moves of both.
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
      ('surveillance', 'titled'), ('awaiting_decision', 'titled'), ('decided', 'titled'), ('court', 'closed_disputed'),
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
    """The words and the moves."""

    dependencies = [
        ("cases", "0006_rent_alone"),
    ]

    operations = [
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
                    ("lose", "Förlora i tingsrätten"),
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
                    ("stop", "Stoppa"),
                    ("go_on", "Låt gå vidare"),
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
                    ("report_unknown", "Report Unknown"),
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
                    ("court_lost", "Court Lost"),
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
                    ("stopped", "Stopped"),
                    ("claim_filed", "Claim Filed"),
                    ("went_on", "Went On"),
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
                    ("lose", "Förlora i tingsrätten"),
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
                    ("stop", "Stoppa"),
                    ("go_on", "Låt gå vidare"),
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
        migrations.RunSQL(MOVES, reverse_sql=migrations.RunSQL.noop),
    ]
