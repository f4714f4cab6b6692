"""A librarian with a tus client, and a disk of their own."""

from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from tests.videos.uploads.tus import Tus
from videos.uploads import digests


@pytest.fixture(autouse=True)
def _empty_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test find what an earlier one received."""
    monkeypatch.setattr(digests.digests, "_known", type(digests.digests._known)())


@pytest.fixture
def uploads_dir(settings, tmp_path: Path) -> Path:
    settings.UPLOADS_DIR = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def owner() -> User:
    return librarian()


@pytest.fixture
def tus(client: Client, owner: User, uploads_dir: Path) -> Tus:
    sign_in_staff(client, owner)
    return Tus(client)
