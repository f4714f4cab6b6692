"""Tables that rows are only ever added to."""

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(TypeError):
    """Somebody tries to change or delete what may only be added to."""


class AppendOnlyQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Reading and adding. A subclass names the ways in which the law makes rows go."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Row]:
        """Add the rows; refuse to overwrite those that are there."""
        if kwargs.get("update_conflicts"):
            raise AppendOnlyError(self._refusal)
        return super().bulk_create(objs, *args, **kwargs)

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(self._refusal)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(self._refusal)

    @property
    def _refusal(self) -> str:
        return f"Rows of {self.model._meta.label} are only added."


class AppendOnlyModel(models.Model):
    """A row that stays as it was written.

    Foreign keys to what goes are emptied by the database layer, which does not pass here.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one."""
        if self.pk is not None:
            raise AppendOnlyError(f"Rows of {self._meta.label} are only added.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"Rows of {self._meta.label} are only added.")
