"""What the acts keep: holds, notices, disputes, plans, quotes, choices, questions; a case's place in the process."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import ekrav.tenancy.models

# Row security is forced on the owner too, who would see no row of any tenant.
PLACES_OF_ENDED = """
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_caseevent NO FORCE ROW LEVEL SECURITY;
UPDATE cases_case c SET resumes = e.state_before FROM cases_caseevent e
 WHERE c.state = 'paid' AND e.case_id = c.id AND e.kind = 'closed';
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_caseevent FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_walls"),
        ("ledger", "0002_walls"),
        ("letters", "0002_walls"),
        ("payments", "0002_walls"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("already_paid", "Redan betalt"),
                            ("not_mine", "Känner inte igen köpet"),
                            ("wrong_amount", "Fel belopp"),
                            ("wrong_goods", "Fel på varan eller tjänsten"),
                            ("complained", "Redan reklamerat"),
                            ("wrong_person", "Fel person"),
                            ("other", "Annat"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "amount_ore",
                    models.BigIntegerField(
                        help_text="the disputed part of the capital; null: the whole claim", null=True
                    ),
                ),
                ("made_on", models.DateField()),
                ("answer_by", models.DateField(help_text="the creditor's last day to answer")),
                (
                    "creditor_stands",
                    models.BooleanField(help_text="the creditor's answer: the claim is right", null=True),
                ),
                ("creditor_words", models.TextField(blank=True, max_length=5000)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.BigIntegerField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Godtaget"),
                            ("partly", "Godtaget till en del"),
                            ("rejected", "Avvisat"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_on", models.DateField(null=True)),
                ("decided_by_kind", models.CharField(blank=True, max_length=10)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("credited_ore", models.BigIntegerField(default=0, help_text="capital that was given up")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("respite", "Anstånd"), ("pause", "Paus")], max_length=10),
                ),
                ("reason", models.CharField(max_length=200)),
                ("from_on", models.DateField()),
                ("until", models.DateField()),
                ("given_at", models.DateTimeField()),
                ("given_by_kind", models.CharField(max_length=10)),
                ("given_by_id", models.BigIntegerField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.SmallIntegerField()),
                ("due_on", models.DateField()),
                ("amount_ore", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="InstalmentPlan",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.SmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Erbjuden"),
                            ("accepted", "Gäller"),
                            ("kept", "Betald"),
                            ("changed", "Ersatt av en ny"),
                            ("broken", "Bruten"),
                            ("ended", "Avslutad"),
                            ("lapsed", "Inte antagen"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(decimal_places=2, help_text="per cent a year, fixed", max_digits=5),
                ),
                ("fee_ore", models.BigIntegerField(help_text="170 kr the first time, then 0")),
                ("notice_fee_ore", models.BigIntegerField(default=0, help_text="for each avi, by tariff")),
                (
                    "debt_ore",
                    models.BigIntegerField(
                        help_text="the whole debt on the day of the offer, without the fee"
                    ),
                ),
                ("total_ore", models.BigIntegerField()),
                ("offered_on", models.DateField()),
                ("valid_until", models.DateField()),
                ("accepted_on", models.DateField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("accepted_by_kind", models.CharField(blank=True, max_length=10)),
                ("accepted_by_id", models.BigIntegerField(null=True)),
                ("warned_on", models.DateField(null=True)),
                (
                    "warned_until",
                    models.DateField(help_text="the last day to pay what was missed", null=True),
                ),
                ("ended_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.UUIDField()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("dispute", "Bestrider kravet"),
                            ("paid", "Säger sig ha betalat"),
                            ("respite", "Ber om anstånd"),
                            ("plan", "Vill betala i delar"),
                            ("message", "Meddelande"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "Mitt Ärende"),
                            ("letter", "Brev"),
                            ("returned", "Text på returnerat brev"),
                            ("mail", "E-post"),
                            ("phone", "Telefon"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("already_paid", "Redan betalt"),
                            ("not_mine", "Känner inte igen köpet"),
                            ("wrong_amount", "Fel belopp"),
                            ("wrong_goods", "Fel på varan eller tjänsten"),
                            ("complained", "Redan reklamerat"),
                            ("wrong_person", "Fel person"),
                            ("other", "Annat"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "amount_ore",
                    models.BigIntegerField(help_text="the disputed part, or what was paid", null=True),
                ),
                (
                    "day",
                    models.DateField(help_text="respite wished until, or the day of the payment", null=True),
                ),
                ("months", models.SmallIntegerField(help_text="instalments wished for", null=True)),
                ("text", models.TextField(blank=True, max_length=5000)),
                ("received_on", models.DateField()),
                ("received_at", models.DateTimeField()),
                (
                    "registered_by",
                    models.BigIntegerField(help_text="the staff member; null: the debtor", null=True),
                ),
                ("handled_at", models.DateTimeField(null=True)),
                (
                    "handled_by",
                    models.BigIntegerField(help_text="the staff member; null: the machine", null=True),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("register", "Registrera"),
                            ("remind", "Skicka påminnelse"),
                            ("demand", "Skicka inkassokrav"),
                            ("final_notice", "Skicka sista uppmaning"),
                            ("await_decision", "Fråga borgenären"),
                            ("ask_again", "Fråga borgenären igen"),
                            ("decide", "Välj väg"),
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
                ("asked_on", models.DateField()),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(blank=True, choices=[("yes", "Ja"), ("no", "Nej")], max_length=5),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.BigIntegerField(
                        help_text="the person; null: whoever holds the mailed link", null=True
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("withdrawal", "Återkallelse"),
                            ("direct_payment", "Betald direkt, resten efterges"),
                            ("payment_order", "Betalningsföreläggande"),
                            ("surveillance", "Efterbevakning"),
                        ],
                        max_length=20,
                    ),
                ),
                ("fee_ore", models.BigIntegerField(help_text="the agency's, without VAT")),
                ("vat_ore", models.BigIntegerField()),
                (
                    "outlay_ore",
                    models.BigIntegerField(help_text="paid to others on the creditor's behalf, without VAT"),
                ),
                ("tariff_version", models.SmallIntegerField()),
                ("offered_at", models.DateTimeField()),
                ("valid_until", models.DateField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("accepted_by", models.BigIntegerField(help_text="the person", null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="StandingChoice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "payment_order_up_to_ore",
                    models.BigIntegerField(
                        help_text="Kronofogden's costs accepted for one case; null: none", null=True
                    ),
                ),
                (
                    "surveillance_yearly_ore",
                    models.BigIntegerField(
                        help_text="letters of surveillance accepted for one case and year; null: none",
                        null=True,
                    ),
                ),
                (
                    "otherwise",
                    models.CharField(
                        choices=[("ask", "Fråga mig varje gång"), ("wait", "Vänta")],
                        default="ask",
                        max_length=10,
                    ),
                ),
                (
                    "final_notice",
                    models.BooleanField(default=False, help_text="a last letter before the decision"),
                ),
                ("tariff_version", models.SmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField(help_text="the person")),
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
            model_name="caseevent",
            name="payment_applied_once",
        ),
        migrations.AddField(
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
        migrations.AddField(
            model_name="claim",
            name="late_payment_claimed",
            field=models.BooleanField(
                default=False,
                help_text="450 kr is asked of a business debtor (1981:739 4 a §) instead of 60 and 180",
            ),
        ),
        migrations.AddField(
            model_name="debtor",
            name="looked_up_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="debtor",
            name="name_accepted_at",
            field=models.DateTimeField(help_text="a person has judged that the names are one", null=True),
        ),
        migrations.AddField(
            model_name="debtor",
            name="register_name",
            field=models.CharField(blank=True, help_text="as the public register has it", max_length=120),
        ),
        migrations.AddField(
            model_name="debtor",
            name="register_word",
            field=models.CharField(
                blank=True, choices=[("found", "Finns"), ("unknown", "Numret finns inte")], max_length=20
            ),
        ),
        migrations.AddField(
            model_name="directpayment",
            name="rest",
            field=models.CharField(
                choices=[
                    ("claimed", "Gäldenären betalar resten"),
                    ("waived", "Du betalar våra kostnader och ärendet avslutas som betalt"),
                    ("withdrawn", "Du återkallar ärendet"),
                ],
                default="claimed",
                max_length=10,
            ),
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
            name="state",
            field=models.CharField(
                choices=[
                    ("registered", "Registrerat"),
                    ("reminded", "Påminnelse"),
                    ("demanded", "Inkassokrav"),
                    ("final_notice", "Sista uppmaning"),
                    ("awaiting_decision", "Väntar på beslut"),
                    ("decided", "Väg vald"),
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
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(PLACES_OF_ENDED),
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
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="case_knows_its_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_on__isnull", False),
                        ("state__in", ("paid", "withdrawn", "written_off", "closed_disputed")),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ("paid", "withdrawn", "written_off", "closed_disputed")),
                            _negated=True,
                        ),
                        ("closed_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="case_closed_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "paid"), ("payment__isnull", False)),
                fields=("creditor", "payment"),
                name="payment_applied_once",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="case",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disputes",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="case",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holds",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="instalment",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="case",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plans",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="instalment",
            name="plan",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instalments",
                to="cases.instalmentplan",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="case",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="scan",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.document",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="notice",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.notice",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="case",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="notice",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.notice",
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="case",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quotes",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="entry",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.entry",
            ),
        ),
        migrations.AddField(
            model_name="directpayment",
            name="quote",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.quote",
            ),
        ),
        migrations.AddField(
            model_name="standingchoice",
            name="creditor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="standing_choice",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.standingchoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("from_on"))), name="hold_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("creditor", "case", "kind"),
                name="hold_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalmentplan",
            constraint=models.UniqueConstraint(
                fields=("creditor", "case", "version"), name="plan_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="instalmentplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "accepted")),
                fields=("creditor", "case"),
                name="plan_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalmentplan",
            constraint=models.CheckConstraint(condition=models.Q(("total_ore__gt", 0)), name="plan_positive"),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.UniqueConstraint(fields=("creditor", "plan", "number"), name="instalment_once"),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__gt", 0)), name="instalment_positive"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("handled_at__isnull", True)),
                fields=["received_at", "id"],
                name="notice_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["creditor", "case"], name="notice_of_case"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("creditor", "key"), name="notice_once"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__isnull", True), ("amount_ore__gt", 0), _connector="OR"),
                name="notice_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__isnull", True), ("months__range", (1, 60)), _connector="OR"),
                name="notice_months",
            ),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                condition=models.Q(("outcome", "")), fields=["answer_by"], name="dispute_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("creditor", "case"),
                name="dispute_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__isnull", True), ("amount_ore__gt", 0), _connector="OR"),
                name="dispute_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on__isnull", True), ("outcome", "")),
                    models.Q(models.Q(("outcome", ""), _negated=True), ("decided_on__isnull", False)),
                    _connector="OR",
                ),
                name="dispute_decided_has_its_day",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("answer", "")), fields=["creditor", "id"], name="question_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("step", ""), _negated=True),
                fields=("creditor", "case", "step"),
                name="question_once_a_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("notice__isnull", False)),
                fields=("creditor", "notice"),
                name="question_once_a_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                    models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="question_answered_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("payment_order_up_to_ore__isnull", True),
                    ("payment_order_up_to_ore__gte", 0),
                    _connector="OR",
                ),
                name="standing_payment_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("surveillance_yearly_ore__isnull", True),
                    ("surveillance_yearly_ore__gte", 0),
                    _connector="OR",
                ),
                name="standing_surveillance",
            ),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(fields=["creditor", "case"], name="quote_of_case"),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(("fee_ore__gte", 0), ("outlay_ore__gte", 0), ("vat_ore__gte", 0)),
                name="quote_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("accepted_at__isnull", True),
                        ("accepted_by__isnull", True),
                        ("standing_choice__isnull", True),
                    ),
                    models.Q(
                        ("accepted_at__isnull", False),
                        ("accepted_by__isnull", False),
                        ("standing_choice__isnull", True),
                    ),
                    models.Q(
                        ("accepted_at__isnull", False),
                        ("accepted_by__isnull", True),
                        ("standing_choice__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="quote_accepted_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(("entry__isnull", True), ("accepted_at__isnull", False), _connector="OR"),
                name="quote_posted_is_accepted",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("entry__isnull", False)),
                fields=("creditor", "entry"),
                name="quote_of_entry",
            ),
        ),
    ]
