"""What the dates of rights do by themselves."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.core import scheduling
from cms.delivery.models import Audience, Change
from tests.factories.videos import VideoPageFactory
from videos.models import VideoPage
from videos.services.rights import act_on_rights

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def at() -> datetime:
    return timezone.now()


def status(client: Client, video: VideoPage) -> int:
    return client.get(f"/api/v1/videos/{video.translation_key}/?locale=en").status_code


def set_dates(video: VideoPage, **dates: datetime) -> None:
    """Let time pass: what was in the future when the page was published is now in the past."""
    VideoPage.objects.filter(pk=video.pk).update(**dates)


class TestEmbargo:
    def test_hides_a_published_video_and_ends_by_itself(self, client: Client, at) -> None:
        video = VideoPageFactory(published=True, embargoed_until=at + HOUR)
        assert status(client, video) == 404
        assert not Change.objects.filter(work=video.translation_key).exists()

        act_on_rights(at)
        assert status(client, video) == 404

        set_dates(video, embargoed_until=at - HOUR)
        act_on_rights(at)
        assert status(client, video) == 200

    def test_is_acted_on_once(self, at) -> None:
        video = VideoPageFactory(published=True, embargoed_until=at + HOUR)
        set_dates(video, embargoed_until=at - HOUR)

        for _ in range(2):
            act_on_rights(at)

        changes = Change.objects.filter(work=video.translation_key, audience=Audience.PUBLIC)
        assert changes.count() == 1

    def test_of_a_video_that_is_public_hides_its_next_edition(self, client: Client, at) -> None:
        video = VideoPageFactory(published=True)

        video.embargoed_until = at + HOUR
        video.save_revision().publish()

        assert status(client, video) == 410


class TestEndOfUse:
    def test_withdraws_the_video_and_says_so_in_the_log(self, client: Client, at) -> None:
        video = VideoPageFactory(published=True, usage_ends_at=at + HOUR)
        assert status(client, video) == 200

        set_dates(video, usage_ends_at=at)
        act_on_rights(at)

        video.refresh_from_db()
        assert (video.live, video.expired) == (False, True)
        assert status(client, video) == 410
        entries = PageLogEntry.objects.filter(page=video.pk, action="wagtail.unpublish.scheduled")
        assert entries.count() == 1

    def test_is_acted_on_once(self, at) -> None:
        video = VideoPageFactory(published=True, usage_ends_at=at + HOUR)
        set_dates(video, usage_ends_at=at)

        for _ in range(2):
            act_on_rights(at)

        assert PageLogEntry.objects.filter(action="wagtail.unpublish.scheduled").count() == 1

    def test_is_never_delivered_even_when_it_is_published_again(self, client, at) -> None:
        video = VideoPageFactory(published=True, usage_ends_at=at - HOUR)

        assert status(client, video) == 404

    def test_of_one_video_is_not_held_up_by_another(self, client, at, monkeypatch) -> None:
        broken, fine = (VideoPageFactory(published=True, usage_ends_at=at + HOUR) for _ in "ab")
        for video in (broken, fine):
            set_dates(video, usage_ends_at=at)
        unpublish = VideoPage.unpublish

        def fail_for_one(page: VideoPage, *args, **kwargs) -> None:
            if page.pk == broken.pk:
                raise RuntimeError("no")
            unpublish(page, *args, **kwargs)

        monkeypatch.setattr(VideoPage, "unpublish", fail_for_one)
        act_on_rights(at)

        broken.refresh_from_db()
        fine.refresh_from_db()
        assert (broken.live, broken.expired, fine.live) == (True, False, False)


def test_looking_costs_the_same_however_many_videos_there_are(at) -> None:
    counts = []
    for _ in range(2):
        for _ in range(2):
            VideoPageFactory(
                published=True, embargoed_until=at - HOUR, usage_ends_at=at + timedelta(days=30)
            )
        with CaptureQueriesContext(connection) as queries:
            act_on_rights(at)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_scheduler_does_it() -> None:
    jobs = {job.name: job for job in scheduling.registered_jobs()}

    assert jobs["act-on-rights"].function is act_on_rights
    assert jobs["act-on-rights"].every_seconds <= 60
