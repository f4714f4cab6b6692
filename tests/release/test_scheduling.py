import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, Revision

from cms.core.models import Topic
from cms.release import scheduling
from cms.release.models import ScheduledAction, ScheduleFailure
from cms.release.scheduling import publish_due

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def at() -> datetime:
    return timezone.now()


def scheduled_topic(at: datetime, title: str = "Harbours") -> Topic:
    """Return a topic that an editor has scheduled; the hour has come since."""
    topic = Topic.objects.create(title=title, live=False, locale=Locale.get_default())
    topic.go_live_at = at
    revision = topic.save_revision()
    revision.approved_go_live_at = at
    revision.save()
    return topic


def expiring_topic(at: datetime, title: str = "Elections") -> Topic:
    return Topic.objects.create(title=title, live=True, expire_at=at, locale=Locale.get_default())


def scheduled_page(at: datetime, slug: str = "summit") -> Page:
    page = Page(title="Summit", slug=slug, live=False, go_live_at=at)
    Page.objects.get(depth=1).add_child(instance=page)
    revision = page.save_revision()
    revision.approved_go_live_at = at
    revision.save()
    return page


class TestPublishing:
    def test_publishes_a_snippet_whose_time_has_come(self, at: datetime) -> None:
        topic = scheduled_topic(at - MINUTE)

        outcome = publish_due(at)

        topic.refresh_from_db()
        assert topic.live
        assert outcome.published == ["Harbours"]
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        assert ModelLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 1

    def test_publishes_a_page_whose_time_has_come(self, at: datetime) -> None:
        page = scheduled_page(at - MINUTE)

        publish_due(at)

        page.refresh_from_db()
        assert page.live
        assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 1

    def test_publishes_at_the_instant_itself(self, at: datetime) -> None:
        topic = scheduled_topic(at)

        publish_due(at)

        topic.refresh_from_db()
        assert topic.live

    def test_leaves_later_ones_alone(self, at: datetime) -> None:
        topic = scheduled_topic(at + MINUTE)

        outcome = publish_due(at)

        topic.refresh_from_db()
        assert not topic.live
        assert outcome == scheduling.Outcome()

    def test_never_shows_what_has_expired_meanwhile(self, at: datetime) -> None:
        topic = scheduled_topic(at - MINUTE)
        topic.go_live_at, topic.expire_at = at - MINUTE, at
        revision = topic.save_revision()
        topic.revisions.update(approved_go_live_at=None)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=at - MINUTE)

        publish_due(at)

        topic.refresh_from_db()
        assert (topic.live, topic.expired) == (False, True)


class TestExpiring:
    def test_takes_back_what_has_expired(self, at: datetime) -> None:
        topic = expiring_topic(at)

        outcome = publish_due(at)

        topic.refresh_from_db()
        assert (topic.live, topic.expired) == (False, True)
        assert outcome.expired == ["Elections"]
        assert ModelLogEntry.objects.filter(action="wagtail.unpublish.scheduled").count() == 1

    def test_leaves_what_expires_later(self, at: datetime) -> None:
        topic = expiring_topic(at + MINUTE)

        publish_due(at)

        topic.refresh_from_db()
        assert topic.live


class TestFailures:
    @pytest.fixture
    def _broken_harbours(self, monkeypatch: pytest.MonkeyPatch) -> None:
        publish = Revision.publish

        def refuse(self: Revision, *args: object, **kwargs: object) -> None:
            if self.object_str == "Harbours":
                self.content_object.delete()
                raise ValueError("a harbour is closed")
            publish(self, *args, **kwargs)

        monkeypatch.setattr(Revision, "publish", refuse)

    @pytest.mark.usefixtures("_broken_harbours")
    def test_one_failing_object_holds_up_no_other(self, at: datetime) -> None:
        broken = scheduled_topic(at - 2 * MINUTE)
        sound = scheduled_topic(at - MINUTE, title="Fisheries")

        outcome = publish_due(at)

        sound.refresh_from_db()
        assert sound.live
        assert outcome.published == ["Fisheries"]
        assert len(outcome.failed) == 1
        failure = ScheduleFailure.objects.get()
        assert (failure.action, failure.object_id) == (ScheduledAction.PUBLISH, str(broken.pk))
        assert failure.error == "ValueError: a harbour is closed"

    @pytest.mark.usefixtures("_broken_harbours")
    def test_undoes_what_the_failing_one_did(self, at: datetime) -> None:
        topic = scheduled_topic(at - MINUTE)

        publish_due(at)

        assert Topic.objects.filter(pk=topic.pk, live=False).exists()
        assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 1

    @pytest.mark.usefixtures("_broken_harbours")
    def test_waits_longer_after_each_failure(self, at: datetime) -> None:
        scheduled_topic(at - MINUTE)

        moments = [at + timedelta(seconds=second) for second in range(80)]
        tried = [moment for moment in moments if publish_due(moment).failed]

        assert [(moment - at).seconds for moment in tried] == [0, 10, 30, 70]

    def test_forgets_the_failure_when_it_works(
        self, at: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Revision, "publish", None)
            topic = scheduled_topic(at - MINUTE)
            publish_due(at)
        assert ScheduleFailure.objects.count() == 1

        publish_due(at + MINUTE)

        topic.refresh_from_db()
        assert topic.live
        assert not ScheduleFailure.objects.exists()


class TestSeveralSchedulers:
    @pytest.mark.django_db(transaction=True)
    @pytest.mark.must_hold
    def test_do_each_thing_once(self, at: datetime, soak_size: Callable[[int, int], int]) -> None:
        count = soak_size(4, 60)
        for number in range(count):
            scheduled_topic(at - MINUTE, title=f"Scheduled {number}")
            expiring_topic(at - MINUTE, title=f"Expiring {number}")
        barrier = threading.Barrier(3)
        outcomes: list[scheduling.Outcome] = []

        def run() -> None:
            barrier.wait()
            outcomes.append(publish_due(at))
            connection.close()

        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [outcome.failed for outcome in outcomes] == [[], [], []]
        log = ModelLogEntry.objects
        assert log.filter(action="wagtail.publish.scheduled").count() == count
        assert log.filter(action="wagtail.unpublish.scheduled").count() == count
        assert sum(len(outcome.published) for outcome in outcomes) == count
        assert sum(len(outcome.expired) for outcome in outcomes) == count


class TestCommand:
    def test_publishes_what_is_due(self, at: datetime, capsys: pytest.CaptureFixture[str]) -> None:
        scheduled_topic(at - MINUTE)

        call_command("publish_scheduled")

        assert capsys.readouterr().out == "Published: Harbours\n"

    def test_only_tells_when_asked_to(
        self, at: datetime, capsys: pytest.CaptureFixture[str]
    ) -> None:
        scheduled_topic(at - MINUTE)
        expiring_topic(at - MINUTE)

        call_command("publish_scheduled", "--dryrun")

        said = capsys.readouterr().out
        assert "Due to be published: Harbours" in said
        assert "Due to expire: Elections" in said
        assert not Topic.objects.filter(title="Harbours", live=True).exists()

    def test_fails_when_something_failed(
        self, at: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scheduled_topic(at - MINUTE)
        monkeypatch.setattr(Revision, "publish", None)

        with pytest.raises(CommandError, match="Failed: "):
            call_command("publish_scheduled")
