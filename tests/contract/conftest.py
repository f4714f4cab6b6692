import pytest

from tests.contract.newsroom import Clock, Newsroom, build


@pytest.fixture
def newsroom(db, settings, tmp_path, monkeypatch) -> Newsroom:
    """A newsroom that is the same in every run."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    settings.SECRET_KEY = "the-same-in-every-run-" + "x" * 40
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return build(clock)
