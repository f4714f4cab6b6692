"""Commands beside a running newsroom use its addresses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cms.settings import addresses

ROOT = Path(__file__).resolve().parents[2]
ASK = "from django.conf import settings; print(settings.BASE_URL, settings.FILES_URL)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    named = {"HOST": "127.0.0.1", "PORT": "8810", "FILES_PORT": "8811"}
    urls = {"BASE_URL": "http://127.0.0.1:8810", "FILES_URL": "http://127.0.0.1:8811"}
    addresses.record(tmp_path, named | urls)
    return tmp_path


def ask(folder: Path, **environment: str) -> str:
    inherited = {key: value for key, value in os.environ.items() if key not in addresses.NAMES}
    inherited |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cms.settings.base"}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


class TestRecordedAddresses:
    def test_are_those_of_a_command_that_names_none(self, folder: Path) -> None:
        assert ask(folder) == "http://127.0.0.1:8810 http://127.0.0.1:8811"

    def test_give_way_to_the_environment(self, folder: Path) -> None:
        assert ask(folder, PORT="8900") == "http://127.0.0.1:8900 http://127.0.0.1:8901"

    def test_are_not_needed(self, tmp_path: Path) -> None:
        assert ask(tmp_path) == "http://127.0.0.1:8000 http://127.0.0.1:8001"
