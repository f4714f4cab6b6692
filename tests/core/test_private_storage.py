"""Files that no address leads to."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from cms.core.storage import PrivateStorage


def test_lie_where_the_setting_says_whenever_it_is_asked(settings: Any, tmp_path: Path) -> None:
    storage = PrivateStorage()

    settings.PRIVATE_MEDIA_ROOT = tmp_path / "elsewhere"
    name = storage.save("masters/some.mxf", ContentFile(b"bytes"))

    kept = tmp_path / "elsewhere" / name
    assert kept.read_bytes() == b"bytes"
    assert kept.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ValueError, match="no address"):
        storage.url(name)
