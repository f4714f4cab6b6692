"""What the dates of a video's rights do by themselves: hide, show, announce and withdraw."""

import logging
from datetime import datetime, timedelta

from django.db.models import Exists, Model, OuterRef

from cms.delivery.models import Audience, Document, DocumentKind
from cms.delivery.publication import mark, publication
from videos.models import VideoPage
from videos.models.rights_notice import NoticeKind
from videos.services.rights_notices import announce_ends, tell_editors

logger = logging.getLogger(__name__)

# An embargo that ended earlier has been acted on, or its page is hidden for other reasons.
LOOK_BACK = timedelta(days=7)


def is_within_rights(instance: Model, audience: str, at: datetime) -> bool:
    """Hide a video under embargo, and one whose use has ended."""
    if not isinstance(instance, VideoPage):
        return True
    if instance.usage_ends_at is not None and instance.usage_ends_at <= at:
        return False
    is_embargoed = instance.embargoed_until is not None and instance.embargoed_until > at
    return not (is_embargoed and audience == Audience.PUBLIC)


def act_on_rights(at: datetime) -> None:
    """Release what is no longer under embargo, withdraw what has ended, announce what ends soon."""
    release_embargoes(at)
    withdraw_ended(at)
    announce_ends(at)


def release_embargoes(at: datetime) -> int:
    """Deliver the published videos whose embargo has ended; return how many were looked at."""
    delivered = Document.objects.filter(
        audience=Audience.PUBLIC,
        work=OuterRef("translation_key"),
        locale=OuterRef("locale__language_code"),
    )
    due = VideoPage.objects.filter(
        ~Exists(delivered),
        live=True,
        alias_of=None,
        embargoed_until__lte=at,
        embargoed_until__gt=at - LOOK_BACK,
    )
    works = list(due.order_by("pk").values_list("translation_key", "locale__language_code"))
    for work, locale in works:
        mark(DocumentKind.VIDEO, work, locale)
    return len(works)


def withdraw_ended(at: datetime) -> list[VideoPage]:
    """Unpublish the videos whose use has ended; return them.

    Each has a transaction of its own, claimed by a conditional UPDATE: of several schedulers one
    does it, and one that dies in the middle leaves the page as it was.
    """
    due = VideoPage.objects.filter(live=True, usage_ends_at__lte=at)
    withdrawn = []
    for page in due.order_by("usage_ends_at", "pk"):
        try:
            with publication():
                if _withdraw(page, at):
                    withdrawn.append(page)
        except Exception:
            # Whatever is wrong with one page must not hold up the others.
            logger.exception(
                "Ended use failed to withdraw",
                extra={"event": "usage_end_failed", "page": page.pk},
            )
    return withdrawn


def _withdraw(page: VideoPage, at: datetime) -> bool:
    due = VideoPage.objects.filter(pk=page.pk, live=True, usage_ends_at__lte=at)
    if not due.update(expired=True):
        return False
    fresh = VideoPage.objects.get(pk=page.pk)
    fresh.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    tell_editors(fresh, NoticeKind.ENDED)
    return True
