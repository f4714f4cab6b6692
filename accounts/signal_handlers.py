"""What Wagtail announces, each turned into one call of a service."""

from typing import Any

from wagtail.signals import published

from accounts.models import LegalNotice
from accounts.services.notice_publishing import freeze_edition


def connect() -> None:
    """Connect every handler. Called once, from ``AppConfig.ready()``."""
    published.connect(
        on_notice_published, sender=LegalNotice, dispatch_uid="accounts.notice_published"
    )


def on_notice_published(sender: type[LegalNotice], instance: LegalNotice, **kwargs: Any) -> None:
    """Freeze the text. The signal also comes when a publication is only scheduled."""
    if instance.live and instance.last_published_at:
        freeze_edition(instance, at=instance.last_published_at)
