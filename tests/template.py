"""A migrated SQLite database, kept between runs, because migrating takes longer than most tests.

It is used again only while every migration and every locked package is the same.
"""

import hashlib
import os
import shutil
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("accounts", "cms", "news", "videos")


class MigratedTemplate:
    """The template in the cache folder of the test runner."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{_digest()}.sqlite3"

    def place(self) -> bool:
        """Put a copy where the test database is expected; say whether there was one."""
        target = Path(connection.creation._get_test_db_name())
        for leftover in target.parent.glob(f"{target.name}*"):
            leftover.unlink()
        if not self.path.exists():
            return False
        shutil.copyfile(self.path, target)
        return True

    def save(self) -> None:
        """Keep a copy of the database that the connection is on, instead of older ones."""
        for older in self.path.parent.glob("*.sqlite3"):
            older.unlink(missing_ok=True)
        draft = self.path.with_suffix(f".{os.getpid()}")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(draft)])
        draft.replace(self.path)


def _digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("migrations/*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:32]
