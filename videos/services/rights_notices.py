"""Telling editors that the use of a video ends soon, and that it has ended."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext, override

from accounts.dates import in_words
from accounts.models import User
from accounts.services.languages import language_of
from cms.core import mail
from videos.conf import video_settings
from videos.models import RightsNotice, VideoPage
from videos.models.rights_notice import NoticeKind

TEMPLATES = {NoticeKind.SOON: "videos/use_ends", NoticeKind.ENDED: "videos/use_ended"}


def announce_ends(at: datetime) -> int:
    """Tell the editors of the videos whose use ends within the notice; return how many ends."""
    told = RightsNotice.objects.filter(
        work=OuterRef("translation_key"),
        usage_ends_at=OuterRef("usage_ends_at"),
        kind=NoticeKind.SOON,
    )
    notice = timedelta(days=video_settings().RIGHTS_NOTICE_DAYS)
    due = VideoPage.objects.filter(
        ~Exists(told), live=True, usage_ends_at__gt=at, usage_ends_at__lte=at + notice
    )
    pages = list(due.order_by("usage_ends_at", "pk"))
    return sum(tell_editors(page, NoticeKind.SOON) for page in pages)


@transaction.atomic
def tell_editors(page: VideoPage, kind: NoticeKind) -> bool:
    """Queue the mails about a page's end of use, once for all its languages.

    The row of the notice and the mails are one transaction: neither a killed scheduler nor a
    second one tells anybody twice.
    """
    ends_at = page.usage_ends_at
    if ends_at is None:
        return False
    _notice, is_first = RightsNotice.objects.get_or_create(
        work=page.translation_key, usage_ends_at=ends_at, kind=kind
    )
    if is_first:
        for editor in _editors(page):
            _mail(editor, page, kind, ends_at)
    return is_first


def _editors(page: VideoPage) -> Iterable[User]:
    """Return who owns a language of the video or published it; else the administrators."""
    pages = VideoPage.objects.filter(translation_key=page.translation_key)
    concerned = User.objects.filter(is_active=True, is_staff=True)
    owners = concerned.filter(pk__in=pages.exclude(owner=None).values("owner"))
    publishers = concerned.filter(pk__in=pages.values("live_revision__user"))
    found = list((owners | publishers).distinct().order_by("pk"))
    return found or list(User.objects.filter(is_superuser=True, is_active=True).order_by("pk"))


def _mail(editor: User, page: VideoPage, kind: NoticeKind, ends_at: datetime) -> None:
    locale = language_of(editor)
    with override(locale):
        when = gettext("%(moment)s UTC") % {"moment": in_words(ends_at, locale)}
    mail.queue(
        template=TEMPLATES[kind],
        to=editor.email,
        locale=locale,
        context={
            "title": page.title,
            "when": when,
            "link": f"{settings.BASE_URL}{reverse('wagtailadmin_pages:edit', args=[page.pk])}",
        },
    )
