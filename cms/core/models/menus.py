"""Menus: named lists of links, one per locale."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, TranslatableMixin


class Menu(TranslatableMixin, ClusterableModel):
    """A list of links that a frontend asks for by its handle."""

    handle = models.SlugField(
        _("handle"),
        max_length=50,
        help_text=_("The name frontends use, such as header or footer."),
    )
    title = models.CharField(_("title"), max_length=255)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        constraints = [
            models.UniqueConstraint(fields=["locale", "handle"], name="core_menu_handle_unique"),
        ]

    def __str__(self) -> str:
        return self.title


class MenuItem(Orderable):
    """A link to one of our pages or to another address."""

    menu = ParentalKey(Menu, on_delete=models.CASCADE, related_name="items")
    title = models.CharField(
        _("label"),
        max_length=255,
        blank=True,
        help_text=_("Left empty, the title of the page is shown."),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    url = models.URLField(_("address"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")

    def __str__(self) -> str:
        return self.title or str(self.page or self.url)

    def clean(self) -> None:
        """Ask for exactly one target, and for a label when the target has no title of its own."""
        if bool(self.page_id) == bool(self.url):
            raise ValidationError(_("Choose a page or enter an address, one of the two."))
        if self.url and not self.title:
            raise ValidationError({"title": _("Enter a label for this address.")})
