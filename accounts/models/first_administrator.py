"""The one-time link that makes the first administrator of an empty installation."""

from django.db import models


class FirstAdministratorLink(models.Model):
    """A link that was printed at start-up; only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"first administrator, until {self.expires_at}"
