"""Links by which invited staff make their account their own."""

from django.conf import settings
from django.db import models


class Invitation(models.Model):
    """A link to choose a password; only the hash of its token is kept.

    The account exists already, with its roles and without a password. A new invitation
    replaces the one before.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitation"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user}, until {self.expires_at}"
