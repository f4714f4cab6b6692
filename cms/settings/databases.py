"""Databases: SQLite in DATA_DIR by default, PostgreSQL when DATABASE_URL says so."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cms.settings import env

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 60,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-16000;"
    ),
}


def build_databases(data_dir: Path) -> dict[str, dict[str, Any]]:
    """Return DATABASES; the embedded cache and rate limits keep a file of their own."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    databases = {"default": _default(data_dir)}
    if not env.url("REDIS_URL", schemes={"redis", "rediss", "unix"}):
        databases["cache"] = _sqlite(data_dir / "cache.sqlite3")
    return databases


def _default(data_dir: Path) -> dict[str, Any]:
    address = env.url("DATABASE_URL", schemes={"postgres", "postgresql", "sqlite"})
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if not address:
        return _sqlite(data_dir / "newsroom.sqlite3")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


def _sqlite(path: Path) -> dict[str, Any]:
    if path.parent.is_dir():
        # For the owner alone: SQLite gives its side files the mode of the database.
        path.touch(mode=0o600, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": SQLITE_OPTIONS,
        "TEST": {"NAME": path.with_name(f"test-{path.name}")},
    }


class EmbeddedCacheRouter:
    """Keep the cache tables in their own SQLite file, so that a cache write locks nothing else."""

    cache_label = "django_cache"

    def db_for_read(self, model: type, **hints: object) -> str | None:
        """Send cache reads to the cache file."""
        return self._alias(model)

    def db_for_write(self, model: type, **hints: object) -> str | None:
        """Send cache writes to the cache file."""
        return self._alias(model)

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool | None:
        """Migrate nothing but the cache into the cache file."""
        if db == "cache":
            return app_label == self.cache_label
        return None

    def _alias(self, model: type) -> str | None:
        label = getattr(getattr(model, "_meta", None), "app_label", "")
        return "cache" if label == self.cache_label else None
