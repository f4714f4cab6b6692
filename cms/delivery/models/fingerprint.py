"""With which settings the stored bytes were made."""

from django.db import models


class StoreFingerprint(models.Model):
    """A hash of what every document's bytes depend on: addresses, keys, the shape's version."""

    value = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.value
