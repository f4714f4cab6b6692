"""The embedded databases."""

import stat
from pathlib import Path

from cms.settings.databases import build_databases


class TestEmbeddedDatabases:
    def test_are_for_the_owner_alone(self, tmp_path: Path) -> None:
        folder = tmp_path / "data"

        build_databases(folder)

        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for name in ("newsroom.sqlite3", "cache.sqlite3"):
            path = folder / name
            assert not path.exists() or stat.S_IMODE(path.stat().st_mode) == 0o600
