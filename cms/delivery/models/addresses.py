"""Addresses that are or were public, and works that are gone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.delivery.models.documents import Audience, Document, DocumentKind


class AddressState(models.TextChoices):
    """What an address answers."""

    PAGE = "page", _("page")
    REDIRECT = "redirect", _("redirect")
    GONE = "gone", _("gone")


class Address(models.Model):
    """A path that is public or was. Only what was public once leaves a redirect or a gone row."""

    audience = models.CharField(max_length=10, choices=Audience)
    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE)
    locale = models.CharField(max_length=12)
    path = models.CharField(max_length=2048)
    state = models.CharField(max_length=10, choices=AddressState)
    document = models.ForeignKey(
        Document, null=True, on_delete=models.SET_NULL, related_name="addresses"
    )
    work = models.UUIDField(null=True)
    target = models.CharField(max_length=2048, blank=True)
    # The editors' redirect that put it here; the address goes with it.
    redirect = models.ForeignKey(
        "wagtailredirects.Redirect", null=True, on_delete=models.CASCADE, related_name="+"
    )
    notice = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "site", "path"], name="delivery_address_unique"
            ),
        ]
        indexes = [
            models.Index(fields=["audience", "work", "locale"], name="delivery_address_work"),
        ]

    def __str__(self) -> str:
        return f"{self.path} ({self.state})"


class Tombstone(models.Model):
    """A work that was public in a locale and is no longer. Consulted only after a miss."""

    audience = models.CharField(max_length=10, choices=Audience)
    work = models.UUIDField()
    locale = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=DocumentKind)
    path = models.CharField(max_length=2048, blank=True)
    notice = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "work", "locale"], name="delivery_tombstone_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.work} ({self.locale})"
