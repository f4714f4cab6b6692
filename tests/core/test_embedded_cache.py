import pytest
from django.core.cache.backends.db import DatabaseCache

from cms.core.embedded_cache import EmbeddedCache


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> EmbeddedCache:
    """Return a cache whose database refuses to write, which Django tells by a False alone."""
    monkeypatch.setattr(DatabaseCache, "_base_set", lambda *arguments: False)
    return EmbeddedCache("newsroom_cache", {})


class TestLostWrite:
    def test_is_in_the_log(self, broken: EmbeddedCache, caplog: pytest.LogCaptureFixture) -> None:
        broken.set("attempts", [1.0])

        assert [record.event for record in caplog.records] == ["cache_write_lost"]

    def test_is_not_what_adding_an_entry_that_is_there_is(
        self, broken: EmbeddedCache, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert not broken.add("lock", True)
        assert not broken.touch("lock")
        assert caplog.records == []
