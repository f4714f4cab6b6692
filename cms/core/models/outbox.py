"""Messages on their way out."""

import uuid
from email.utils import parseaddr
from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models.leased import LeasedRow


class OutboxMessage(LeasedRow):
    """One message to one recipient, rendered when it is sent.

    ``sealed`` holds what must not be readable in a copy of the database: the one-time
    secrets of a template, or the finished bytes of a message that Django or Wagtail
    composed. It is emptied in the UPDATE that marks the message as sent.
    """

    max_attempts: ClassVar[int] = 16
    first_delay_seconds: ClassVar[float] = 10

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField(_("recipient"), max_length=254)
    template = models.CharField(
        _("template"), max_length=100, blank=True, help_text=_("Empty for a ready-made message.")
    )
    locale = models.CharField(_("language"), max_length=10, blank=True)
    context = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    sealed = models.BinaryField(default=bytes, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta(LeasedRow.Meta):
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")

    def __str__(self) -> str:
        return f"{self.to} ({self.get_state_display()})"

    @property
    def message_id(self) -> str:
        """Return the same Message-ID at every attempt, so that a mailbox can drop a repetition."""
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        return f"<{self.id}@{domain or urlsplit(settings.BASE_URL).hostname}>"

    @property
    def file_name(self) -> str:
        """Return the name of the message's file, the same at every attempt."""
        return f"{self.created_at:%Y%m%dT%H%M%S.%fZ}-{self.id}.eml"
