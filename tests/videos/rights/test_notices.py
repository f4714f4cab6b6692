"""What editors are told about the end of a video's use."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail_localize.operations import translate_object

from cms.core.mail.sending import drain_outbox
from cms.core.models import OutboxMessage
from tests.factories.accounts import UserFactory
from tests.factories.core import locale_of
from tests.factories.videos import VideoPageFactory
from videos.models import RightsNotice, VideoPage
from videos.services import rights_notices
from videos.services.rights import act_on_rights

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def owner():
    return UserFactory(administrator=True, preferred_language="en")


def mails(user) -> list[str]:
    rows = OutboxMessage.objects.filter(to=user.email).order_by("created_at", "pk")
    return [row.template for row in rows]


def test_come_some_days_before_and_when_it_has_happened(at, owner) -> None:
    video = VideoPageFactory(published=True, owner=owner, usage_ends_at=at + 10 * DAY)

    act_on_rights(at)
    assert mails(owner) == []
    act_on_rights(at + 4 * DAY)
    assert mails(owner) == ["videos/use_ends"]
    act_on_rights(at + 11 * DAY)

    assert mails(owner) == ["videos/use_ends", "videos/use_ended"]
    assert not VideoPage.objects.get(pk=video.pk).live


def test_say_which_video_when_and_where_to_change_it(at, owner, settings, data_dir) -> None:
    video = VideoPageFactory(
        title="Quay", published=True, owner=owner, usage_ends_at=at + DAY, slug="quay"
    )
    act_on_rights(at)

    message = OutboxMessage.objects.get(to=owner.email)

    assert message.context["title"] == "Quay"
    assert message.context["when"].endswith(" UTC")
    assert message.context["link"] == f"{settings.BASE_URL}/cms/pages/{video.pk}/edit/"
    assert drain_outbox() == 1
    message.refresh_from_db()
    assert message.sent_at is not None


def test_come_once_for_all_languages(at, owner) -> None:
    video = VideoPageFactory(published=True, owner=owner, usage_ends_at=at + DAY)
    translate_object(video, [locale_of("fr"), locale_of("ar")])
    for page in VideoPage.objects.filter(translation_key=video.translation_key):
        page.get_latest_revision().publish()
    VideoPage.objects.filter(translation_key=video.translation_key).update(owner=owner)

    for moment in (at, at, at + 2 * DAY, at + 2 * DAY):
        act_on_rights(moment)

    assert mails(owner) == ["videos/use_ends", "videos/use_ended"]
    pages = VideoPage.objects.filter(translation_key=video.translation_key)
    assert pages.count() == 3
    assert not pages.filter(live=True).exists()


def test_come_again_for_another_date(at, owner) -> None:
    video = VideoPageFactory(published=True, owner=owner, usage_ends_at=at + DAY)
    act_on_rights(at)

    video.usage_ends_at = at + 2 * DAY
    video.save_revision().publish()
    act_on_rights(at)

    assert mails(owner) == ["videos/use_ends", "videos/use_ends"]


def test_reach_the_administrators_where_nobody_owns_the_video(at) -> None:
    administrator = UserFactory(administrator=True, is_superuser=True)
    VideoPageFactory(published=True, usage_ends_at=at + DAY)

    act_on_rights(at)

    assert mails(administrator) == ["videos/use_ends"]


@pytest.mark.must_hold
def test_are_sent_whole_or_not_at_all_when_the_scheduler_dies(at, owner, monkeypatch) -> None:
    """An interruption between the row and the mail undoes both; the next scheduler tells."""
    VideoPageFactory(published=True, owner=owner, usage_ends_at=at + DAY)
    queue = rights_notices.mail.queue

    def die(**_message: object) -> None:
        raise SystemExit("killed")

    monkeypatch.setattr(rights_notices.mail, "queue", die)
    with pytest.raises(SystemExit):
        act_on_rights(at)
    assert not RightsNotice.objects.exists()

    monkeypatch.setattr(rights_notices.mail, "queue", queue)
    act_on_rights(at)
    act_on_rights(at)

    assert mails(owner) == ["videos/use_ends"]


def test_looking_costs_the_same_when_everybody_knows(at, owner) -> None:
    counts = []
    for _ in range(2):
        for _ in range(2):
            VideoPageFactory(published=True, owner=owner, usage_ends_at=at + DAY)
        act_on_rights(at)
        with CaptureQueriesContext(connection) as queries:
            act_on_rights(at)
        counts.append(len(queries))

    assert counts[0] == counts[1]
