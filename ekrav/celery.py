"""The Celery application. It only wakes work that the database already knows to be due."""

import os

from celery import Celery
from celery.signals import worker_process_init

from ekrav.garbage import look_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ekrav.settings")

app = Celery("ekrav")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Every task is harmless to run at any time and any number of times: what is due is a question to the database.
app.conf.beat_schedule = {
    "due cases": {"task": "cases.tasks.wake_due_cases", "schedule": 60.0},
    "decisions to ask for": {"task": "cases.tasks.ask_for_decisions", "schedule": 300.0},
    "debtors to look up": {"task": "cases.tasks.look_up_debtors", "schedule": 60.0},
    "registers' events": {"task": "cases.tasks.take_in_events", "schedule": 60.0},
    # A debtor who has just paid waits for both.
    "payment providers": {"task": "ekrav.payments.tasks.ask_providers", "schedule": 2.0},
    "payments to apply": {"task": "cases.tasks.apply_payments", "schedule": 5.0},
    "notices": {"task": "cases.tasks.take_up_notices", "schedule": 15.0},
    "who has paid": {"task": "cases.tasks.ask_who_has_paid", "schedule": 600.0},
    "unsent letters": {"task": "cases.tasks.recall_unsent_letters", "schedule": 60.0},
    "posted letters": {"task": "cases.tasks.note_posted_letters", "schedule": 60.0},
    "letters to render": {"task": "letters.tasks.render_letters", "schedule": 30.0},
    "letters to hand over": {"task": "letters.tasks.hand_over_letters", "schedule": 60.0},
    "letters posted": {"task": "letters.tasks.collect_posted_letters", "schedule": 60.0},
    "bank files": {"task": "ekrav.payments.tasks.fetch_bank_files", "schedule": 60.0},
    "simulated rates": {"task": "ekrav.agency.tasks.fetch_simulated_rates", "schedule": 3600.0},
    "kronofogden": {"task": "ekrav.kronofogden.tasks.exchange_files", "schedule": 300.0},
    "credit reports": {"task": "cases.tasks.take_credit_reports", "schedule": 300.0},
    "kronofogden's word": {"task": "cases.tasks.follow_kronofogden", "schedule": 60.0},
    "returned letters of surveillance": {"task": "cases.tasks.look_again_for_debtors", "schedule": 300.0},
    "barred claims": {"task": "cases.tasks.end_barred_claims", "schedule": 3600.0},
    "surveillance summed up": {"task": "cases.tasks.sum_up_surveillance", "schedule": 3600.0},
    "journal": {"task": "ekrav.ledger.tasks.seal", "schedule": 60.0},
    "log": {"task": "ekrav.audit.tasks.seal", "schedule": 60.0},
    "payouts": {"task": "payouts.tasks.wake_payouts", "schedule": 60.0},
    "parcels": {"task": "ekrav.outbox.tasks.send_parcels", "schedule": 15.0},
    "bounced mail": {"task": "ekrav.outbox.tasks.note_bounces", "schedule": 60.0},
}


@worker_process_init.connect
def _begin(**_told: object) -> None:
    look_seldom()
