"""A worker killed in the middle of an encode, and the one that follows it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from cms.core import leased
from cms.core.models import LeaseState
from tests.factories.videos import VideoAssetFactory
from videos.models import PreviewJob, VideoAsset
from videos.services.making_previews import drain_previews

WORKER = Path(__file__).with_name("preview_worker.py")


@pytest.mark.django_db(transaction=True)
def test_the_next_worker_finishes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leased, "kick", lambda _model: None)
    asset = VideoAssetFactory()
    worker = subprocess.Popen(
        [sys.executable, str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DATABASE_URL": _database_url(), "DATA_DIR": str(settings.DATA_DIR)},
    )
    assert _says_working(worker)

    worker.kill()
    worker.wait()

    assert PreviewJob.objects.get().state == LeaseState.RUNNING
    assert not VideoAsset.objects.get().has_preview
    assert not default_storage.exists(f"previews/{asset.uuid}")
    assert drain_previews() == 0

    PreviewJob.objects.update(leased_until=timezone.now())
    assert drain_previews() == 1

    stored = VideoAsset.objects.get()
    assert PreviewJob.objects.get().state == LeaseState.DONE
    assert PreviewJob.objects.get().attempts == 2
    assert default_storage.listdir(f"previews/{asset.uuid}") == (
        [],
        [Path(stored.preview.name).name],
    )


def _says_working(worker: "subprocess.Popen[str]") -> bool:
    return any(line == "working\n" for line in worker.stdout)


def _database_url() -> str:
    """Return the address of the test database, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{Path(values['NAME']).resolve()}"
    user, password = values["USER"], values["PASSWORD"]
    return f"postgres://{user}:{password}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
