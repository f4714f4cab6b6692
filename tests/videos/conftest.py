"""What tests of videos share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.videos.media import Source, make_source


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Source], Path]:
    """Return what gives a source's file, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("media")

    def file_of(source: Source) -> Path:
        path = folder / source.name
        return path if path.exists() else make_source(path, source)

    return file_of
