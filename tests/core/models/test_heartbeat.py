from datetime import UTC, datetime, timedelta

import pytest

from cms.core.models import Heartbeat

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class TestBeat:
    def test_keeps_one_row_a_name(self) -> None:
        Heartbeat.objects.beat("worker:default", at=NOON)
        Heartbeat.objects.beat("worker:default", at=NOON + HOUR)

        assert Heartbeat.objects.get().at == NOON + HOUR


class TestTakeTurn:
    def test_gives_the_first_turn(self) -> None:
        assert Heartbeat.objects.take_turn("prune", at=NOON, every=HOUR)

    def test_gives_one_turn_a_period(self) -> None:
        Heartbeat.objects.take_turn("prune", at=NOON, every=HOUR)

        assert not Heartbeat.objects.take_turn("prune", at=NOON + HOUR / 2, every=HOUR)
        assert Heartbeat.objects.take_turn("prune", at=NOON + HOUR, every=HOUR)
        assert not Heartbeat.objects.take_turn("prune", at=NOON + HOUR, every=HOUR)

    def test_counts_each_name_on_its_own(self) -> None:
        Heartbeat.objects.take_turn("prune", at=NOON, every=HOUR)

        assert Heartbeat.objects.take_turn("sweep", at=NOON, every=HOUR)
