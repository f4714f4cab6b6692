"""A public installation starts with safe settings only."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CACHE_OF = "CACHES = {{'default': {{'BACKEND': 'django.core.cache.backends.{}'}}}}"
DROPPED = {
    "DATABASE_URL",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DJANGO_SETTINGS_MODULE",
    "NEWSROOM_TEST_FOLDER",
    "REDIS_URL",
}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a well configured public installation."""
    (tmp_path / "breached-passwords.bin").touch()
    kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "DATA_DIR": str(tmp_path),
        "BASE_URL": "https://news.example.org",
        "FILES_URL": "https://files.example.org",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "BEHIND_PROXY": "1",
        "DEMO": "0",
        "PYTHONPATH": str(tmp_path),
    }


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


class TestProductionSettings:
    def test_pass_every_check_for_deployment(self, environment: dict[str, str]) -> None:
        checked = manage(environment, "check", "--deploy", "--fail-level", "WARNING")

        assert checked.returncode == 0, checked.stderr
        assert "no issues" in checked.stdout

    def test_keep_cookies_to_this_host_and_to_https(self, environment: dict[str, str]) -> None:
        names = "SESSION_COOKIE_%s", "CSRF_COOKIE_%s"
        parts = "NAME", "SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN"
        asked = [name % part for name in names for part in parts]
        command = "import json; from django.conf import settings as s; print(json.dumps({}))"
        listed = ", ".join(f"s.{name}" for name in asked)

        told = manage(environment, "shell", "--no-imports", "-c", command.format(f"[{listed}]"))

        assert json.loads(told.stdout) == [
            *("__Host-sid", True, True, "Lax", "/", None),
            *("__Host-csrf", True, True, "Lax", "/", None),
        ]

    def test_warn_while_there_is_no_list_of_published_passwords(
        self, environment: dict[str, str], tmp_path: Path
    ) -> None:
        (tmp_path / "breached-passwords.bin").unlink()

        checked = manage(environment, "check", "--deploy")

        assert checked.returncode == 0
        assert "accounts.W001" in checked.stderr

    @pytest.mark.parametrize(
        ("name", "value", "message"),
        [
            ("BASE_URL", "http://news.example.org", "BASE_URL must start with https://"),
            ("BASE_URL", "", "BASE_URL must be set"),
            ("FILES_URL", "", "FILES_URL must be set"),
            ("SECRET_KEY", "", "SECRET_KEY must be set"),
            ("SECRET_KEY", "short", "SECRET_KEY must be random"),
            ("SECRET_KEY", "django-insecure-" + "abcdefghij" * 6, "SECRET_KEY must be random"),
            ("SECRET_KEY", "x" * 80, "SECRET_KEY must be random"),
            ("DEMO", "1", "DEMO must be off"),
            ("STAFF_SECOND_FACTOR", "optional", "STAFF_SECOND_FACTOR may be optional only"),
        ],
    )
    def test_refuse_an_unsafe_environment_in_one_line(
        self, environment: dict[str, str], name: str, value: str, message: str
    ) -> None:
        started = manage(environment | {name: value}, "start")

        assert started.returncode == 1
        (line,) = started.stderr.splitlines()
        assert line.startswith(f"Wrong setting: {message}")

    @pytest.mark.parametrize(
        ("setting", "message"),
        [
            ("DEBUG = True", "DEBUG must be off"),
            (
                CACHE_OF.format("locmem.LocMemCache"),
                "The cache 'default' must be shared",
            ),
            (
                CACHE_OF.format("dummy.DummyCache"),
                "The cache 'default' must be shared",
            ),
            (
                "STAFF_SECOND_FACTOR = 'optional'",
                "STAFF_SECOND_FACTOR must be required",
            ),
            (
                "SESSION_ENGINE = 'django.contrib.sessions.backends.signed_cookies'",
                "SESSION_ENGINE must keep sessions",
            ),
        ],
    )
    def test_refuse_a_settings_module_that_loosens_them(
        self, environment: dict[str, str], tmp_path: Path, setting: str, message: str
    ) -> None:
        module = f"from cms.settings.production import *\n{setting}\n"
        (tmp_path / "loosened.py").write_text(module)
        environment["DJANGO_SETTINGS_MODULE"] = "loosened"

        for arguments in (["start"], ["worker"], ["check"]):
            started = manage(environment, *arguments)

            assert started.returncode == 1
            assert f"Wrong setting: {message}" in started.stderr

    def test_refuse_in_a_process_that_a_server_starts(self, environment: dict[str, str]) -> None:
        environment |= {"DEMO": "1"}

        started = subprocess.run(
            [sys.executable, "-c", "import cms.wsgi"],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

        assert started.returncode != 0
        assert "DEMO must be off" in started.stderr
