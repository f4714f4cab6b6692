"""Images with a public id and a credit."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class NewsroomImage(AbstractImage):
    """An image. Wagtail's ``description`` is the text alternative; ``title`` is for editors."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made the image, as it must be printed."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class NewsroomRendition(AbstractRendition):
    """One size and format of an image, made when it is first asked for."""

    image = models.ForeignKey(NewsroomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="core_rendition_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.image_id}: {self.filter_spec}"
