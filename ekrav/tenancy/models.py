"""The world, its tenants, and what every tenant-owned table has in common.

Two walls stand between tenants, each enough by itself: the default manager here filters by the current scope, and
PostgreSQL's row-level security, laid by `ekrav.tenancy.operations`, filters whatever SQL is sent.
"""

from typing import Any, ClassVar, TypeVar

from django.db import models

from ekrav.tenancy.scope import Scope, ScopeKind, current_scope

M = TypeVar("M", bound=models.Model)


class World(models.Model):
    """Which world this database belongs to, and how far its clock has been moved. One row.

    A database marked as a demo world can never become a production one.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=20)
    offset = models.DurationField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="world_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(name__in=["demo", "production"]), name="world_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tenant(models.Model):
    """Somebody whose rows are their own: a creditor, or the agency itself. Only the id; names live in their houses."""

    class Kind(models.TextChoices):
        CREDITOR = "creditor"
        AGENCY = "agency"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(kind="agency"), name="one_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class TenantManager(models.Manager[M]):
    """The application's own wall: rows of the current scope only; no scope, no rows (`NoScope`)."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[M]:
        return self.within_scope(super().get_queryset())

    def within_scope(self, rows: models.QuerySet[M]) -> models.QuerySet[M]:
        """Narrow `rows` to what the current scope may see."""
        scope = current_scope()
        match scope.kind:
            case ScopeKind.CREDITOR | ScopeKind.AGENCY:
                return rows.filter(creditor_id=scope.creditor_id)
            case ScopeKind.CASE:
                return self._within_case(rows, scope=scope)
            case ScopeKind.STAFF | ScopeKind.ROUTING | ScopeKind.PERSON:
                return rows

    def _within_case(self, rows: models.QuerySet[M], *, scope: Scope) -> models.QuerySet[M]:
        """The debtor's rows of one case; at the portal's door only those that are found by a case number."""
        path: str | None = getattr(self.model, "case_path", None)
        door: str | None = getattr(self.model, "door_path", None)
        if scope.case_id is not None and path is not None:
            debtor: str | None = getattr(self.model, "debtor_path", None)
            own = {debtor: scope.debtor_id} if debtor else {}
            return rows.filter(creditor_id=scope.creditor_id, **{path: scope.case_id}, **own)
        if scope.case_number and door is not None:
            return rows.filter(**{door: scope.case_number})
        return rows.none()


class TenantKey(models.ForeignKey[Any, Any]):
    """A key to a row of the same tenant.

    Foreign keys ignore row-level security, so a plain one could attach to another tenant's row. The constraint is made
    by `TenantReference` in the migrations instead, over `(creditor_id, …)`.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


class TenantOwned(models.Model):
    """A row that belongs to one tenant. Its table gets forced row-level security from `TenantTable`."""

    # The column that says which of a case's debtors may see the row, NULL its first; None: each of them may.
    debtor_path: ClassVar[str | None] = None
    # How to reach the case from this row, for the debtor's scope; None means that the debtor never sees the table.
    case_path: ClassVar[str | None] = None
    # The column that holds the case number, where the portal's door may look before a code is known to be right.
    door_path: ClassVar[str | None] = None

    id = models.BigAutoField(primary_key=True)
    # No index of its own: each table has another that begins with it, most by `TenantTable`.
    creditor = models.ForeignKey(
        Tenant, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row as the current scope's tenant's own."""
        if getattr(self, "creditor_id", None) is None:
            self.creditor_id = owner_of_new_rows()
        super().save(*args, **kwargs)


class OwnedByKey(TenantOwned):
    """A row of which there are very many, and whose key to another row carries the tenant.

    A key to the tenant of its own would be looked up for every row, and another index begins with it.
    """

    creditor = models.ForeignKey(
        Tenant,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        db_constraint=False,
        db_index=False,
    )

    class Meta(TenantOwned.Meta):
        abstract = True


def owner_of_new_rows() -> int:
    """The tenant to whom a new row belongs: the scope's. Raises `NoOwner` in a scope of nobody's."""
    scope = current_scope()
    if scope.creditor_id is None:
        raise NoOwner(f"a {scope.kind} scope has no tenant that could own a new row")
    return scope.creditor_id


class NoOwner(RuntimeError):
    """A tenant-owned row was made in a scope without a tenant."""
