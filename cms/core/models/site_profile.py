"""What each language of the site says about the organisation itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin


class SiteProfile(TranslatableMixin, models.Model):
    """The organisation's name, contact and footer in one locale."""

    organisation = models.CharField(_("organisation"), max_length=255)
    tagline = models.CharField(_("tagline"), max_length=255, blank=True)
    footer = RichTextField(_("footer"), blank=True, features=["bold", "italic", "link"])
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    image = models.ForeignKey(
        "core.NewsroomImage",
        verbose_name=_("sharing image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when a page without an image of its own is shared."),
    )

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("site profile")
        verbose_name_plural = _("site profiles")
        constraints = [
            models.UniqueConstraint(fields=["locale"], name="core_site_profile_per_locale"),
        ]

    def __str__(self) -> str:
        return self.organisation
