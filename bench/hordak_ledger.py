"""The same entries posted to django-hordak: run by `bench.bench_ledger` in an environment that has it.

Reads what to post from standard input, writes entries a second to standard output. Knows nothing of the service.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

Plain = tuple[str, list[tuple[str, int, int]]]


def main(given: dict[str, Any]) -> None:
    """Set hordak up, post one by one and in batches."""
    _set_up(given["database"])
    hordak = importlib.import_module("hordak.models")
    money = importlib.import_module("moneyed").Money
    database = importlib.import_module("django.db")
    transaction = database.transaction
    accounts = {
        (name, case): hordak.Account.objects.create(name=f"{name} {case}", type="AS", currencies=["SEK"])
        for name in ("client_funds", "payments_to_apply", "due_capital", "due_interest", "due_costs")
        for case in range(given["cases"])
    }

    def leg(owner: Any, line: tuple[str, int, int]) -> Any:
        account, case, ore = line
        amount = money(Decimal(abs(ore)) / 100, "SEK")
        side = "debit" if ore > 0 else "credit"
        return hordak.Leg(transaction=owner, account=accounts[account, case], **{side: amount})

    def one(entry: Plain) -> None:
        with transaction.atomic():
            owner = hordak.Transaction.objects.create(date="2026-11-20", description=entry[0])
            for line in entry[1]:
                leg(owner, line).save()

    def many(batch: list[Plain]) -> None:
        with transaction.atomic():
            owners = hordak.Transaction.objects.bulk_create(
                hordak.Transaction(date="2026-11-20", description=key) for key, _lines in batch
            )
            legs = [
                leg(owner, line) for owner, (_key, lines) in zip(owners, batch, strict=True) for line in lines
            ]
            hordak.Leg.objects.bulk_create(legs)

    size = given["batch"]
    batches = [given["batches"][start : start + size] for start in range(0, len(given["batches"]), size)]
    many(given["first"])
    with database.connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rates = {"one": len(given["one"]) / _seconds(one, given["one"])}
    rates["batches"] = len(given["batches"]) / _seconds(many, batches)
    assert hordak.Transaction.objects.count() == sum(len(given[part]) for part in ("first", "one", "batches"))
    print(json.dumps(rates))


def _set_up(database: dict[str, str]) -> None:
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    engine = {"ENGINE": "django.db.backends.postgresql"}
    conf = importlib.import_module("django.conf")
    conf.settings.configure(
        DATABASES={
            "default": engine | {names[key]: value for key, value in database.items() if key in names}
        },
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        CURRENCIES=["SEK"],
        DEFAULT_CURRENCY="SEK",
        HORDAK_INTERNAL_CURRENCY="SEK",
        HORDAK_CURRENCIES=["SEK"],
    )
    importlib.import_module("django").setup()
    importlib.import_module("django.core.management").call_command("migrate", verbosity=0, interactive=False)


def _seconds(post: Callable[[Any], None], every: list[Any]) -> float:
    began = time.perf_counter()
    for each in every:
        post(each)
    return time.perf_counter() - began


if __name__ == "__main__":
    main(json.load(sys.stdin))
