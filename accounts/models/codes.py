"""One-time codes by mail, and how many of them an address may be sent."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from accounts.fields import EmailAddressField


class CodePurpose(models.TextChoices):
    """What a code proves an address for."""

    VERIFY = "verify"
    RESET = "reset"
    CHANGE = "change"


class CodeChallenge(models.Model):
    """One flow in which somebody has to type a mailed code; deleted after a day.

    ``id`` is the flow. A decoy (``is_real`` false) stands where there is nobody to prove
    anything to, so that known and unknown addresses look the same; no code fits it. Only
    digests are kept: of the code, of the initiator's secret and of the ticket that a right
    code earns.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=10, choices=CodePurpose.choices)
    email = EmailAddressField(max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    is_real = models.BooleanField()
    code_digest = models.CharField(max_length=64)
    initiator_digest = models.CharField(max_length=64)
    ticket_digest = models.CharField(max_length=64, blank=True)
    pending_password = models.CharField(max_length=128, blank=True)
    pending_profile = models.JSONField(default=dict, blank=True)
    next = models.CharField(max_length=2_000, blank=True)
    locale = models.CharField(max_length=10)
    created_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True, blank=True)
    consumed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class CodeHour(models.Model):
    """How many codes everybody together asked for in one hour of the clock."""

    begins_at = models.DateTimeField(primary_key=True)
    codes = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.begins_at:%Y-%m-%d %H}: {self.codes}"


class CodeAllowance(models.Model):
    """What an address was sent in the past day. One row an address; changed by compare-and-swap.

    ``sends`` lists ``[purpose, RFC 3339 instant]`` pairs, oldest first.
    """

    address_digest = models.CharField(max_length=64, unique=True)
    sends = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> Any:
        return self.address_digest[:8]
