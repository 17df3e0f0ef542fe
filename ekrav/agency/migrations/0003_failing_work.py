"""The machine's work that fails is shown to the agency's people."""

from django.db import migrations, models

from ekrav.tenancy.operations import AgencyTable


class Migration(migrations.Migration):
    dependencies = [("agency", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name="FailingWork",
            fields=[
                (
                    "work",
                    models.CharField(
                        choices=[
                            ("holds", "Låta utbetalningar gå vidare när hindret är borta"),
                            ("draft", "Göra utkast till utbetalningar"),
                            ("draft_refunds", "Göra utkast till återbetalningar"),
                            ("draft_fees", "Göra utkast till byråns avgifter"),
                            ("files", "Göra filer till banken"),
                            ("hand_over", "Lämna utbetalningar till banken"),
                            ("hand_over_fees", "Lämna byråns avgifter till banken"),
                            ("reports", "Läsa bankens svar på utbetalningar"),
                            ("settle", "Bokföra utbetalningar som banken har gjort"),
                            ("returns", "Ta hand om utbetalningar som kommit tillbaka"),
                            ("prove", "Stämma av klientmedlen mot banken"),
                            ("credit", "Skriva kreditnotor"),
                            ("render", "Framställa avräkningsnotor"),
                            ("mail", "Skicka avräkningsnotor"),
                        ],
                        max_length=20,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("since", models.DateField(help_text="the day it first failed")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "work__in",
                                [
                                    "holds",
                                    "draft",
                                    "draft_refunds",
                                    "draft_fees",
                                    "files",
                                    "hand_over",
                                    "hand_over_fees",
                                    "reports",
                                    "settle",
                                    "returns",
                                    "prove",
                                    "credit",
                                    "render",
                                    "mail",
                                ],
                            )
                        ),
                        name="failing_work_known",
                    )
                ],
            },
        ),
        AgencyTable("agency_failingwork", delete=True),
    ]
