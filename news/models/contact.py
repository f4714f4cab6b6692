"""Whom journalists may call about a work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MediaContactMixin(models.Model):
    """The media contact of an article or programme."""

    contact_name = models.CharField(_("name"), max_length=255, blank=True)
    contact_role = models.CharField(_("function"), max_length=255, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=50, blank=True)

    class Meta:
        abstract = True
