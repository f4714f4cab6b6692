"""Documents: one work in one locale, as one audience may see it now."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who reads: everybody, or accredited readers before the embargo ends."""

    PUBLIC = "public", _("public")
    EARLY = "early", _("early access")


class DocumentKind(models.TextChoices):
    """What a document is about. The value is the ``type`` of the JSON."""

    ARTICLE = "article", _("article")
    PROGRAMME = "programme", _("programme")
    VIDEO = "video", _("video")
    TOPIC = "topic", _("topic")
    PERSON = "person", _("person")
    PLACE = "place", _("place")
    HOME = "home", _("home page")
    LISTING = "listing", _("listing")
    MENU = "menu", _("menu")
    SITE = "site", _("site profile")


SUBJECT_KINDS = (DocumentKind.TOPIC, DocumentKind.PERSON, DocumentKind.PLACE)


class DocumentStatus(models.TextChoices):
    """Whether the document may be delivered."""

    USABLE = "usable", _("usable")
    WITHHELD = "withheld", _("withheld")
    KILLED = "killed", _("killed")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reading documents outside the lean path."""

    def usable(self, audience: str = Audience.PUBLIC) -> "DocumentQuerySet":
        """Keep what this audience may see."""
        return self.filter(audience=audience, status=DocumentStatus.USABLE)

    def of(self, work: UUID | str, audience: str = Audience.PUBLIC) -> "DocumentQuerySet":
        """Keep the languages of one work that this audience may see."""
        return self.usable(audience).filter(work=work)


class Document(models.Model):
    """One work in one locale as delivered: columns to find it by, and its ready-made bytes.

    A withheld or killed document keeps its row, so that a later publish does not bring it back,
    but neither its text nor its address.
    """

    audience = models.CharField(max_length=10, choices=Audience)
    work = models.UUIDField()
    locale = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=DocumentKind)
    subkind = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=10, choices=DocumentStatus, default=DocumentStatus.USABLE)
    reason = models.TextField(blank=True, help_text=_("Why it is withheld, for staff only."))
    is_source = models.BooleanField(default=True)
    site = models.ForeignKey("wagtailcore.Site", null=True, on_delete=models.CASCADE)
    path = models.CharField(max_length=2048, null=True)  # noqa: DJ001 - unique where it exists
    slug = models.CharField(max_length=255, blank=True)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)
    card = models.BinaryField(default=b"")
    card_etag = models.CharField(max_length=40, blank=True)
    body = models.BinaryField(default=b"")
    body_etag = models.CharField(max_length=40, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "work", "locale"], name="delivery_document_unique"
            ),
        ]
        indexes = [
            models.Index(
                fields=["audience", "kind", "locale", "status", "-published_at", "-work"],
                name="delivery_document_list",
            ),
            models.Index(
                fields=["audience", "site", "path"],
                name="delivery_document_path",
                condition=Q(path__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.work} ({self.locale}, {self.audience})"


class DocumentFacet(models.Model):
    """A property that lists can be narrowed by, such as ``captions`` with the value ``fr``.

    Values are compared as text: those of numbers are written by ``cms.delivery.narrowing``.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "facet", "value"], name="delivery_facet_unique"
            ),
        ]
        indexes = [
            models.Index(fields=["facet", "value", "document"], name="delivery_facet_value"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.facet}={self.value}"


class DocumentDependency(models.Model):
    """A key that a document consulted while it was projected, whether it existed or not."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="dependencies")
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "document"], name="delivery_dependency_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.key}"
